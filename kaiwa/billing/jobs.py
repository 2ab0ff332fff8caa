"""What the queue does for billing: events, duplicates, mails, and the comparison each night."""

import logging
from uuid import UUID

from kaiwa.billing import processing
from kaiwa.billing.checking import check_books
from kaiwa.billing.ending_duplicates import end_duplicate as end
from kaiwa.billing.mails import mail_payment_failed as failed, mail_trial_ending as ending
from kaiwa.billing.receiving import AT_ONCE, defer_due_events, note_failure
from kaiwa.billing.reconciling import sync_everybody
from kaiwa.billing.syncing import END_DUPLICATE
from kaiwa.billing.telling import MAIL_PAYMENT_FAILED, MAIL_TRIAL_ENDING
from kaiwa.clock import now
from kaiwa.errors import KaiwaError
from kaiwa.extensions import db
from kaiwa.gateways.payments import current_payments
from kaiwa.queue import Backoff, jobs

# somebody waits on the page after Checkout
BEFORE_ALL_ELSE = 10
log = logging.getLogger("kaiwa.billing")


@jobs.task(name="billing.process_event", priority=BEFORE_ALL_ELSE)
def process_event(event_id: str) -> None:
    """Process an event; what fails is noted on it and tried again by `find_due_events`."""
    payments, session = current_payments(), db.session()
    if payments is None:
        return
    try:
        processing.process_event(session, payments, event_id, now())
        session.commit()
    except Exception as error:
        session.rollback()
        event = note_failure(session, event_id, error, now())
        session.commit()
        unexpected = not isinstance(error, KaiwaError)
        if event is not None:
            log.warning("event %s is %s: %s", event_id, event.state.value, event.last_error, exc_info=unexpected)


@jobs.periodic(cron="* * * * * */10")
@jobs.task(name="billing.find_due_events", queueing_lock="billing.find_due_events")
def find_due_events(timestamp: int) -> None:  # noqa: ARG001
    """Six times a minute, give the events that are due to the workers, those of workers that died among them."""
    if current_payments() is None:
        return
    while defer_due_events(db.session(), process_event, now()) == AT_ONCE:
        db.session.commit()
    db.session.commit()


@jobs.task(name=END_DUPLICATE, retry=Backoff())
def end_duplicate(subscription_id: str) -> None:
    """End and give back a second subscription."""
    payments = current_payments()
    if payments is not None:
        end(db.session(), payments, UUID(subscription_id), now())
        db.session.commit()


@jobs.task(name=MAIL_TRIAL_ENDING, retry=Backoff())
def mail_trial_ending(user_id: str, subscription_id: str) -> None:
    """Mail that a trial goes over into paid time."""
    ending(db.session(), UUID(user_id), UUID(subscription_id))


@jobs.task(name=MAIL_PAYMENT_FAILED, retry=Backoff())
def mail_payment_failed(user_id: str, payment_id: str) -> None:
    """Mail that a payment did not go through."""
    failed(db.session(), UUID(user_id), UUID(payment_id))


@jobs.periodic(cron="7 4 * * *")
@jobs.task(name="billing.reconcile", queueing_lock="billing.reconcile")
def reconcile(timestamp: int) -> None:  # noqa: ARG001
    """Once a night, set the books to Stripe's state and check them; what is found is logged."""
    payments = current_payments()
    if payments is None:
        return
    for sentence in (*sync_everybody(db.session(), payments, now()), *check_books(db.session(), payments, now())):
        log.error("the books: %s", sentence)
    db.session.commit()
