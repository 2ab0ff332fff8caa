"""What people are told by mail of their billing: that a trial ends, that a payment failed; each once."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause, note_change
from kaiwa.models import BillingChange, BillingEvent, Payment, Subscription
from kaiwa.models.subscriptions import Actor, PaymentStatus, SubscriptionStatus
from kaiwa.queue import enqueue_named

MAIL_TRIAL_ENDING, MAIL_PAYMENT_FAILED = "billing.mail_trial_ending", "billing.mail_payment_failed"
OWING = (SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID)


def tell_of_event(session: Session, event: BillingEvent, user_id: UUID, payment: Payment | None) -> None:
    """Have a mail sent where the event asks for one and the books, which are newer, still do; holds nothing.

    The caller holds the person, so that two events of the same thing do not both tell of it.
    """
    if event.type == "customer.subscription.trial_will_end":
        query = select(Subscription).where(Subscription.stripe_subscription_id == event.payload.get("subscription_id"))
        row = session.scalars(query).one_or_none()
        if row is not None and ends_soon(row):
            _tell_once(session, event, user_id, MAIL_TRIAL_ENDING, "subscription", row.id)
    elif event.type == "invoice.payment_failed" and payment is not None and is_owed(session, payment):
        _tell_once(session, event, user_id, MAIL_PAYMENT_FAILED, "payment", payment.id)


def ends_soon(row: Subscription) -> bool:
    """Whether a trial goes over into paid time by itself."""
    return row.status is SubscriptionStatus.TRIALING and row.ends_at is None and not row.is_duplicate


def is_owed(session: Session, payment: Payment) -> bool:
    """Whether a payment failed that keeps a plan from going on; who stands at the till sees it there."""
    row = session.get(Subscription, payment.subscription_id) if payment.subscription_id else None
    return payment.status is PaymentStatus.FAILED and row is not None and row.status in OWING and not row.is_duplicate


def _tell_once(session: Session, event: BillingEvent, user_id: UUID, task: str, kind: str, about: UUID) -> None:
    told = select(BillingChange.id).where(BillingChange.user_id == user_id, BillingChange.what == task)
    if session.scalars(told.where(BillingChange.after[kind].astext == str(about))).first() is not None:
        return
    cause = Cause(Actor.KAIWA, event_id=event.id)
    note_change(session, cause, task, user_id=user_id, after={kind: str(about)})
    enqueue_named(session, task, **{"user_id": str(user_id), f"{kind}_id": str(about)})
