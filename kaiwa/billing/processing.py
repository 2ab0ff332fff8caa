"""An event is a hint: whose books are to be looked at again. Lock, fetch, write, and done, in one transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause
from kaiwa.billing.customers import CUSTOMER_DELETED
from kaiwa.billing.finding_people import find_by_metadata, find_person, is_former, is_theirs
from kaiwa.billing.receiving import hold_event, keep_event
from kaiwa.billing.recording_invoices import sync_invoice
from kaiwa.billing.syncing import hold_person, sync_person
from kaiwa.billing.telling import tell_of_event
from kaiwa.gateways.payments import Payments
from kaiwa.models import BillingEvent, Payment
from kaiwa.models.subscriptions import Actor, EventState

SYNCED = (
    "customer.subscription.",
    "invoice.",
    "checkout.session.",
    "refund.",
    "charge.dispute.",
    "customer.updated",
    CUSTOMER_DELETED,
)
# they name a payment and no customer
OF_A_PAYMENT = ("refund.", "charge.dispute.")


def process_event(session: Session, payments: Payments, event_id: str, at: datetime) -> EventState | None:
    """Bring the books that an event speaks of to Stripe's state; gives what became of it, None where it was done.

    The person is held before the event, as whoever deletes an account does it. Raises what Payments raises and
    UnknownStatus: then nothing is to be committed. Idempotent.
    """
    event = session.get(BillingEvent, event_id, populate_existing=True)
    if event is None or event.processed_at is not None:
        return None
    if not event.type.startswith(SYNCED):
        return _finish(session, event_id, EventState.IGNORED, None, at)
    invoice_id = _invoice_of(session, payments, event)
    if invoice_id is None and event.type.startswith(OF_A_PAYMENT):
        return _finish(session, event_id, EventState.IGNORED, None, at)
    customer_id = _customer_of(session, payments, event, invoice_id)
    user_id = _hold_person(session, payments, event, customer_id)
    held = hold_event(session, event_id)
    if held is None:
        return None
    if user_id is None and not is_former(session, customer_id):
        keep_event(session, held, at)
        return EventState.KEPT
    cause = Cause(Actor.STRIPE, event_id=event_id)
    if user_id is not None:
        sync_person(session, payments, user_id, cause, at, customer_id=customer_id)
    payment = sync_invoice(session, payments, invoice_id, cause, at, user_id=user_id) if invoice_id else None
    if user_id is not None:
        _forget_deleted(session, event, user_id)
        tell_of_event(session, event, user_id, payment)
    return _finish(session, event_id, EventState.DONE, user_id, at)


def _invoice_of(session: Session, payments: Payments, event: BillingEvent) -> str | None:
    """The invoice that an event is about; a refund and a dispute know only the payment."""
    named, intent = event.payload.get("invoice_id"), event.payload.get("payment_intent_id")
    if isinstance(named, str) or not isinstance(intent, str):
        return named if isinstance(named, str) else None
    known = session.scalars(select(Payment.stripe_invoice_id).where(Payment.stripe_payment_intent_id == intent))
    return known.first() or payments.find_invoice_id(intent)


def _customer_of(session: Session, payments: Payments, event: BillingEvent, invoice_id: str | None) -> str | None:
    said = event.payload.get("customer_id")
    if isinstance(said, str):
        return said
    if invoice_id is None:
        return None
    known = session.scalars(select(Payment.stripe_customer_id).where(Payment.stripe_invoice_id == invoice_id))
    return known.one_or_none() or payments.get_invoice(invoice_id).customer_id


def _hold_person(session: Session, payments: Payments, event: BillingEvent, customer_id: str | None) -> UUID | None:
    """Find and hold whose event it is; who has no customer yet gets this one, if Stripe says that it is theirs."""
    user_id = find_person(session, customer_id)
    if user_id is not None:
        return user_id if hold_person(session, user_id) else None
    user_id = find_by_metadata(session, payments, customer_id, event.payload.get("user_id"))
    user = hold_person(session, user_id) if user_id else None
    if user is None:
        return None
    if customer_id and user.stripe_customer_id is None and is_theirs(payments, customer_id, user):
        user.stripe_customer_id = customer_id
        session.flush()
    return user.id


def _forget_deleted(session: Session, event: BillingEvent, user_id: UUID) -> None:
    """A customer who is deleted at Stripe can buy nothing any more: the next purchase makes a new one."""
    if event.type != CUSTOMER_DELETED:
        return
    user = hold_person(session, user_id)
    if user is not None and user.stripe_customer_id == event.payload.get("customer_id"):
        user.stripe_customer_id = None
        session.flush()


def _finish(
    session: Session, event_id: str, state: EventState, user_id: UUID | None, at: datetime
) -> EventState | None:
    event = hold_event(session, event_id)
    if event is None:
        return None
    event.state, event.processed_at, event.user_id, event.last_error = state, at, user_id, None
    session.flush()
    return state
