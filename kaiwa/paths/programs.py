"""Programs: public courses, found by their address or in a list, and begun as a path of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaiwa.errors import NotFound
from kaiwa.models import LearningPath, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry, PathDetails
from kaiwa.models.paths import AssignmentStatus
from kaiwa.paths.committing import Course, Terms, create_path

SHOWN_AT_ONCE = 24
MOST_OUTCOMES = 12


@dataclass(frozen=True)
class ProgramCard:
    """A program in a list."""

    id: str
    share_slug: str
    title: str
    description: str
    target_language_id: str
    source_language_id: str
    details: PathDetails
    days: int


@dataclass(frozen=True)
class ProgramList:
    """A piece of the list; `after` is where the next one begins, None at the end."""

    cards: Sequence[ProgramCard]
    after: str | None


def find_program(session: Session, share_slug: str) -> LearningPath:
    """A public program; raises NotFound."""
    if "\0" in share_slug:
        raise NotFound
    found = session.scalars(
        select(LearningPath).where(
            LearningPath.share_slug == share_slug, LearningPath.is_public, LearningPath.is_template
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_programs(session: Session, language_id: str | None, after: str = "") -> ProgramList:
    """Public programs of a language, or of all, from one on."""
    query = select(
        LearningPath.id,
        LearningPath.share_slug,
        LearningPath.title,
        LearningPath.description,
        LearningPath.target_language_id,
        LearningPath.source_language_id,
        LearningPath.details,
        func.jsonb_array_length(LearningPath.schedule),
    ).where(LearningPath.is_public, LearningPath.is_template, LearningPath.id > after.replace("\0", ""))
    if language_id is not None:
        query = query.where(LearningPath.target_language_id == language_id)
    rows = session.execute(query.order_by(LearningPath.id).limit(SHOWN_AT_ONCE + 1)).all()
    cards = [ProgramCard(*row) for row in rows[:SHOWN_AT_ONCE]]
    return ProgramList(cards, cards[-1].id if len(rows) > SHOWN_AT_ONCE else None)


def start_program(session: Session, user: User, program: LearningPath, terms: Terms, at: datetime) -> str:
    """Make somebody's own path of a program; who follows it already gets that one. Gives the path's id."""
    # one after the other, so that pressing twice makes one path
    session.execute(select(User.id).where(User.id == user.id).with_for_update())
    followed = session.scalars(
        select(PathAssignment.path_id)
        .join(PathAssignment.path)
        .where(
            PathAssignment.user_id == user.id,
            PathAssignment.status.in_((AssignmentStatus.ACTIVE, AssignmentStatus.PAUSED)),
            LearningPath.forked_from_id == program.id,
        )
        .limit(1)
    ).one_or_none()
    if followed is not None:
        return followed
    course = Course(
        title=program.title,
        description=program.description,
        target_language_id=program.target_language_id,
        source_language_id=program.source_language_id,
        schedule=program.schedule,
        details=program.details,
        forked_from_id=program.id,
    )
    return create_path(session, user, course, terms, at).path_id


def outcomes(schedule: Sequence[DayEntry]) -> list[str]:
    """What one will be able to do: what the days set out to do, each once, the first of every day before the second."""
    by_day = [day.objectives for day in schedule if day.kind == "new"]
    turns = max((len(each) for each in by_day), default=0)
    found = dict.fromkeys(each[turn] for turn in range(turns) for each in by_day if turn < len(each))
    return list(islice(found, MOST_OUTCOMES))
