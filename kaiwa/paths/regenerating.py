"""Something else for a day of one's own path, asked of the planner as for a preview.

It is read, thought about without a transaction, and written only where nothing else has changed meanwhile; the second
commit is the view's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kaiwa.minds.mind import Mind
from kaiwa.minds.phrases import Question
from kaiwa.minds.planner import Planner
from kaiwa.models import LearningPath, OwedDay, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry
from kaiwa.paths.committing import AHEAD_DAYS
from kaiwa.paths.following import see_path
from kaiwa.paths.outlining import ChangedElsewhere, DayFixed, Edit, NothingElse, find_outline, is_fixed
from kaiwa.paths.planned import intent_of_path, outline_of_path
from kaiwa.paths.preview_outlines import entry_of
from kaiwa.paths.replacing import other_day
from kaiwa.paths.shelf import read_shelf
from kaiwa.paths.spending import count_path, keep_cost


def regenerate_day(
    session: Session, planner: Planner, mind: Mind, user: User, path_id: str, edit: Edit, at: datetime
) -> None:
    """Put something else in the place of a day; raises ChangedElsewhere, DayFixed, NothingElse and NotFound.

    Where the planner keeps the day, since the course's rules allow nothing else, the nearest scenario takes it.
    """
    path = _changeable(session, user, find_outline(session, user, path_id), edit, at)
    shelf = read_shelf(session, mind, path.target_language_id)
    intent, outline, nearest = intent_of_path(path), outline_of_path(path), other_day(path, edit.day, shelf)
    tried = [each.scenario_id for each in path.schedule if each.scenario_id and each.day_index == edit.day]
    session.commit()
    found = planner.regenerate(intent, outline, edit.day, shelf, tried)
    entry = nearest if isinstance(found, Question) else entry_of(found.outline.day(edit.day))
    if not isinstance(found, Question):
        count_path(session, path_id, found.tokens, at)
        session.commit()
    assignment = find_outline(session, user, path_id, locks=True)
    path = _changeable(session, user, assignment, edit, at)
    if entry is None:
        raise NothingElse
    path.schedule = [entry if each.day_index == edit.day else each for each in path.schedule]
    path.version += 1
    _owe(session, assignment, entry, at)
    session.flush()


def _changeable(session: Session, user: User, assignment: PathAssignment, edit: Edit, at: datetime) -> LearningPath:
    """The path, where it is the one that was seen and its day may change."""
    if assignment.path.version != edit.version:
        raise ChangedElsewhere
    followed = see_path(session, assignment, user, at)
    if followed.day(edit.day).is_review or is_fixed(followed, edit.day):
        raise DayFixed
    return assignment.path


def _owe(session: Session, assignment: PathAssignment, entry: DayEntry, at: datetime) -> None:
    """Have the day written that now stands there, and nothing of what stood there before."""
    path_id, index = assignment.path_id, entry.day_index
    keep_cost(session, path_id, index, at)
    session.execute(delete(OwedDay).where(OwedDay.path_id == path_id, OwedDay.day_index == index))
    if entry.scenario_id is None and entry.kind != "review":
        due = assignment.starts_on + timedelta(days=index - 1 - AHEAD_DAYS)
        session.add(OwedDay(path_id=path_id, day_index=index, target_generation_date=due, next_attempt_at=at))
