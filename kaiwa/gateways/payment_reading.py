"""From Stripe's objects to values of ours: the one place that knows where in them a fact stands (API 2026-10-28)."""

from datetime import UTC, datetime
from typing import Any

from kaiwa.gateways.payment_facts import (
    ChangePreview,
    CheckoutFacts,
    EventFacts,
    InvoiceFacts,
    PriceFacts,
    RefundFacts,
    SubscriptionFacts,
)


def read_price(price: Any) -> PriceFacts:
    """A recurring price."""
    return PriceFacts(
        id=price.id,
        product_id=_id(price.product) or "",
        lookup_key=price.lookup_key,
        amount_cents=price.unit_amount or 0,
        currency=price.currency,
        interval=price.recurring.interval if price.recurring else "",
        is_active=price.active,
    )


def read_subscription(found: Any) -> SubscriptionFacts:
    """A subscription of one item, with `latest_invoice` and `schedule` expanded or not."""
    # `.items` is the method of a dict; the periods stand on the item
    item = found["items"].data[0]
    start, end = _time(item.current_period_start), _time(item.current_period_end)
    assert start is not None and end is not None
    created = _time(found.created)
    assert created is not None
    price_id, at = _scheduled(found.schedule, item.price.id, end)
    return SubscriptionFacts(
        id=found.id,
        customer_id=_id(found.customer) or "",
        item_id=item.id,
        price_id=item.price.id,
        status=found.status,
        interval=item.price.recurring.interval if item.price.recurring else "",
        created_at=created,
        current_period_start=start,
        current_period_end=end,
        cancel_at_period_end=found.cancel_at_period_end,
        ends_at=_time(found.cancel_at) or (end if found.cancel_at_period_end else None),
        canceled_at=_time(found.canceled_at),
        ended_at=_time(found.ended_at),
        trial_end=_time(found.trial_end),
        owed_invoice_at=_time(getattr(found.latest_invoice, "created", None)),
        latest_invoice_id=_id(found.latest_invoice),
        schedule_id=_id(found.schedule),
        scheduled_price_id=price_id,
        scheduled_at=at,
        has_pending_update=found.pending_update is not None,
        metadata=_strings(found.metadata),
    )


def read_invoice(found: Any) -> InvoiceFacts:
    """An invoice, with `payments` expanded."""
    details = found.parent.subscription_details if found.parent else None
    created = _time(found.created)
    assert created is not None
    return InvoiceFacts(
        id=found.id,
        customer_id=_id(found.customer) or "",
        subscription_id=_id(details.subscription) if details else None,
        payment_intent_id=_paid_by(found),
        number=found.number,
        status=found.status or "draft",
        amount_cents=found.amount_paid if found.status == "paid" else found.amount_due,
        currency=found.currency,
        created_at=created,
        paid_at=_time(found.status_transitions.paid_at),
        attempts=found.attempt_count,
        hosted_url=found.hosted_invoice_url,
        pdf_url=found.invoice_pdf,
    )


def read_refund(found: Any) -> RefundFacts:
    """A refund."""
    created = _time(found.created)
    assert created is not None
    return RefundFacts(
        id=found.id,
        payment_intent_id=_id(found.payment_intent),
        amount_cents=found.amount,
        currency=found.currency,
        status=found.status or "pending",
        created_at=created,
        key=_strings(found.metadata).get("key"),
    )


def read_checkout(found: Any) -> CheckoutFacts:
    """A Checkout session, with `line_items` expanded or not."""
    expires = _time(found.expires_at)
    assert expires is not None
    lines = getattr(found, "line_items", None)
    return CheckoutFacts(
        id=found.id,
        customer_id=_id(found.customer),
        status=found.status or "open",
        url=found.url,
        subscription_id=_id(found.subscription),
        price_id=lines.data[0].price.id if lines and lines.data else None,
        expires_at=expires,
    )


def read_preview(found: Any, *, renewal_cents: int, renews_at: datetime) -> ChangePreview:
    """What an upgrade costs at once: a preview of the invoice that `always_invoice` makes."""
    return ChangePreview(found.amount_due, renewal_cents, found.currency, renews_at)


def read_event(found: Any) -> EventFacts:
    """A signed event: which object, and whose. What else the object says is not believed."""
    thing = found.data.object
    kind = getattr(thing, "object", "")
    # an invoice that is to come has none
    object_id = getattr(thing, "id", None)
    created = _time(found.created)
    assert created is not None
    return EventFacts(
        id=found.id,
        type=found.type,
        created_at=created,
        is_livemode=found.livemode,
        object_type=kind,
        object_id=object_id or "",
        customer_id=object_id if kind == "customer" else _id(getattr(thing, "customer", None)),
        subscription_id=_subscription_of(thing, kind),
        invoice_id=object_id if kind == "invoice" else _id(getattr(thing, "invoice", None)),
        payment_intent_id=_id(getattr(thing, "payment_intent", None)),
        user_id=getattr(getattr(thing, "metadata", None), "user_id", None),
    )


def _subscription_of(thing: Any, kind: str) -> str | None:
    if kind == "subscription":
        return str(thing.id)
    parent = getattr(thing, "parent", None) if kind == "invoice" else None
    if parent is not None and parent.subscription_details:
        return _id(parent.subscription_details.subscription)
    return _id(getattr(thing, "subscription", None))


def _scheduled(schedule: Any, price_id: str, period_end: datetime) -> tuple[str | None, datetime | None]:
    """What the next phase of an expanded schedule changes to, and when."""
    for phase in getattr(schedule, "phases", None) or ():
        at = _time(phase.start_date)
        next_price = _id(phase["items"][0].price)
        if at is not None and at >= period_end and next_price != price_id:
            return next_price, at
    return None, None


def _paid_by(invoice: Any) -> str | None:
    payments = getattr(invoice, "payments", None)
    for each in payments.data if payments else ():
        if each.payment.type == "payment_intent":
            return _id(each.payment.payment_intent)
    return None


def _id(thing: Any) -> str | None:
    """The id of something that may be expanded."""
    return thing if thing is None or isinstance(thing, str) else str(thing.id)


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _strings(metadata: Any) -> dict[str, str]:
    return {} if metadata is None else {str(key): str(value) for key, value in metadata.to_dict().items()}
