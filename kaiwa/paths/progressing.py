"""How far somebody has come on a path, kept with what brings them there: a conversation's end, or their word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.models import DayTalk, PathAssignment, User
from kaiwa.models.paths import AssignmentStatus
from kaiwa.paths.following import Followed, see_path


def note_held(session: Session, conversation_id: UUID, at: datetime) -> None:
    """A conversation was held to its end: where it was a day's, the path is as far as that."""
    row = session.execute(
        select(PathAssignment, User)
        .join(DayTalk, DayTalk.assignment_id == PathAssignment.id)
        .join(PathAssignment.path)
        .join(User, User.id == PathAssignment.user_id)
        .options(contains_eager(PathAssignment.path))
        .where(DayTalk.conversation_id == conversation_id)
    ).one_or_none()
    if row is not None:
        assignment, user = row
        note_progress(session, see_path(session, assignment, user, at), at)


def note_progress(session: Session, followed: Followed, at: datetime) -> bool:
    """Keep how far somebody has come, and that the last day is done; False where nothing is new."""
    assignment = followed.assignment
    furthest = max((day.index for day in followed.days if day.is_done), default=0)
    is_over = bool(followed.days) and followed.days[-1].is_done
    is_completed = is_over and assignment.status is AssignmentStatus.ACTIVE
    if furthest == assignment.current_day_index and not is_completed:
        return False
    assignment.current_day_index = furthest
    if is_completed:
        assignment.status, assignment.completed_at = AssignmentStatus.COMPLETED, at
    session.flush()
    return True
