"""Events as they come: kept by their id, once, and tried until they are done; what they say is not believed."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from procrastinate.tasks import Task
from sqlalchemy import ColumnElement, Engine, String, and_, cast, column, exists, select, table, text, update
from sqlalchemy.orm import Session

from kaiwa.billing.gathering import Gatherer
from kaiwa.errors import KaiwaError
from kaiwa.gateways.payment_facts import EventFacts
from kaiwa.models import BillingEvent
from kaiwa.models.subscriptions import EventState
from kaiwa.queue import DEFER_EACH, enqueue_many, job_values

AT_ONCE = 500
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
TRIED_FOR = timedelta(days=3)
# what waits for its customer longer than that is looked at once a day
KEPT_WAIT = timedelta(days=1)
# a job that is lost with its worker is made anew after this
LOST_AFTER = timedelta(minutes=2)
OPEN = (EventState.WAITING, EventState.KEPT)
NAMED_ELSEWHERE = ("id", "type", "created_at", "is_livemode")
LOCK = "billing.process_event "
Processing = Task[..., Any, Any]
# one round trip, since they may come by the hundred in a second; in the order of their ids, so that two who keep the
# same events wait for each other one way only
STORE = text(f"""
    WITH kept AS (
        INSERT INTO billing_events (id, type, state, stripe_created_at, received_at, due_at, attempts, payload)
        SELECT id, type, 'waiting', created_at, received_at, due_at, 0, payload
        FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS event(
            id text, type text, created_at timestamptz, received_at timestamptz, due_at timestamptz, payload jsonb
        )
        ORDER BY id
        ON CONFLICT DO NOTHING RETURNING id
    )
    SELECT {DEFER_EACH.format(rows="kept", lock=f"'{LOCK}' || id", arguments="jsonb_build_object('event_id', id)")}
""")  # noqa: S608


Row = Mapping[str, Any]


def open_intake(engine: Engine, process: Processing) -> Gatherer[Row]:
    """What keeps events and has them processed; those that come at the same time in one transaction."""
    job = job_values(process)

    def keep(events: Sequence[Row]) -> None:
        # the statement is a transaction of its own: two round trips less
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(STORE, {"events": json.dumps(events), **job})

    return Gatherer(keep)


def store_event(intake: Gatherer[Row], facts: EventFacts, at: datetime) -> None:
    """Keep an event, once, and have it processed; when it returns both are committed."""
    intake.put(
        {
            "id": facts.id,
            "type": facts.type[:120],
            "created_at": facts.created_at.isoformat(),
            "received_at": at.isoformat(),
            "due_at": (at + LOST_AFTER).isoformat(),
            "payload": {name: value for name, value in vars(facts).items() if name not in NAMED_ELSEWHERE},
        }
    )


def defer_due_events(session: Session, process: Processing, at: datetime) -> int:
    """Make a job for each event that is due and has none, up to five hundred; gives how many there were."""
    due = select(BillingEvent.id).where(BillingEvent.processed_at.is_(None), BillingEvent.due_at <= at)
    picked = due.where(BillingEvent.state.in_(OPEN), ~_has_job()).order_by(BillingEvent.due_at).limit(AT_ONCE)
    ids = session.scalars(picked.with_for_update(skip_locked=True)).all()
    _put_off(session, BillingEvent.id.in_(ids), at)
    _enqueue(session, process, ids)
    return len(ids)


def retry_event(session: Session, event: BillingEvent, process: Processing, at: datetime) -> bool:
    """Try an event that failed, or that is kept, again now; False where there is nothing to try."""
    return bool(retry_events(session, process, at, BillingEvent.id == event.id))


def retry_events(session: Session, process: Processing, at: datetime, *which: ColumnElement[bool]) -> int:
    """Try all events again now that failed or are kept, or those of them; gives how many there were."""
    left = select(BillingEvent.id).where(BillingEvent.processed_at.is_(None), *which, ~_has_job())
    ids = session.scalars(left.with_for_update()).all()
    _put_off(session, BillingEvent.id.in_(ids), at)
    failed = and_(BillingEvent.id.in_(ids), BillingEvent.state == EventState.FAILED)
    session.execute(update(BillingEvent).where(failed).values(state=EventState.WAITING))
    _enqueue(session, process, ids)
    return len(ids)


def note_failure(session: Session, event_id: str, error: Exception, at: datetime) -> BillingEvent | None:
    """Note that an event could not be processed, and when it is tried again; after three days it has failed."""
    event = hold_event(session, event_id)
    if event is None:
        return None
    event.last_error = _told(error)
    _try_later(event, at)
    if at - event.received_at > TRIED_FOR:
        event.state = EventState.FAILED
    session.flush()
    return event


def keep_event(session: Session, event: BillingEvent, at: datetime) -> None:
    """Keep an event whose customer nobody here is, to be tried again."""
    event.state = EventState.KEPT
    event.last_error = "Nobody here has this customer."
    _try_later(event, at)
    if at - event.received_at > TRIED_FOR:
        event.due_at = at + KEPT_WAIT
    session.flush()


def hold_event(session: Session, event_id: str) -> BillingEvent | None:
    """Hold an event that is still to be processed until the commit; None where it is done, or is not there."""
    query = select(BillingEvent).where(BillingEvent.id == event_id, BillingEvent.processed_at.is_(None))
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _try_later(event: BillingEvent, at: datetime) -> None:
    event.due_at = at + min(FIRST_WAIT * 2 ** min(event.attempts, 20), LONGEST_WAIT)
    event.attempts += 1


def _told(error: Exception) -> str:
    """What may be told of an error: our own words; others' may repeat what was sent, so only what they are."""
    return (str(error) or type(error).__name__)[:500] if isinstance(error, KaiwaError) else type(error).__name__


def _put_off(session: Session, which: ColumnElement[bool], at: datetime) -> None:
    session.execute(update(BillingEvent).where(which).values(due_at=at + LOST_AFTER))


def _enqueue(session: Session, process: Processing, ids: Sequence[str]) -> None:
    enqueue_many(session, process, {LOCK + each: {"event_id": each} for each in ids})


def _has_job() -> ColumnElement[bool]:
    jobs = table("procrastinate_jobs", column("queueing_lock"), column("status"))
    return exists(
        select(1)
        .select_from(jobs)
        .where(jobs.c.queueing_lock == LOCK + BillingEvent.id, cast(jobs.c.status, String) == "todo")
    )
