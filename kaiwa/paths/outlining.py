"""Changing the outline of one's own path: days that lie behind stay as they are, the others move, go or change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session, contains_eager

from kaiwa.errors import N_, Conflict, NotFound
from kaiwa.minds.outlines import ShelfScenario
from kaiwa.models import DayDone, DayTalk, LearningPath, OwedDay, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry
from kaiwa.paths.committing import AHEAD_DAYS
from kaiwa.paths.following import Followed, see_path
from kaiwa.paths.replacing import chosen_day
from kaiwa.paths.spending import keep_cost

LONGEST = 60


class Act(StrEnum):
    """What can be done to an outline."""

    UP = "up"
    DOWN = "down"
    REMOVE = "remove"
    REGENERATE = "regenerate"
    ADD = "add"


@dataclass(frozen=True)
class Edit:
    """What is done to which day of the outline as it was seen in a version; an added scenario comes to stand there."""

    version: int
    act: Act
    day: int
    scenario_id: str = ""


class ChangedElsewhere(Conflict):
    """The outline is not the one that somebody saw."""

    sentence = N_("This course was changed in another window meanwhile. Below it stands as it is now.")


class DayFixed(Conflict):
    """The day cannot be changed like that."""

    sentence = N_("This day lies behind you, or there is no room for that: it stays as it is.")


class NothingElse(Conflict):
    """The catalogue has no other scenario for a day."""

    sentence = N_("The catalogue has no other scenario of this level for that day.")


def find_outline(session: Session, user: User, path_id: str, *, locks: bool = False) -> PathAssignment:
    """One's own path, which one follows too; raises NotFound."""
    if "\0" in path_id:
        raise NotFound
    query = (
        select(PathAssignment)
        .join(PathAssignment.path)
        .options(contains_eager(PathAssignment.path))
        .where(LearningPath.id == path_id, LearningPath.user_id == user.id, PathAssignment.user_id == user.id)
        .where(LearningPath.is_template.is_(False))
    )
    if locks:
        query = query.with_for_update(of=LearningPath)
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_fixed(followed: Followed, index: int) -> bool:
    """Whether a day stays as it is: it lies behind, or it is done."""
    locked = max(followed.path.details.locked_until, min(followed.current, len(followed.days) + 1) - 1)
    return index <= locked or any(day.is_done for day in followed.days if day.index == index)


def change_outline(
    session: Session, user: User, assignment: PathAssignment, edit: Edit, shelf: Sequence[ShelfScenario], at: datetime
) -> None:
    """Do something to a day that needs no planner; `shelf` is what can be added.

    Raises ChangedElsewhere, DayFixed and NotFound.
    """
    path = assignment.path
    if path.version != edit.version:
        raise ChangedElsewhere
    followed = see_path(session, assignment, user, at)
    match edit.act:
        case Act.ADD:
            _add(session, followed, edit, shelf)
        case Act.REMOVE:
            _remove(session, followed, edit.day, at)
        case Act.UP:
            _swap(session, followed, edit.day, edit.day - 1)
        case Act.DOWN:
            _swap(session, followed, edit.day, edit.day + 1)
    path.version += 1
    session.flush()


def _add(session: Session, followed: Followed, edit: Edit, shelf: Sequence[ShelfScenario]) -> None:
    index, count = edit.day, len(followed.days)
    if is_fixed(followed, index) or index > count + 1 or count >= LONGEST:
        raise DayFixed
    scenario = next((each for each in shelf if each.id == edit.scenario_id and each.is_playable), None)
    if scenario is None:
        raise NotFound
    order = [day.entry for day in followed.days]
    _put(session, followed, [*order[: index - 1], chosen_day(followed.path, index, scenario), *order[index - 1 :]])


def _remove(session: Session, followed: Followed, index: int, at: datetime) -> None:
    followed.day(index)
    if is_fixed(followed, index) or len(followed.days) == 1:
        raise DayFixed
    keep_cost(session, followed.path.id, index, at)
    _put(session, followed, [day.entry for day in followed.days if day.index != index])


def _swap(session: Session, followed: Followed, index: int, other: int) -> None:
    followed.day(index)
    if not 0 < other <= len(followed.days) or is_fixed(followed, index) or is_fixed(followed, other):
        raise DayFixed
    order = [day.entry for day in followed.days]
    order[index - 1], order[other - 1] = order[other - 1], order[index - 1]
    _put(session, followed, order)


def _put(session: Session, followed: Followed, order: list[DayEntry]) -> None:
    """Let the days stand in this order, and whatever is known of a day go with it."""
    known = {id(day.entry): day.index for day in followed.days}
    places = {known[id(entry)]: index for index, entry in enumerate(order, 1) if id(entry) in known}
    followed.path.schedule = [
        entry if entry.day_index == index else entry.model_copy(update={"day_index": index})
        for index, entry in enumerate(order, 1)
    ]
    _renumber(session, followed.assignment, {day.index: places.get(day.index) for day in followed.days})


def _renumber(session: Session, assignment: PathAssignment, places: Mapping[int, int | None]) -> None:
    moved = {old: new for old, new in places.items() if new not in (None, old)}
    gone = [old for old, new in places.items() if new is None]
    mine = select(PathAssignment.id).where(PathAssignment.path_id == assignment.path_id)
    for table, is_theirs in (
        (OwedDay, OwedDay.path_id == assignment.path_id),
        (DayDone, DayDone.assignment_id.in_(mine)),
        (DayTalk, DayTalk.assignment_id.in_(mine)),
    ):
        quick = {"synchronize_session": False}
        session.execute(delete(table).where(is_theirs, table.day_index.in_(gone)).execution_options(**quick))
        if not moved:
            continue
        # through numbers that no day has: each number stands once at any moment
        away = update(table).where(is_theirs, table.day_index.in_(moved)).values(day_index=-table.day_index)
        back = update(table).where(is_theirs, table.day_index < 0)
        back = back.values(day_index=case({-old: new for old, new in moved.items()}, value=table.day_index))
        session.execute(away.execution_options(**quick))
        session.execute(back.execution_options(**quick))
    for old, new in moved.items():
        session.execute(
            update(OwedDay)
            .where(OwedDay.path_id == assignment.path_id, OwedDay.day_index == new)
            .values(target_generation_date=assignment.starts_on + timedelta(days=(new or old) - 1 - AHEAD_DAYS))
        )
