"""Telling the endpoint that a call is over: a job, since whoever ended it does not wait for that."""

from uuid import UUID

from sqlalchemy import select

from kaiwa.extensions import db
from kaiwa.gateways.realtime import current_realtime
from kaiwa.models import LiveCall
from kaiwa.queue import Backoff, jobs

# an endpoint ends a call by itself after an hour
TRIES = 8


@jobs.task(name="conversations.hang_up", retry=Backoff(TRIES))
def hang_up(call_id: str) -> None:
    """Hang up at the endpoint; done twice, the second finds the call gone."""
    remote_id = db.session.scalar(select(LiveCall.remote_id).where(LiveCall.id == UUID(call_id)))
    db.session.commit()
    realtime = current_realtime()
    if remote_id is not None and realtime is not None:
        realtime.hang_up(remote_id)
