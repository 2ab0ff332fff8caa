"""What a card of the list shows of a scenario, in the language of the pages where it is written in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Executable, String, Uuid, and_, any_, bindparam, false, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.models import Scenario, ScenarioMetadata, ScenarioProgress, ScenarioText
from kaiwa.models.scenarios import Visibility

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


def _question() -> Executable:
    text, progress = ScenarioText, ScenarioProgress
    user_id = bindparam("user_id", type_=Uuid)
    open_to_all = Scenario.visibility.in_((Visibility.PUBLIC, Visibility.UNLISTED))
    return (
        select(
            Scenario.id,
            func.coalesce(text.title, Scenario.title).label("title"),
            func.coalesce(text.who, func.jsonb_extract_path_text(Scenario.persona, "title")).label("who"),
            func.coalesce(text.language_id, ENGLISH).label("language"),
            Scenario.cefr_level,
            Scenario.estimated_duration_seconds,
            Scenario.script_languages,
            Scenario.visibility,
            ScenarioMetadata.average_rating,
            func.coalesce(progress.is_saved, false()).label("is_saved"),
            func.coalesce(progress.times_attempted, 0).label("times_attempted"),
        )
        .outerjoin(text, and_(text.scenario_id == Scenario.id, text.language_id == bindparam("language")))
        .outerjoin(ScenarioMetadata, ScenarioMetadata.scenario_id == Scenario.id)
        .outerjoin(progress, and_(progress.scenario_id == Scenario.id, progress.user_id == user_id))
        .where(Scenario.id == any_(bindparam("ids", type_=ARRAY(String))))
        .where(Scenario.is_active, or_(open_to_all, Scenario.created_by_user_id == user_id))
    )


# put together once: it takes as long as the database needs to answer it
QUESTION = _question()


def read_cards(session: Session, visitor: Visitor, scenario_ids: Sequence[str], language: str) -> list[Card]:
    """The cards of scenarios that somebody may see, in the order of the ids."""
    if not scenario_ids:
        return []
    values = {"ids": list(scenario_ids), "user_id": visitor.user_id, "language": language}
    cards = {
        row.id: Card(
            id=row.id,
            title=row.title,
            who=row.who,
            language=row.language,
            level=row.cefr_level.value,
            minutes=max(1, round(row.estimated_duration_seconds / 60)),
            rating=row.average_rating,
            script_languages=tuple(row.script_languages),
            is_public=row.visibility is Visibility.PUBLIC,
            is_saved=row.is_saved,
            times_attempted=row.times_attempted,
        )
        for row in session.execute(QUESTION, values)
    }
    return [cards[each] for each in scenario_ids if each in cards]
