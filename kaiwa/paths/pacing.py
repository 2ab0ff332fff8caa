"""When the days of a path come: paused, gone on with, picked up at a day, begun again, put away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from kaiwa.errors import N_, Conflict, NotFound
from kaiwa.models import DayDone, DayTalk, OwedDay, PathAssignment, User
from kaiwa.models.paths import AssignmentStatus, DayStatus
from kaiwa.paths.committing import next_reminder
from kaiwa.paths.following import STANDING_STILL, current_index, here


class StandsStill(Conflict):
    """Days of a path that is paused or put away do not come."""

    sentence = N_("This path stands still. Go on with it first.")


def pause_path(session: Session, user: User, assignment: PathAssignment, at: datetime) -> None:
    """Let no day come until the path is gone on with; it keeps the day that it is at."""
    _stop(session, user, assignment, AssignmentStatus.PAUSED, at)


def archive_path(session: Session, user: User, assignment: PathAssignment, at: datetime) -> None:
    """Put a path away; it can be taken out again where it stopped."""
    _stop(session, user, assignment, AssignmentStatus.ARCHIVED, at)


def resume_path(session: Session, user: User, assignment: PathAssignment, at: datetime) -> None:
    """Go on with a path at the day where it stopped, which is today from now on."""
    if assignment.status not in STANDING_STILL:
        return
    stopped = assignment.details.stopped_at
    assignment.status = AssignmentStatus.ACTIVE if assignment.completed_at is None else AssignmentStatus.COMPLETED
    # one that had not begun begins when it was to begin, at the soonest today
    begins = max(assignment.starts_on, here(user, at)) if stopped < 1 else _begins(user, at, stopped)
    _shift(session, user, assignment, begins, at)


def pick_up_path(session: Session, user: User, assignment: PathAssignment, index: int, at: datetime) -> None:
    """Make a day today's, and let the others follow it; raises NotFound for no day and StandsStill."""
    if assignment.path.day(index) is None:
        raise NotFound
    if assignment.status in STANDING_STILL:
        raise StandsStill
    _shift(session, user, assignment, _begins(user, at, index), at)


def restart_path(session: Session, user: User, assignment: PathAssignment, at: datetime) -> None:
    """Begin again with day 1, today; what was done counts no more, its conversations stay."""
    for table in (DayDone, DayTalk):
        session.execute(delete(table).where(table.assignment_id == assignment.id))
    assignment.status, assignment.completed_at = AssignmentStatus.ACTIVE, None
    assignment.current_day_index = 0
    _shift(session, user, assignment, here(user, at), at)


def _stop(session: Session, user: User, assignment: PathAssignment, status: AssignmentStatus, at: datetime) -> None:
    if assignment.status not in STANDING_STILL:
        stopped = max(current_index(assignment, here(user, at)), 0)
        assignment.details = assignment.details.model_copy(update={"stopped_at": stopped})
    assignment.status = status
    session.flush()


def _begins(user: User, at: datetime, index: int) -> date:
    return here(user, at) - timedelta(days=index - 1)


def _shift(session: Session, user: User, assignment: PathAssignment, begins: date, at: datetime) -> None:
    """Move the first day, and with it when days are to be written and when a mail reminds."""
    moved = begins - assignment.starts_on
    assignment.starts_on = begins
    if assignment.email_reminders_enabled:
        assignment.next_reminder_at = next_reminder(user, begins, assignment.reminder_minute, at)
    if moved and assignment.path.user_id == user.id:
        session.execute(
            update(OwedDay)
            .where(OwedDay.path_id == assignment.path_id, OwedDay.status == DayStatus.PENDING)
            .values(target_generation_date=OwedDay.target_generation_date + moved.days)
            .execution_options(synchronize_session=False)
        )
    session.flush()
