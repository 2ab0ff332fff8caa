"""The shelves above the list: what goes on, what suits, what is liked, what is one's own; in four statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Double, Select, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kaiwa.accounts.tallying import trend_units
from kaiwa.accounts.visitors import Visitor
from kaiwa.models import Conversation, Scenario, ScenarioMetadata, ScenarioProgress, UserPreferences
from kaiwa.models.accounts import LearningGoal
from kaiwa.models.scenarios import CefrLevel
from kaiwa.scenarios.cards import Card, read_cards
from kaiwa.scenarios.visible import is_listed

MOST = 6
# nothing trends that was not used once in four weeks, or more often before
TRENDS_FOR = timedelta(weeks=4)
CATEGORIES_FOR = {
    LearningGoal.CONNECTION: ("relationships", "small-talk"),
    LearningGoal.CAREER: ("work",),
    LearningGoal.TRAVEL: ("travel", "food", "services"),
    LearningGoal.ACADEMIC: ("school",),
    LearningGoal.CULTURE: ("food", "relationships", "small-talk"),
    LearningGoal.GROWTH: (),
}
# the highest of 1–100 that a level reaches
LEVELS = ((15, "A1"), (30, "A2"), (50, "B1"), (70, "B2"), (85, "C1"), (100, "C2"))


@dataclass(frozen=True)
class Talk:
    """A conversation that waits to be gone on with."""

    id: UUID
    language_id: str
    card: Card


@dataclass(frozen=True)
class Shelves:
    """What stands above the list; an empty shelf is not shown."""

    talks: Sequence[Talk]
    yours: Sequence[Card]
    for_you: Sequence[Card]
    trending: Sequence[Card]
    saved: Sequence[Card]
    rated: Sequence[Card]


def read_shelves(session: Session, visitor: Visitor, language: str, at: datetime) -> Shelves:
    """Everything above the list for somebody."""
    talks = session.execute(_waiting(visitor)).all() if visitor.key else []
    latest = {talk.scenario_id: talk for talk in reversed(talks)}
    on_shelf: dict[str, list[tuple[float, str]]] = {}
    for row in session.execute(_all_shelves(session, visitor, at)):
        on_shelf.setdefault(row.shelf, []).append((-row.rank, row.id))
    ids = {shelf: [scenario_id for _, scenario_id in sorted(rows)] for shelf, rows in on_shelf.items()}
    continued = [talk.scenario_id for talk in sorted(latest.values(), key=lambda each: each.started_at, reverse=True)]
    wanted = list(dict.fromkeys([*continued[:MOST], *(each for rows in ids.values() for each in rows)]))
    cards = {card.id: card for card in read_cards(session, visitor, wanted, language)}
    shelves = {shelf: [cards[each] for each in rows if each in cards] for shelf, rows in ids.items()}
    # what was made private meanwhile is not there for others any more
    goes_on = [each for each in continued[:MOST] if each in cards]
    return Shelves(
        [Talk(latest[each].id, latest[each].target_language_id, cards[each]) for each in goes_on],
        *(shelves.get(name, []) for name in ("yours", "for_you", "trending", "saved", "rated")),
    )


def _waiting(visitor: Visitor) -> Select[UUID, str, str, datetime]:
    owned = (
        Conversation.user_id == visitor.user_id
        if visitor.user_id is not None
        else Conversation.guest_id == visitor.guest_id
    )
    columns = (Conversation.id, Conversation.scenario_id, Conversation.target_language_id, Conversation.started_at)
    waits = (Conversation.ended_at.is_(None), Conversation.is_played_out.is_(False))
    return select(*columns).where(owned, *waits).order_by(Conversation.started_at.desc()).limit(4 * MOST)


def _all_shelves(session: Session, visitor: Visitor, at: datetime) -> Select[Any]:
    """Up to six of each shelf, with how each ranks there: highest first."""
    score, metadata = ScenarioMetadata.trending_score, ScenarioMetadata
    liked = [
        _liked("trending", score, score >= trend_units(at - TRENDS_FOR)),
        _liked("saved", metadata.saved_count, metadata.saved_count > 0),
        _liked("rated", metadata.bayesian_rating, metadata.ratings_count > 0),
    ]
    own = [_yours(visitor.user_id), *_for_you(session, visitor.user_id)] if visitor.user_id else []
    parts = [select(each.subquery()) for each in (*liked, *own)]
    together = union_all(*parts).subquery()
    return select(together.c.shelf, together.c.id, together.c.rank)


def _liked(shelf: str, column: Any, condition: Any) -> Select[Any]:
    return (
        select(literal(shelf).label("shelf"), Scenario.id, cast(column, Double).label("rank"))
        .join(ScenarioMetadata, ScenarioMetadata.scenario_id == Scenario.id)
        .where(is_listed(), condition)
        .order_by(column.desc(), ScenarioMetadata.scenario_id)
        .limit(MOST)
    )


def _yours(user_id: UUID) -> Select[Any]:
    made = func.extract("epoch", Scenario.created_at).cast(Double).label("rank")
    return (
        select(literal("yours").label("shelf"), Scenario.id, made)
        .where(Scenario.created_by_user_id == user_id, Scenario.is_active)
        .order_by(Scenario.created_at.desc())
        .limit(MOST)
    )


def _for_you(session: Session, user_id: UUID) -> list[Select[Any]]:
    """What suits the level and the goal of somebody and was not tried yet; nothing where neither is known."""
    query = select(UserPreferences).where(UserPreferences.user_id == user_id)
    preferences = session.scalars(query).one_or_none()
    if preferences is None:
        return []
    suits = [*_of_level(preferences), *_of_goal(preferences)]
    if not suits:
        return []
    tried = exists().where(
        ScenarioProgress.scenario_id == Scenario.id,
        ScenarioProgress.user_id == user_id,
        ScenarioProgress.times_attempted > 0,
    )
    return [
        select(literal("for_you").label("shelf"), Scenario.id, cast(-Scenario.list_rank, Double).label("rank"))
        .where(is_listed(), *suits, ~tried)
        .order_by(Scenario.list_rank, Scenario.id)
        .limit(MOST)
    ]


def _of_level(preferences: UserPreferences) -> list[Any]:
    if preferences.speaking_level is None:
        return []
    at = next(place for place, (highest, _) in enumerate(LEVELS) if preferences.speaking_level <= highest)
    levels = [level for _, level in LEVELS[at : at + 2]]
    return [Scenario.cefr_level.in_([CefrLevel(level) for level in levels])]


def _of_goal(preferences: UserPreferences) -> list[Any]:
    categories = CATEGORIES_FOR[preferences.learning_goal] if preferences.learning_goal else ()
    contains = Scenario.categories.bool_op("@>")
    wanted = [contains(cast([category], JSONB)) for category in categories]
    return [or_(*wanted)] if wanted else []
