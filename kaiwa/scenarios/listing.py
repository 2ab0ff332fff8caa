"""Finding the scenarios of the list: filtered, searched, in order, a page at a time by the last one seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, cast, exists, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB, TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session

from kaiwa.languages.searching import search_question
from kaiwa.models import Scenario, ScenarioMetadata, ScenarioProgress
from kaiwa.scenarios.choosing import Choice, Order
from kaiwa.scenarios.visible import is_listed

PAGE = 24
# what stands in titles is listed before what stands elsewhere
IN_TITLES, ELSEWHERE, ALL = "t", "e", "a"


@dataclass(frozen=True)
class Place:
    """The last scenario that was seen: in which part of the list, how it ranks, which it is."""

    part: str
    rank: float
    scenario_id: str

    def __str__(self) -> str:
        return f"{self.part}~{self.rank!r}~{self.scenario_id}"


@dataclass(frozen=True)
class Found:
    """A page of the list; `after` is where the next begins, "" where there is none."""

    ids: Sequence[str]
    after: str


@dataclass(frozen=True)
class Ranking:
    """What a list is ordered by; `listed` are those that have a place in it."""

    column: InstrumentedAttribute[Any]
    is_rising: bool = False
    listed: ColumnElement[bool] | None = None


RANKINGS = {
    Order.POPULAR: Ranking(Scenario.list_rank, is_rising=True),
    Order.TRENDING: Ranking(ScenarioMetadata.trending_score, listed=ScenarioMetadata.trending_score.is_not(None)),
    Order.SAVED: Ranking(ScenarioMetadata.saved_count, listed=ScenarioMetadata.saved_count > 0),
    Order.RATED: Ranking(ScenarioMetadata.bayesian_rating, listed=ScenarioMetadata.ratings_count > 0),
}


def find_scenarios(session: Session, choice: Choice, user_id: UUID | None, after: str = "") -> Found:
    """The scenarios of a choice from a place on."""
    place = read_place(after)
    found: list[Place] = []
    for part, question in _parts(choice):
        if place is not None and (place.part, part) == (ELSEWHERE, IN_TITLES):
            continue
        since = place if place is not None and place.part == part else None
        rows = session.execute(_question(choice, user_id, question, since).limit(PAGE + 1 - len(found))).all()
        found += [Place(part, row.rank, row.id) for row in rows]
        if len(found) > PAGE:
            break
    shown = found[:PAGE]
    return Found([each.scenario_id for each in shown], str(shown[-1]) if len(found) > PAGE else "")


def read_place(text: str) -> Place | None:
    """The place that an address names, None for the beginning and for what is no place."""
    part, _, rest = text.replace("\0", "").partition("~")
    rank, _, scenario_id = rest.partition("~")
    try:
        return Place(part, float(rank), scenario_id) if part in (IN_TITLES, ELSEWHERE, ALL) else None
    except ValueError:
        return None


def _parts(choice: Choice) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """The parts of a list, one after another, and what is asked for each."""
    if not choice.q:
        yield ALL, true()
        return
    question = search_question(choice.q)
    if not question:
        return
    in_titles = _has(Scenario.title_words, question)
    yield IN_TITLES, in_titles
    yield ELSEWHERE, and_(_has(Scenario.search_words, question), ~in_titles)


def _has(words: InstrumentedAttribute[str], question: str) -> ColumnElement[bool]:
    return words.bool_op("@@")(cast(question, TSQUERY))


def _question(
    choice: Choice, user_id: UUID | None, searched: ColumnElement[bool], since: Place | None
) -> Select[tuple[str, Any]]:
    ranking = RANKINGS[choice.sort]
    query = select(Scenario.id, ranking.column.label("rank")).where(
        is_listed(), searched, *_conditions(choice, user_id)
    )
    key: InstrumentedAttribute[str] = Scenario.id
    if ranking.column is not Scenario.list_rank:
        key = ScenarioMetadata.scenario_id
        query = query.join(ScenarioMetadata, ScenarioMetadata.scenario_id == Scenario.id)
        query = query.where(true() if ranking.listed is None else ranking.listed)
    if since is not None:
        query = query.where(_after(ranking, key, since))
    return query.order_by(ranking.column if ranking.is_rising else ranking.column.desc(), key)


def _after(ranking: Ranking, key: InstrumentedAttribute[str], since: Place) -> ColumnElement[bool]:
    column, rank = ranking.column, since.rank
    # the first condition is what an index can begin at, the second leaves out what was seen at the same rank
    if ranking.is_rising:
        return and_(column >= rank, or_(column > rank, key > since.scenario_id))
    return and_(column <= rank, or_(column < rank, key > since.scenario_id))


def _conditions(choice: Choice, user_id: UUID | None) -> Iterator[ColumnElement[bool]]:
    facets = [value for value in (choice.level, choice.role, choice.skill, choice.length) if value]
    if facets:
        yield Scenario.facets.contains(facets)
    if choice.category:
        yield Scenario.categories.bool_op("@>")(cast([choice.category], JSONB))
    if choice.language:
        yield Scenario.script_languages.contains([choice.language])
    mine = exists().where(ScenarioProgress.scenario_id == Scenario.id, ScenarioProgress.user_id == user_id)
    if choice.saved:
        yield mine.where(ScenarioProgress.is_saved)
    if choice.new:
        yield ~mine.where(ScenarioProgress.times_attempted > 0)
