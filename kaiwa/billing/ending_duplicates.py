"""A second subscription that somebody paid for all the same: its row is kept, it is ended at once and paid back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause, note_change
from kaiwa.billing.recording_invoices import record_invoice
from kaiwa.billing.syncing import sync_person
from kaiwa.gateways.payment_facts import InvoiceFacts
from kaiwa.gateways.payments import Payments
from kaiwa.models import Subscription
from kaiwa.models.subscriptions import LIVE, Actor, Facts

ON_ITS_WAY = ("pending", "succeeded", "requires_action")
CAUSE = Cause(Actor.KAIWA, reason="a second subscription")


def end_duplicate(session: Session, payments: Payments, subscription_id: UUID, at: datetime) -> int:
    """End a subscription that is still one too many and give back what was paid for it; gives how much, in minor units.

    Done twice it gives back once. Raises what Payments raises; the caller commits.
    """
    row = session.get(Subscription, subscription_id)
    if row is None:
        return 0
    sync_person(session, payments, row.user_id, CAUSE, at)
    if not row.is_duplicate:
        # the other one has ended meanwhile, and this is the one now
        return 0
    if row.status in LIVE:
        payments.cancel_now(row.stripe_subscription_id)
    given_back = 0
    for facts in payments.list_invoices(customer_id=row.stripe_customer_id):
        if facts.subscription_id == row.stripe_subscription_id and facts.status == "paid":
            given_back += _give_back(session, payments, row, facts)
            record_invoice(session, payments, facts, CAUSE, at, user_id=row.user_id)
    sync_person(session, payments, row.user_id, CAUSE, at)
    return given_back


def _give_back(session: Session, payments: Payments, row: Subscription, facts: InvoiceFacts) -> int:
    intent = facts.payment_intent_id
    if intent is None:
        return 0
    gone = sum(each.amount_cents for each in payments.list_refunds(intent) if each.status in ON_ITS_WAY)
    left = facts.amount_cents - gone
    if left <= 0:
        return 0
    payments.create_refund(intent, left, key=f"duplicate-{facts.id}", reason="a second subscription")
    after: Facts = {"invoice": facts.id, "cents": left, "currency": facts.currency}
    note_change(session, CAUSE, "duplicate.refunded", user_id=row.user_id, subscription_id=row.id, after=after)
    return left
