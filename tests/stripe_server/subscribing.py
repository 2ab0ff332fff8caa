"""How a subscription begins."""

from tests.stripe_server.events import emit
from tests.stripe_server.invoicing import issue, whole_line
from tests.stripe_server.items import item_list, items_of, new_item, subscribable
from tests.stripe_server.periods import DAY, following
from tests.stripe_server.settling import collect
from tests.stripe_server.state import Obj, World, new_id

INCOMPLETE_SECONDS = 23 * 3600
TOLD_DAYS = 3


def subscribe(world: World, customer: Obj, wanted: list[Obj], *, how: str | None = None, **more: object) -> Obj:
    """Begin a subscription and collect its first invoice; `how` the payment goes is else up to the card.

    `more`: metadata, trial_end, promotion_code, tax (whether it is counted), missing_card (what happens when a trial
    ends without one: create_invoice, cancel or pause), description.
    """
    subscription = world.add(new_subscription(world, customer, wanted, **more))
    if more.get("promotion_code"):
        subscription["discounts"] = [discount(world, subscription, str(more["promotion_code"]))["id"]]
    emit(world, "customer.subscription.created", subscription)
    trial = subscription["status"] == "trialing"
    lines = [whole_line(world, subscription, each, free=trial) for each in items_of(subscription)]
    collect(world, issue(world, subscription, lines, "subscription_create"), how)
    if trial and subscription["trial_end"] - world.now() <= TOLD_DAYS * DAY:
        tell_trial_end(world, subscription)
    return subscription


# what is empty at first
UNSAID = [
    "application",
    "application_fee_percent",
    "billing_cycle_anchor_config",
    "billing_thresholds",
    "cancel_at",
    "canceled_at",
    "days_until_due",
    "default_payment_method",
    "default_source",
    "ended_at",
    "latest_invoice",
    "next_pending_invoice_item_invoice",
    "on_behalf_of",
    "pause_collection",
    "pending_invoice_item_interval",
    "pending_setup_intent",
    "pending_update",
    "schedule",
    "test_clock",
    "transfer_data",
    "_pending_invoice",
]


def new_subscription(world: World, customer: Obj, wanted: list[Obj], **more: object) -> Obj:
    """A subscription that is not paid for yet, or on trial."""
    now, number = world.now(), new_id("sub")
    prices = [subscribable(world, each["price"]) for each in wanted]
    trial_end = more.get("trial_end")
    end = trial_end if isinstance(trial_end, int) else following(now, prices[0], now)
    customer["currency"] = prices[0]["currency"]
    return {
        "id": number,
        "object": "subscription",
        **dict.fromkeys(UNSAID),
        "automatic_tax": {"disabled_reason": None, "enabled": bool(more.get("tax")), "liability": None},
        "billing_cycle_anchor": end if trial_end else now,
        "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": dict.fromkeys(("comment", "feedback", "feedback_option", "reason")),
        "collection_method": "charge_automatically",
        "created": now,
        "currency": prices[0]["currency"],
        "customer": customer["id"],
        "default_tax_rates": [],
        "description": more.get("description"),
        "discounts": [],
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": item_list(number, [new_item(world, number, each, now, end) for each in wanted]),
        "livemode": False,
        "metadata": more.get("metadata") or {},
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "start_date": now,
        "status": "trialing" if trial_end else "incomplete",
        "trial_end": trial_end,
        "trial_settings": {"end_behavior": {"missing_payment_method": more.get("missing_card") or "create_invoice"}},
        "trial_start": now if trial_end else None,
        "_waiting": [],
        "_told": False,
    }


def discount(world: World, subscription: Obj, code: str) -> Obj:
    """Redeem a promotion code for a subscription."""
    promotion = world.by_id[code]
    coupon = promotion["promotion"]["coupon"]
    promotion["times_redeemed"] += 1
    world.by_id[coupon]["times_redeemed"] += 1
    return world.add(
        {
            "id": new_id("di"),
            "object": "discount",
            "checkout_session": None,
            "customer": subscription["customer"],
            "end": None,
            "invoice": None,
            "invoice_item": None,
            "promotion_code": code,
            "source": {"type": "coupon", "coupon": coupon},
            "start": world.now(),
            "subscription": subscription["id"],
            "subscription_item": None,
        }
    )


def tell_trial_end(world: World, subscription: Obj) -> None:
    """Three days before a trial ends, or at once when it is shorter."""
    subscription["_told"] = True
    emit(world, "customer.subscription.trial_will_end", subscription)


def begin_paid_time(world: World, subscription: Obj) -> Obj:
    """A period that is paid for begins now, after a trial or a pause: its invoice."""
    now = world.now()
    subscription.update(status="active", billing_cycle_anchor=now)
    for item in items_of(subscription):
        item["current_period_start"] = now
        item["current_period_end"] = following(now, world.by_id[item["price"]], now)
    lines = [whole_line(world, subscription, each) for each in items_of(subscription)]
    return issue(world, subscription, lines, "subscription_cycle")
