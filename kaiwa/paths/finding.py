"""Finding paths, always through whoever asks."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.accounts.visitors import Visitor
from kaiwa.errors import NotFound
from kaiwa.models import LearningPath, PathAssignment, PathPreview
from kaiwa.models.paths import AssignmentStatus

SHOWN = (AssignmentStatus.ACTIVE, AssignmentStatus.PAUSED, AssignmentStatus.COMPLETED)


def find_assignment(session: Session, user_id: UUID | None, path_id: str) -> PathAssignment:
    """Somebody on a path, with the path; raises NotFound."""
    if user_id is None or "\0" in path_id:
        raise NotFound
    found = session.scalars(
        select(PathAssignment)
        .join(PathAssignment.path)
        .options(contains_eager(PathAssignment.path))
        .where(PathAssignment.path_id == path_id, PathAssignment.user_id == user_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_assignments(session: Session, user_id: UUID) -> Sequence[PathAssignment]:
    """The paths that somebody is on with what they are, the latest first; archived ones are left out."""
    return session.scalars(
        select(PathAssignment)
        .join(PathAssignment.path)
        .options(contains_eager(PathAssignment.path).load_only(LearningPath.id, LearningPath.title))
        .where(PathAssignment.user_id == user_id, PathAssignment.status.in_(SHOWN))
        .order_by(PathAssignment.created_at.desc())
    ).all()


def find_preview(session: Session, visitor: Visitor, session_id: str) -> PathPreview:
    """A preview of one's own, as it now stands; raises NotFound."""
    query = select(PathPreview).where(PathPreview.session_id == session_id, previewed_by(visitor))
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def previewed_by(visitor: Visitor) -> ColumnElement[bool]:
    """What makes a preview a visitor's own; nobody owns nothing."""
    if visitor.user_id is not None:
        return PathPreview.user_id == visitor.user_id
    if visitor.guest_id is None:
        return false()
    return PathPreview.guest_id == visitor.guest_id
