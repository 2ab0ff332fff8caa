"""Reminders: once a day at the learner's own minute, while today's day is not done, and no more when nobody reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, and_, func, select, text, update
from sqlalchemy.orm import Session

from kaiwa.models import LearningPath, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import AssignmentStatus
from kaiwa.models.users import zone_of
from kaiwa.paths.committing import next_minute, next_reminder

# of so many at once is found out whether they are to be reminded
AT_ONCE = 5000
MOST_UNOPENED = 7
_DONE = text("""
    WITH asked AS (
        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:indexes AS integer[])) AS asked (assignment_id, day_index)
    )
    SELECT assignment_id FROM asked JOIN path_days_done USING (assignment_id, day_index)
    UNION
    SELECT assignment_id FROM asked JOIN path_day_talks AS talk USING (assignment_id, day_index)
    JOIN conversations AS conversation ON conversation.id = talk.conversation_id
    WHERE conversation.completed_at IS NOT NULL
""").columns(assignment_id=Uuid)
_MOVE = text("""
    UPDATE learning_path_assignments AS assignment
    SET next_reminder_at = moved.next_at, last_email_sent_at = moved.sent_at, unopened_mails = moved.unopened
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:next_at AS timestamptz[]), CAST(:sent_at AS timestamptz[]),
        CAST(:unopened AS integer[])
    ) AS moved (id, next_at, sent_at, unopened)
    WHERE assignment.id = moved.id
""")


@dataclass(frozen=True)
class Due:
    """Somebody whose minute has come; `day_index` is today's, which may lie beyond the path's last."""

    id: UUID
    day_index: int
    days: int
    today: date
    next_at: datetime
    unopened: int
    may_be_mailed: bool
    sent_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether the path has no day for today or any later day."""
        return self.day_index > self.days


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
    found = [_due(row, at) for row in session.execute(_whose_minute_came(at))]
    if not found:
        return 0, []
    done = _days_done(session, [(each.id, each.day_index) for each in found])
    mailed, moves = [], []
    for each in found:
        is_done = each.id in done
        unread = 0 if is_done else each.unopened
        is_mailed = each.may_be_mailed and not is_done and not each.is_over
        is_last = unread >= MOST_UNOPENED
        if is_mailed:
            mailed.append(Reminded(each.id, each.day_index, at, is_last))
        next_at = None if each.is_over or (is_mailed and is_last) else each.next_at
        moves.append((each.id, next_at, at if is_mailed else each.sent_at, unread))
    ids, nexts, sent, unopened = map(list, zip(*moves, strict=True))
    session.execute(_MOVE, {"ids": ids, "next_at": nexts, "sent_at": sent, "unopened": unopened})
    return len(found), mailed


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
    if _days_done(session, [(assignment.id, day.day_index)]):
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


def _whose_minute_came(at: datetime) -> Any:
    return (
        select(
            PathAssignment.id,
            PathAssignment.starts_on,
            PathAssignment.reminder_minute,
            PathAssignment.next_reminder_at,
            PathAssignment.last_email_sent_at,
            PathAssignment.unopened_mails,
            User.time_zone,
            and_(User.email_verified_at.is_not(None), User.deleted_at.is_(None)).label("has_address"),
            func.jsonb_array_length(LearningPath.schedule).label("days"),
        )
        .join(User, User.id == PathAssignment.user_id)
        .join(LearningPath, LearningPath.id == PathAssignment.path_id)
        .where(
            PathAssignment.email_reminders_enabled,
            PathAssignment.status == AssignmentStatus.ACTIVE,
            PathAssignment.next_reminder_at <= at,
        )
        .order_by(PathAssignment.next_reminder_at)
        .limit(AT_ONCE)
        .with_for_update(of=PathAssignment, skip_locked=True)
    )


def _due(row: Row[Any], at: datetime) -> Due:
    zone = zone_of(row.time_zone)
    today = at.astimezone(zone).date()
    sent_at = row.last_email_sent_at
    # a mail that is late is one all the same, but not on another day
    is_today = row.next_reminder_at.astimezone(zone).date() == today
    was_mailed = sent_at is not None and sent_at.astimezone(zone).date() >= today
    return Due(
        row.id,
        (today - row.starts_on).days + 1,
        row.days,
        today,
        _next_at(row.time_zone, max(today, row.starts_on), row.reminder_minute, at),
        row.unopened_mails,
        row.has_address and is_today and not was_mailed and today >= row.starts_on,
        sent_at,
    )


def _days_done(session: Session, days: Sequence[tuple[UUID, int]]) -> set[UUID]:
    """Whose day is done of these: said to be, or held to the end."""
    ids, indexes = zip(*days, strict=True)
    return set(session.scalars(_DONE, {"ids": list(ids), "indexes": list(indexes)}))


@lru_cache(maxsize=4096)
def _next_at(zone_name: str, not_before: date, minute: int, at: datetime) -> datetime:
    """The next moment of a minute somewhere: the same for all who are alike."""
    return next_minute(zone_of(zone_name), not_before, minute, at)


def _just_after(at: datetime) -> datetime:
    return at + datetime.resolution
