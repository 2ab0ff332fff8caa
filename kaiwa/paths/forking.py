"""Continuing a path as one's own copy: what lies behind stays as it was, what comes can be changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kaiwa.models import DayDone, LearningPath, OwedDay, PathAssignment, User
from kaiwa.models.paths import AssignmentStatus
from kaiwa.paths.committing import Course, Terms, create_path
from kaiwa.paths.following import here, see_path
from kaiwa.paths.pacing import archive_path


def fork_path(session: Session, user: User, assignment: PathAssignment, at: datetime) -> PathAssignment:
    """Make a copy of a path that goes on at the same day, and put the path itself away; twice pressed makes one."""
    session.refresh(assignment, ["status", "current_day_index"], with_for_update=True)
    made = _copy_in_use(session, user, assignment)
    if made is not None:
        return made
    path, followed = assignment.path, see_path(session, assignment, user, at)
    locked = min(max(followed.current - 1, 0), len(followed.days))
    course = Course(
        title=path.title,
        description=path.description,
        target_language_id=path.target_language_id,
        source_language_id=path.source_language_id,
        schedule=path.schedule,
        details=path.details.model_copy(update={"locked_until": locked}),
        forked_from_id=path.id,
    )
    begins = here(user, at) - timedelta(days=followed.current - 1)
    terms = Terms(begins, assignment.email_reminders_enabled, assignment.reminder_minute)
    copy = create_path(session, user, course, terms, at)
    # nobody writes what lies behind
    session.execute(delete(OwedDay).where(OwedDay.path_id == copy.path_id, OwedDay.day_index <= locked))
    session.add_all(
        DayDone(assignment_id=copy.id, day_index=day.index, done_at=at) for day in followed.days if day.is_done
    )
    if assignment.status is not AssignmentStatus.ARCHIVED:
        archive_path(session, user, assignment, at)
    session.flush()
    return copy


def _copy_in_use(session: Session, user: User, assignment: PathAssignment) -> PathAssignment | None:
    """The copy that a first press made, where the path has been put away for it."""
    if assignment.status is not AssignmentStatus.ARCHIVED:
        return None
    return session.scalars(
        select(PathAssignment)
        .join(PathAssignment.path)
        .where(
            LearningPath.forked_from_id == assignment.path_id,
            PathAssignment.user_id == user.id,
            PathAssignment.status == AssignmentStatus.ACTIVE,
        )
        .order_by(PathAssignment.created_at.desc())
        .limit(1)
    ).one_or_none()
