"""Who writes a day: one claim at a time, given by the database, counted as a try, given back when its holder died."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    Update,
    and_,
    any_,
    case,
    exists,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from kaiwa.clock import zones_away
from kaiwa.errors import N_
from kaiwa.ids import new_id
from kaiwa.models import LearningPath, OwedDay, PathAssignment, User
from kaiwa.models.paths import AssignmentStatus, DayStatus, PathStatus
from kaiwa.paths.committing import AHEAD_DAYS

MOST_TRIES = 5
FIRST_WAIT, WAIT_GROWS = timedelta(seconds=30), 4
# a writer says that it is still at work more often than this
WRITER_DIES_AFTER = timedelta(seconds=30)
# whoever has done a day within this time may need another one earlier than was thought
LATELY = timedelta(hours=1)
GAVE_UP = N_("This day could not be written just now. You can try again, or take a scenario of the catalogue.")


@dataclass(frozen=True)
class DayClaim:
    """The right to write a day, and the how-manieth try it is; without it nothing is written."""

    owed_id: UUID
    holder: UUID
    path_id: str
    day_index: int
    tries: int


def find_due(session: Session, at: datetime, most: int) -> Sequence[UUID]:
    """The days that are due and that no job waits for, those that are needed first before the others."""
    waiting = text(
        "NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS job WHERE job.status = 'todo'"
        " AND job.queueing_lock = 'paths.write_day ' || scenario_generation_queue.id)"
    )
    query = select(OwedDay.id).where(is_due(at), waiting)
    return session.scalars(query.order_by(OwedDay.target_generation_date, OwedDay.day_index).limit(most)).all()


def is_due(at: datetime) -> ColumnElement[bool]:
    """What is to be written by now, in the day of whoever follows the path."""
    ahead, behind = zones_away(at)
    utc_day = at.astimezone(UTC).date()
    today = case(
        (_one_of(ahead), literal(utc_day + timedelta(days=1), Date)),
        (_one_of(behind), literal(utc_day - timedelta(days=1), Date)),
        else_=literal(utc_day, Date),
    )
    return and_(
        OwedDay.status == DayStatus.PENDING,
        OwedDay.next_attempt_at <= at,
        # said for the index too, which knows no zones
        OwedDay.target_generation_date <= utc_day + timedelta(days=1),
        _is_followed(OwedDay.target_generation_date <= today),
    )


def claim_day(session: Session, owed_id: UUID, at: datetime) -> DayClaim | None:
    """Claim a day that waits to be written; None where somebody writes it, it is done, or nobody follows the path."""
    holder = new_id()
    taken = session.execute(
        update(OwedDay)
        .where(OwedDay.id == owed_id, OwedDay.status == DayStatus.PENDING, OwedDay.next_attempt_at <= at)
        .where(_is_followed())
        .values(
            status=DayStatus.PROCESSING,
            locked_by=holder,
            last_processed_at=at,
            retry_count=OwedDay.retry_count + 1,
            updated_at=at,
        )
        .returning(OwedDay.path_id, OwedDay.day_index, OwedDay.retry_count)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return DayClaim(owed_id, holder, *taken) if taken else None


def write_claimed(session: Session, claim: DayClaim, **values: object) -> bool:
    """Write to an owed day under a claim; False, and nothing is written, where the claim was lost."""
    written = session.execute(
        update(OwedDay)
        .where(OwedDay.id == claim.owed_id, OwedDay.locked_by == claim.holder)
        .where(OwedDay.status == DayStatus.PROCESSING)
        .values(**values)
        .returning(OwedDay.id)
        .execution_options(synchronize_session=False)
    )
    return written.one_or_none() is not None


def put_off(session: Session, claim: DayClaim, sentence: str, at: datetime) -> bool:
    """Give a day back after a try that failed: to be tried again later, or given up after the last one."""
    is_last = claim.tries >= MOST_TRIES
    return write_claimed(
        session,
        claim,
        status=DayStatus.FAILED if is_last else DayStatus.PENDING,
        last_error=sentence,
        next_attempt_at=at + wait_after(claim.tries),
        locked_by=None,
        updated_at=at,
    )


def wait_after(tries: int) -> timedelta:
    """Half a minute, two, eight, then half an hour, each half as long to half as long again, so that not all come at
    once."""
    seconds = FIRST_WAIT.total_seconds() * WAIT_GROWS ** (tries - 1)
    return timedelta(seconds=seconds * (0.5 + secrets.randbelow(1000) / 1000))


def free_abandoned(session: Session, at: datetime) -> int:
    """Give back the days whose writer has died; how many there were."""
    is_last = OwedDay.retry_count >= MOST_TRIES
    return _rows(
        session,
        update(OwedDay)
        .where(OwedDay.status == DayStatus.PROCESSING, OwedDay.last_processed_at < at - WRITER_DIES_AFTER)
        .values(
            status=case((is_last, DayStatus.FAILED), else_=DayStatus.PENDING),
            last_error=case((is_last, GAVE_UP), else_=OwedDay.last_error),
            locked_by=None,
            next_attempt_at=at,
            updated_at=at,
        ),
    )


def bring_forward(session: Session, at: datetime) -> int:
    """Have the next three days of those written now who were lately faster than the calendar; how many there were."""
    today = at.astimezone(UTC).date()
    return _rows(
        session,
        update(OwedDay)
        .where(
            OwedDay.path_id == PathAssignment.path_id,
            PathAssignment.status == AssignmentStatus.ACTIVE,
            PathAssignment.updated_at > at - LATELY,
            OwedDay.day_index <= PathAssignment.current_day_index + AHEAD_DAYS,
            OwedDay.status == DayStatus.PENDING,
            OwedDay.target_generation_date > today,
        )
        .values(target_generation_date=today - timedelta(days=1), updated_at=at),
    )


def owe_again(session: Session, path_id: str, day_index: int, at: datetime) -> bool:
    """Have a day that was given up tried again, with all its tries; False where it was not given up."""
    freed = _rows(
        session,
        update(OwedDay)
        .where(OwedDay.path_id == path_id, OwedDay.day_index == day_index, OwedDay.status == DayStatus.FAILED)
        .values(
            status=DayStatus.PENDING,
            retry_count=0,
            last_error=None,
            locked_by=None,
            next_attempt_at=at,
            target_generation_date=func.least(OwedDay.target_generation_date, at.date() - timedelta(days=1)),
            updated_at=at,
        ),
    )
    return freed > 0


def _is_followed(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether somebody follows the path of an owed day, for whom the conditions hold."""
    return exists(
        select(literal(1))
        .select_from(PathAssignment)
        .join(User, User.id == PathAssignment.user_id)
        .join(LearningPath, LearningPath.id == PathAssignment.path_id)
        .where(
            PathAssignment.path_id == OwedDay.path_id,
            PathAssignment.status == AssignmentStatus.ACTIVE,
            LearningPath.status == PathStatus.ACTIVE,
            User.deleted_at.is_(None),
            *conditions,
        )
        .correlate(OwedDay)
    )


def _one_of(zones: Sequence[str]) -> ColumnElement[bool]:
    return User.time_zone == any_(literal(list(zones), ARRAY(String)))


def _rows(session: Session, statement: Update) -> int:
    changed = session.execute(statement.returning(OwedDay.id).execution_options(synchronize_session=False))
    return len(changed.all())
