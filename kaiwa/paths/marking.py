"""What is done of a path: the days whose conversations were held to their end, and those that a learner says are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.conversations.occasions import Begun
from kaiwa.models import Conversation, DayDone, DayTalk, LearningPath, PathAssignment, User
from kaiwa.models.paths import AssignmentStatus

# a path's id holds no such sign
BETWEEN = "~"


@dataclass
class Marks:
    """Somebody's days, by number: `said` to be done, `held` to the end, `open` with the conversation to go on with."""

    said: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    open: dict[int, UUID] = field(default_factory=dict)

    @property
    def done(self) -> set[int]:
        """The days that are done, either way."""
        return self.said | self.held


def read_marks(session: Session, assignment_ids: Iterable[UUID]) -> Mapping[UUID, Marks]:
    """What is done of each of these, in two statements."""
    ids = list(assignment_ids)
    marks: dict[UUID, Marks] = defaultdict(Marks)
    said = select(DayDone.assignment_id, DayDone.day_index).where(DayDone.assignment_id.in_(ids))
    for assignment_id, index in session.execute(said):
        marks[assignment_id].said.add(index)
    talks = (
        select(
            DayTalk.assignment_id,
            DayTalk.day_index,
            Conversation.id,
            Conversation.completed_at,
            Conversation.ended_at,
            Conversation.is_played_out,
        )
        .join(Conversation, Conversation.id == DayTalk.conversation_id)
        .where(DayTalk.assignment_id.in_(ids))
        .order_by(Conversation.started_at)
    )
    for row in session.execute(talks):
        if row.completed_at is not None:
            marks[row.assignment_id].held.add(row.day_index)
        elif row.ended_at is None and not row.is_played_out:
            marks[row.assignment_id].open[row.day_index] = row.id
    return marks


def occasion_of(path_id: str, index: int) -> str:
    """A day of a path, as the stage carries it."""
    return f"{path_id}{BETWEEN}{index}"


def note_talk(session: Session, user: User, begun: Begun) -> None:
    """Keep for which day a conversation was begun; one of another language or another scene is for none."""
    path_id, _, number = begun.occasion.rpartition(BETWEEN)
    if not number.isdecimal() or len(number) > 2 or "\0" in path_id:
        return
    row = session.execute(
        select(PathAssignment.id, LearningPath.schedule)
        .join(LearningPath, LearningPath.id == PathAssignment.path_id)
        .where(
            PathAssignment.path_id == path_id,
            PathAssignment.user_id == user.id,
            LearningPath.target_language_id == begun.language_id,
        )
    ).one_or_none()
    day = next((each for each in row.schedule if each.day_index == int(number)), None) if row else None
    if row and day and day.scenario_id in (None, begun.scenario_id):
        session.add(DayTalk(conversation_id=begun.conversation_id, assignment_id=row.id, day_index=day.day_index))
        session.flush()


def mark_done(session: Session, assignment: PathAssignment, index: int, at: datetime) -> None:
    """A day is done because its learner says so; twice said is said once."""
    values = {"assignment_id": assignment.id, "day_index": index, "done_at": at}
    session.execute(insert(DayDone).values(values).on_conflict_do_nothing())


def take_back(session: Session, assignment: PathAssignment, index: int) -> None:
    """A day is not done after all; what was held to its end stays held."""
    session.execute(delete(DayDone).where(DayDone.assignment_id == assignment.id, DayDone.day_index == index))
    is_last = index == max((day.day_index for day in assignment.path.schedule), default=0)
    if is_last and assignment.status is AssignmentStatus.COMPLETED:
        assignment.status, assignment.completed_at = AssignmentStatus.ACTIVE, None
        session.flush()
