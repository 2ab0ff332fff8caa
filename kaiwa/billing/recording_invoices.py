"""Payments: a row for each invoice, set to how Stripe has it, with what was given back and what is disputed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause, note_change, payment_facts
from kaiwa.billing.finding_people import find_person
from kaiwa.billing.syncing import hold_person, sync_person
from kaiwa.gateways.payment_facts import InvoiceFacts, PaymentFault
from kaiwa.gateways.payments import Payments
from kaiwa.models import Payment, Subscription
from kaiwa.models.subscriptions import PaymentStatus

STATUSES = {
    "open": PaymentStatus.PENDING,
    "paid": PaymentStatus.SUCCEEDED,
    "uncollectible": PaymentStatus.FAILED,
    "void": PaymentStatus.VOID,
}
DRAFT = "draft"
GIVEN_BACK = "succeeded"


def sync_invoice(
    session: Session, payments: Payments, invoice_id: str, cause: Cause, at: datetime, *, user_id: UUID | None = None
) -> Payment | None:
    """Set the payment of an invoice to Stripe's state; None for a draft, which nobody has to pay yet.

    `user_id` is whose it is, where that is known; without anybody the row has no person. Holds the person's row until
    the caller commits. Raises what Payments raises.
    """
    if user_id is None:
        known = session.scalars(select(Payment).where(Payment.stripe_invoice_id == invoice_id)).one_or_none()
        customer_id = known.stripe_customer_id if known else payments.get_invoice(invoice_id).customer_id
        user_id = find_person(session, customer_id)
    user = hold_person(session, user_id) if user_id else None
    facts = payments.get_invoice(invoice_id)
    if facts.status == DRAFT:
        return None
    return record_invoice(session, payments, facts, cause, at, user_id=user.id if user else None)


def record_invoice(
    session: Session, payments: Payments, facts: InvoiceFacts, cause: Cause, at: datetime, *, user_id: UUID | None
) -> Payment:
    """Write an invoice that was fetched while its person was held; raises what Payments raises."""
    if facts.status not in STATUSES:
        raise PaymentFault(f"Stripe has a status of an invoice that is not known here: {facts.status}")
    subscription = _subscription_of(session, payments, facts, user_id, cause, at)
    query = select(Payment).where(Payment.stripe_invoice_id == facts.id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    before = payment_facts(row) if row else None
    if row is None:
        row = Payment(stripe_invoice_id=facts.id, user_id=user_id, stripe_customer_id=facts.customer_id, created_at=at)
        session.add(row)
    if subscription is not None:
        row.subscription_id = subscription.id
    _write(payments, row, facts)
    session.flush()
    what = "payment.begun" if before is None else "payment.changed"
    note_change(
        session,
        cause,
        what,
        user_id=row.user_id,
        subscription_id=row.subscription_id,
        before=before,
        after=payment_facts(row),
    )
    return row


def _write(payments: Payments, row: Payment, facts: InvoiceFacts) -> None:
    intent = row.stripe_payment_intent_id = facts.payment_intent_id
    is_paid = facts.status == "paid"
    refunds = payments.list_refunds(intent) if intent and is_paid else []
    given_back = sum(each.amount_cents for each in refunds if each.status == GIVEN_BACK)
    row.amount_cents = max(0, facts.amount_cents)
    row.refunded_cents = min(given_back, row.amount_cents)
    row.currency = facts.currency
    row.status = _status(facts, is_all_back=0 < row.amount_cents == row.refunded_cents)
    row.number = facts.number
    row.invoiced_at = facts.created_at
    row.paid_at = (facts.paid_at or facts.created_at) if is_paid else None
    row.is_disputed = bool(intent and is_paid and payments.is_disputed(intent))
    # whoever has one of these reads a name there: they go with their person
    addresses = (facts.hosted_url, facts.pdf_url) if row.user_id else (None, None)
    row.hosted_invoice_url, row.invoice_pdf_url = addresses


def _status(facts: InvoiceFacts, *, is_all_back: bool) -> PaymentStatus:
    if is_all_back:
        return PaymentStatus.REFUNDED
    if facts.status == "open" and facts.attempts:
        return PaymentStatus.FAILED
    return STATUSES[facts.status]


def _subscription_of(
    session: Session, payments: Payments, facts: InvoiceFacts, user_id: UUID | None, cause: Cause, at: datetime
) -> Subscription | None:
    """The row of the subscription that the invoice is for; what is not here yet is fetched."""
    if facts.subscription_id is None or user_id is None:
        return None
    query = select(Subscription).where(Subscription.stripe_subscription_id == facts.subscription_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        sync_person(session, payments, user_id, cause, at, customer_id=facts.customer_id)
        found = session.scalars(query).one_or_none()
    return found
