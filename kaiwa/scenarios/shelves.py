"""The shelves above the list: what goes on, what suits, what is liked, what is one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Double,
    Executable,
    Select,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kaiwa.accounts.habits import Habits
from kaiwa.accounts.tallying import trend_units
from kaiwa.accounts.visitors import Visitor
from kaiwa.models import Conversation, Scenario, ScenarioMetadata, ScenarioProgress
from kaiwa.models.accounts import LearningGoal
from kaiwa.models.scenarios import CefrLevel
from kaiwa.scenarios.authoring import written_by
from kaiwa.scenarios.visible import is_listed

MOST = 6
# nothing trends that was not used once in four weeks, or more often before
TRENDS_FOR = timedelta(weeks=4)
CATEGORIES_FOR: dict[LearningGoal, tuple[str, ...]] = {
    LearningGoal.CONNECTION: ("relationships", "small-talk"),
    LearningGoal.CAREER: ("work",),
    LearningGoal.TRAVEL: ("travel", "food", "services"),
    LearningGoal.ACADEMIC: ("school",),
    LearningGoal.CULTURE: ("food", "relationships", "small-talk"),
    LearningGoal.GROWTH: (),
}
# the highest of 1–100 that a level reaches
LEVELS = ((15, "A1"), (30, "A2"), (50, "B1"), (70, "B2"), (85, "C1"), (100, "C2"))
USER = bindparam("user_id", type_=Uuid)


@dataclass(frozen=True)
class Talk:
    """A conversation that waits to be gone on with."""

    id: UUID
    language_id: str
    scenario_id: str


@dataclass(frozen=True)
class Shelves:
    """What stands above the list, by the ids of scenarios; an empty shelf is not shown."""

    talks: Sequence[Talk]
    on_shelf: dict[str, list[str]]

    @property
    def ids(self) -> list[str]:
        """Every scenario on them."""
        return [*(talk.scenario_id for talk in self.talks), *(each for ids in self.on_shelf.values() for each in ids)]


def read_shelves(session: Session, visitor: Visitor, habits: Habits, at: datetime) -> Shelves:
    """Everything above the list for somebody, in two statements."""
    talks = session.execute(_waiting(visitor.is_guest), {"owner": visitor.user_id or visitor.guest_id})
    latest: dict[str, Talk] = {}
    for talk in talks if visitor.key else ():
        latest.setdefault(talk.scenario_id, Talk(talk.id, talk.target_language_id, talk.scenario_id))
    question = _shelves(visitor.is_guest, _levels_of(habits), _categories_of(habits))
    values = {"since": trend_units(at - TRENDS_FOR), "user_id": visitor.user_id}
    ranked: dict[str, list[tuple[float, str]]] = {}
    for row in session.execute(question, values):
        ranked.setdefault(row.shelf, []).append((-row.rank, row.id))
    on_shelf = {shelf: [scenario_id for _, scenario_id in sorted(rows)] for shelf, rows in ranked.items()}
    return Shelves(list(latest.values())[:MOST], on_shelf)


@lru_cache
def _waiting(is_guest: bool) -> Executable:
    owner = Conversation.guest_id if is_guest else Conversation.user_id
    columns = (Conversation.id, Conversation.scenario_id, Conversation.target_language_id)
    waits = (Conversation.ended_at.is_(None), Conversation.is_played_out.is_(False))
    query = select(*columns).where(owner == bindparam("owner", type_=Uuid), *waits)
    return query.order_by(Conversation.started_at.desc()).limit(4 * MOST)


@lru_cache(maxsize=256)
def _shelves(is_guest: bool, levels: tuple[str, ...], categories: tuple[str, ...]) -> Select[Any]:
    """Up to six of each shelf, with how each ranks there: highest first; put together once for all who are alike."""
    metadata, score = ScenarioMetadata, ScenarioMetadata.trending_score
    parts = [
        _liked("trending", score, score >= bindparam("since", type_=Double)),
        _liked("saved", metadata.saved_count, metadata.saved_count > 0),
        _liked("rated", metadata.bayesian_rating, metadata.ratings_count > 0),
    ]
    if not is_guest:
        parts.append(_yours())
    if levels or categories:
        parts.append(_for_you(levels, categories))
    together = union_all(*(select(each.subquery()) for each in parts)).subquery()
    return select(together.c.shelf, together.c.id, together.c.rank)


def _liked(shelf: str, column: Any, condition: Any) -> Select[Any]:
    return (
        select(literal(shelf).label("shelf"), Scenario.id, cast(column, Double).label("rank"))
        .join(ScenarioMetadata, ScenarioMetadata.scenario_id == Scenario.id)
        .where(is_listed(), condition)
        .order_by(column.desc(), ScenarioMetadata.scenario_id)
        .limit(MOST)
    )


def _yours() -> Select[Any]:
    made = func.extract("epoch", Scenario.created_at).cast(Double).label("rank")
    return (
        select(literal("yours").label("shelf"), Scenario.id, made)
        .where(written_by(USER))
        .order_by(Scenario.created_at.desc())
        .limit(MOST)
    )


def _for_you(levels: tuple[str, ...], categories: tuple[str, ...]) -> Select[Any]:
    """What suits a level and a goal and was not tried yet."""
    tried = exists().where(
        ScenarioProgress.scenario_id == Scenario.id,
        ScenarioProgress.user_id == USER,
        ScenarioProgress.times_attempted > 0,
    )
    suits: list[ColumnElement[bool]] = (
        [Scenario.cefr_level.in_([CefrLevel(level) for level in levels])] if levels else []
    )
    if categories:
        contains = Scenario.categories.bool_op("@>")
        suits.append(or_(*(contains(cast([category], JSONB)) for category in categories)))
    return (
        select(literal("for_you").label("shelf"), Scenario.id, cast(-Scenario.list_rank, Double).label("rank"))
        .where(is_listed(), *suits, ~tried)
        .order_by(Scenario.list_rank, Scenario.id)
        .limit(MOST)
    )


def _levels_of(habits: Habits) -> tuple[str, ...]:
    """The level of somebody and the next, where it is known."""
    if habits.speaking_level is None:
        return ()
    at = next(place for place, (highest, _) in enumerate(LEVELS) if habits.speaking_level <= highest)
    return tuple(level for _, level in LEVELS[at : at + 2])


def _categories_of(habits: Habits) -> tuple[str, ...]:
    return CATEGORIES_FOR[habits.learning_goal] if habits.learning_goal else ()
