"""What a card of the list shows of a scenario, in the language of the pages where it is written in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.models import Scenario, ScenarioMetadata, ScenarioProgress, ScenarioText
from kaiwa.models.scenarios import Visibility
from kaiwa.scenarios.visible import visible_to

ENGLISH = "en"


@dataclass(frozen=True)
class Card:
    """A scenario in a list; `language` is that of its words."""

    id: str
    title: str
    who: str
    language: str
    level: str
    minutes: int
    rating: float | None
    script_languages: tuple[str, ...]
    is_public: bool
    is_saved: bool
    times_attempted: int


def read_cards(session: Session, visitor: Visitor, scenario_ids: Sequence[str], language: str) -> list[Card]:
    """The cards of scenarios that somebody may see, in the order of the ids."""
    if not scenario_ids:
        return []
    text, progress = ScenarioText, ScenarioProgress
    query = (
        select(
            Scenario.id,
            func.coalesce(text.title, Scenario.title).label("title"),
            text.who,
            Scenario.persona,
            text.language_id,
            Scenario.cefr_level,
            Scenario.estimated_duration_seconds,
            Scenario.script_languages,
            Scenario.visibility,
            ScenarioMetadata.average_rating,
            progress.is_saved,
            progress.times_attempted,
        )
        .outerjoin(text, and_(text.scenario_id == Scenario.id, text.language_id == language))
        .outerjoin(ScenarioMetadata, ScenarioMetadata.scenario_id == Scenario.id)
        .outerjoin(progress, and_(progress.scenario_id == Scenario.id, progress.user_id == visitor.user_id))
        .where(Scenario.id.in_(scenario_ids), visible_to(visitor))
    )
    cards = {
        row.id: Card(
            id=row.id,
            title=row.title,
            who=row.who or row.persona.title,
            language=row.language_id or ENGLISH,
            level=row.cefr_level.value,
            minutes=max(1, round(row.estimated_duration_seconds / 60)),
            rating=row.average_rating,
            script_languages=tuple(row.script_languages),
            is_public=row.visibility is Visibility.PUBLIC,
            is_saved=bool(row.is_saved),
            times_attempted=row.times_attempted or 0,
        )
        for row in session.execute(query)
    }
    return [cards[each] for each in scenario_ids if each in cards]
