"""Reminders: once a day at the learner's own minute, while today's day is not done, and no more when nobody reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from kaiwa.models import LearningPath, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import AssignmentStatus
from kaiwa.paths.committing import next_reminder
from kaiwa.paths.moving_reminders import MOVE, known_zones

# of so many at once is found out whether they are to be reminded
AT_ONCE = 10_000
MOST_UNOPENED = 7
# whether a day is done: said to be, or held to the end
_DONE = text("""
    SELECT EXISTS (SELECT 1 FROM path_days_done WHERE assignment_id = :assignment_id AND day_index = :day_index)
    OR EXISTS (
        SELECT 1 FROM path_day_talks AS talk
        JOIN conversations AS conversation ON conversation.id = talk.conversation_id
        WHERE talk.assignment_id = :assignment_id AND talk.day_index = :day_index
            AND conversation.completed_at IS NOT NULL
    )
""")


@dataclass(frozen=True)
class Reminded:
    """Who is to be mailed, about which day; the moment tells this mail from all others of theirs."""

    assignment_id: UUID
    day_index: int
    at: datetime
    is_last: bool


@dataclass(frozen=True)
class Reminder:
    """What a mail says, and in which language."""

    assignment_id: UUID
    email: str
    language: str | None
    path_title: str
    day: DayEntry
    is_last: bool


def move_reminders(session: Session, at: datetime) -> tuple[int, list[Reminded]]:
    """Move those whose minute has come to their next one; how many they were, and who of them is to be mailed."""
    told = {"at": at, "at_once": AT_ONCE, "most_unopened": MOST_UNOPENED, "zones": known_zones(session)}
    rows = session.execute(MOVE, told).all()
    return len(rows), [Reminded(row.id, row.day_index, at, row.is_last) for row in rows if row.is_mailed]


def take_reminder(session: Session, reminded: Reminded, at: datetime) -> Reminder | None:
    """What the mail says, once: None for a second time, and where it is not wanted or not needed any more."""
    row = session.execute(
        select(PathAssignment, LearningPath, User)
        .join(PathAssignment.path)
        .join(User, User.id == PathAssignment.user_id)
        .where(
            PathAssignment.id == reminded.assignment_id,
            PathAssignment.email_reminders_enabled,
            PathAssignment.status == AssignmentStatus.ACTIVE,
            PathAssignment.last_email_sent_at == reminded.at,
            User.email_verified_at.is_not(None),
            User.deleted_at.is_(None),
        )
        .with_for_update(of=PathAssignment)
    ).one_or_none()
    if row is None:
        return None
    assignment, path, user = row
    day = path.day(reminded.day_index)
    today = at.astimezone(user.zone).date()
    if day is None or user.email is None or today > reminded.at.astimezone(user.zone).date():
        return None
    if session.scalar(_DONE, {"assignment_id": assignment.id, "day_index": day.day_index}):
        count_opened(session, user, assignment, at)
        return None
    # never the moment that it was: whoever comes after a crash must find that this mail was taken
    assignment.last_email_sent_at = max(at, _just_after(reminded.at))
    assignment.unopened_mails += 1
    session.flush()
    language = user.preferred_ui_language_id or path.source_language_id
    return Reminder(assignment.id, user.email, language, path.title, day, reminded.is_last)


def give_back(session: Session, reminded: Reminded) -> None:
    """Let a mail that no server took be taken again."""
    session.execute(
        update(PathAssignment)
        .where(PathAssignment.id == reminded.assignment_id)
        .values(
            last_email_sent_at=reminded.at,
            unopened_mails=func.greatest(PathAssignment.unopened_mails - 1, 0),
            updated_at=PathAssignment.updated_at,
        )
        .execution_options(synchronize_session=False)
    )


def set_reminder(
    session: Session, user: User, assignment: PathAssignment, *, is_on: bool, minute: int, at: datetime
) -> None:
    """Switch somebody's reminders of a path on or off, and say when they come."""
    assignment.email_reminders_enabled, assignment.reminder_minute = is_on, minute
    assignment.unopened_mails = 0
    assignment.next_reminder_at = next_reminder(user, assignment.starts_on, minute, at) if is_on else None
    session.flush()


def count_opened(session: Session, user: User, assignment: PathAssignment, at: datetime) -> None:
    """Somebody reads their mails, or needs none: those that had grown quiet come again."""
    assignment.unopened_mails = 0
    if assignment.email_reminders_enabled and assignment.next_reminder_at is None:
        assignment.next_reminder_at = next_reminder(user, assignment.starts_on, assignment.reminder_minute, at)
    session.flush()


def _just_after(at: datetime) -> datetime:
    return at + datetime.resolution
