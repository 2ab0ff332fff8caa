"""The words a scenario is found by, of itself and of all its texts."""

from collections.abc import Iterable, Sequence

from sqlalchemy import cast, func, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

from kaiwa.languages.searching import search_vector
from kaiwa.models import Scenario, ScenarioText


def index_scenarios(session: Session, scenarios: Sequence[Scenario]) -> None:
    """Bring the words of scenarios up to date, after they or their texts have changed; only what differs is written."""
    session.flush()
    ids = [scenario.id for scenario in scenarios]
    texts: dict[str, list[ScenarioText]] = {}
    for text in session.scalars(select(ScenarioText).where(ScenarioText.scenario_id.in_(ids))):
        texts.setdefault(text.scenario_id, []).append(text)
    for scenario in scenarios:
        words = cast(words_of(scenario, texts.get(scenario.id, ())), TSVECTOR)
        session.execute(
            update(Scenario)
            .where(Scenario.id == scenario.id, Scenario.search_words.is_distinct_from(words))
            .values(search_words=words, updated_at=func.now())
            .execution_options(synchronize_session=False)
        )


def words_of(scenario: Scenario, texts: Iterable[ScenarioText]) -> str:
    """What can be searched for, as a tsvector; what stands in titles is found first."""
    texts = list(texts)
    own = [scenario.description, scenario.persona.title, *scenario.search_keywords, *scenario.tags]
    said = [piece for text in texts for piece in (text.description, text.who, *text.keywords)]
    return search_vector([scenario.title, *(text.title for text in texts)], [*own, *said])
