"""A path as its learner sees it: which day it is, what is done, missed, still to come or still being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.errors import NotFound
from kaiwa.models import LearningPath, OwedDay, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import AssignmentStatus, DayStatus
from kaiwa.paths.marking import Marks, read_marks

WEEK = 7
# of so many paths at once the home looks for today's step
MOST_FOLLOWED = 5
MOST_LISTED = 50
MOST_REACHED = 8
STANDING_STILL = (AssignmentStatus.PAUSED, AssignmentStatus.ARCHIVED)


class DayState(StrEnum):
    """How a day stands."""

    DONE = "done"
    LOCKED = "locked"
    FAILED = "failed"
    WRITING = "writing"
    TODAY = "today"
    MISSED = "missed"
    COMING = "coming"


@dataclass(frozen=True)
class PathDay:
    """A day of somebody's path.

    What `is_said` to be done can be taken back; `talk_id` is a conversation to go on with; `failure` says why the day
    could not be written.
    """

    entry: DayEntry
    on: date
    state: DayState
    is_today: bool
    is_said: bool = False
    is_held: bool = False
    talk_id: UUID | None = None
    failure: str = ""

    @property
    def index(self) -> int:
        """Its number, from 1."""
        return self.entry.day_index

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state is DayState.DONE

    @property
    def is_review(self) -> bool:
        """Whether it looks back and has no scenario of its own."""
        return self.entry.kind == "review" and self.entry.scenario_id is None


@dataclass(frozen=True)
class Followed:
    """Somebody's path on a day of theirs; `current` is its number: below 1 before the start, above all after the end.

    A path that is paused or archived stands still: there it is the day on which it stopped.
    """

    assignment: PathAssignment
    days: Sequence[PathDay]
    today: date
    current: int

    @property
    def path(self) -> LearningPath:
        """What is followed."""
        return self.assignment.path

    @property
    def weeks(self) -> Sequence[tuple[int, str, Sequence[PathDay]]]:
        """Each week with its number, its theme and its days."""
        themes = {week.index: week.theme for week in self.path.details.weeks}
        starts = range(0, len(self.days), WEEK)
        return [(number, themes.get(number, ""), self.days[at : at + WEEK]) for number, at in enumerate(starts, 1)]

    @property
    def step(self) -> PathDay | None:
        """The day to do now: today's, the first one before the start, what was left out after the end."""
        if self.current > len(self.days):
            return next((day for day in self.days if day.state not in (DayState.DONE, DayState.LOCKED)), None)
        return self.days[max(self.current, 1) - 1] if self.days else None

    @property
    def following(self) -> PathDay | None:
        """The day after the one to do now."""
        step = self.step
        return next((day for day in self.days if step and day.index > step.index), None)

    @property
    def missed(self) -> Sequence[PathDay]:
        """The days that went by undone."""
        return [day for day in self.days if day.state is DayState.MISSED]

    @property
    def pick_up(self) -> PathDay | None:
        """The first day that was missed after the last that was done: where it can go on as if nothing were."""
        last = max((day.index for day in self.days if day.is_done and day.index < self.current), default=0)
        return next((day for day in self.missed if day.index > last), None)

    @property
    def done_count(self) -> int:
        """How many days are done."""
        return sum(day.is_done for day in self.days)

    @property
    def reached(self) -> Sequence[str]:
        """What the last days that were done were about: as much as a summary holds."""
        goals = dict.fromkeys(goal for day in self.days if day.is_done for goal in day.entry.objectives)
        return list(goals)[-MOST_REACHED:]

    def day(self, index: int) -> PathDay:
        """A day by its number; raises NotFound."""
        found = next((day for day in self.days if day.index == index), None)
        if found is None:
            raise NotFound
        return found

    def looked_back_at(self, index: int) -> Sequence[PathDay]:
        """What a day of review looks back at: a week's days before it that have a scenario, each scenario once."""
        before = [day for day in self.days if index - WEEK <= day.index < index and day.entry.scenario_id]
        latest = {day.entry.scenario_id: day for day in before}
        return sorted(latest.values(), key=lambda day: day.index)


def here(user: User, at: datetime) -> date:
    """Which day it is where somebody lives."""
    return at.astimezone(user.zone).date()


def current_index(assignment: PathAssignment, today: date) -> int:
    """The number of the day that a path is at; one that stands still keeps its own."""
    if assignment.status in STANDING_STILL:
        return assignment.details.stopped_at
    return (today - assignment.starts_on).days + 1


def see_path(session: Session, assignment: PathAssignment, user: User, at: datetime) -> Followed:
    """A path of somebody's as it stands today."""
    marks = read_marks(session, [assignment.id])
    return _followed(assignment, marks.get(assignment.id, Marks()), _owed(session, assignment.path), here(user, at))


def see_step(session: Session, user: User, at: datetime) -> tuple[Followed, PathDay] | None:
    """The one thing to do today of the paths that somebody follows, the latest first; None where all is done."""
    active = session.scalars(
        select(PathAssignment)
        .join(PathAssignment.path)
        .options(contains_eager(PathAssignment.path))
        .where(PathAssignment.user_id == user.id, PathAssignment.status == AssignmentStatus.ACTIVE)
        .order_by(PathAssignment.created_at.desc(), PathAssignment.id.desc())
        .limit(MOST_FOLLOWED)
    ).all()
    marks = read_marks(session, [each.id for each in active]) if active else {}
    for each in active:
        current = current_index(each, here(user, at))
        day = each.path.day(current) if current > 0 else None
        if day is not None and current not in marks.get(each.id, Marks()).done:
            found = _followed(each, marks.get(each.id, Marks()), _owed(session, each.path), here(user, at))
            return found, found.day(current)
    return None


def list_followed(session: Session, user: User, at: datetime) -> Sequence[Followed]:
    """Every path that somebody is on, the latest first, those put away with them."""
    found = session.scalars(
        select(PathAssignment)
        .join(PathAssignment.path)
        .options(contains_eager(PathAssignment.path))
        .where(PathAssignment.user_id == user.id, PathAssignment.status != AssignmentStatus.INVITED)
        .order_by(PathAssignment.created_at.desc(), PathAssignment.id.desc())
        .limit(MOST_LISTED)
    ).all()
    marks = read_marks(session, [each.id for each in found]) if found else {}
    return [_followed(each, marks.get(each.id, Marks()), {}, here(user, at)) for each in found]


def _owed(session: Session, path: LearningPath) -> Mapping[int, OwedDay]:
    if all(day.scenario_id or day.kind == "review" for day in path.schedule):
        return {}
    query = select(OwedDay).where(OwedDay.path_id == path.id)
    return {each.day_index: each for each in session.scalars(query)}


def _followed(assignment: PathAssignment, marks: Marks, owed: Mapping[int, OwedDay], today: date) -> Followed:
    current = current_index(assignment, today)
    first = today - timedelta(days=current - 1)
    days = [
        PathDay(
            entry=each,
            on=first + timedelta(days=each.day_index - 1),
            state=_state(each, marks, owed, current, assignment.path.details.locked_until),
            is_today=each.day_index == current and assignment.status not in STANDING_STILL,
            is_said=each.day_index in marks.said,
            is_held=each.day_index in marks.held,
            talk_id=marks.open.get(each.day_index),
            failure=(owed[each.day_index].last_error or "") if each.day_index in owed else "",
        )
        for each in sorted(assignment.path.schedule, key=lambda day: day.day_index)
    ]
    return Followed(assignment, days, today, current)


def _state(day: DayEntry, marks: Marks, owed: Mapping[int, OwedDay], current: int, locked: int) -> DayState:
    index = day.day_index
    if index in marks.done:
        return DayState.DONE
    if index <= locked:
        return DayState.LOCKED
    if day.scenario_id is None and day.kind != "review":
        return DayState.FAILED if index in owed and owed[index].status is DayStatus.FAILED else DayState.WRITING
    if index == current:
        return DayState.TODAY
    return DayState.MISSED if index < current else DayState.COMING
