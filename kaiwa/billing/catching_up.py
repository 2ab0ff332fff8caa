"""Our rows set to what Stripe has, in the request that changed something or depends on it."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause
from kaiwa.billing.recording_invoices import sync_invoice
from kaiwa.billing.refusals import NoSubscription
from kaiwa.billing.subscribing import current_subscription, find_subscriptions
from kaiwa.billing.syncing import sync_person
from kaiwa.gateways.payment_facts import PaymentFault, PaymentsUnavailable
from kaiwa.gateways.payments import Payments
from kaiwa.models import Payment, Subscription, User
from kaiwa.models.subscriptions import OWED, Actor

MOST_INVOICES = 3
log = logging.getLogger("kaiwa.billing")


def hold_subscription(session: Session, payments: Payments, user: User, at: datetime) -> Subscription:
    """The person's live subscription as Stripe has it now, with the person held until the commit.

    Whoever asks twice at once is answered one after the other, the second time on what the first one did. Raises
    NoSubscription, and what Payments raises.
    """
    # holds the person; what is found here somebody else has changed
    found = sync_person(session, payments, user.id, Cause(Actor.STRIPE), at)
    if found is None or not found.is_live:
        raise NoSubscription
    return found


def catch_up(session: Session, payments: Payments, user: User, at: datetime) -> Subscription | None:
    """Read what the person has just changed at Stripe, the invoices of it too; the live subscription.

    Where Stripe does not answer the change is done all the same, and its events tell of it a moment later.
    """
    cause, found = Cause(Actor.LEARNER), None
    try:
        with session.begin_nested():
            found = sync_person(session, payments, user.id, cause, at)
        for invoice_id in _open_invoices(session, payments, user):
            with session.begin_nested():
                sync_invoice(session, payments, invoice_id, cause, at, user_id=user.id)
    except (PaymentsUnavailable, PaymentFault) as error:
        log.warning("a change is done but not all of it is read yet: %s", error)
    return found


def key_for(subscription: Subscription, *given: str | None) -> str:
    """An idempotency key of a form's key and how the subscription stands.

    Stripe answers a key as it did the first time: the form of an old page, sent again after the opposite was done or
    after a refusal, has to be another question.
    """
    return "-".join([*(each or "" for each in given), subscription.updated_at.isoformat()])


def _open_invoices(session: Session, payments: Payments, user: User) -> list[str]:
    """The newest invoice of the person's subscription, and those that were not paid when they were last read."""
    owed = select(Payment.stripe_invoice_id).where(Payment.user_id == user.id, Payment.status.in_(OWED))
    found = set(session.scalars(owed.order_by(Payment.invoiced_at.desc()).limit(MOST_INVOICES)))
    current = current_subscription(find_subscriptions(session, user.id))
    if current is not None:
        found.add(payments.get_subscription(current.stripe_subscription_id).latest_invoice_id or "")
    return sorted(found - {""})
