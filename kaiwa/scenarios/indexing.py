"""The words a scenario is found by, of itself and of all its texts."""

from collections.abc import Iterable, Sequence

from sqlalchemy import cast, func, or_, select, update
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
        said = texts.get(scenario.id, ())
        words, named = cast(words_of(scenario, said), TSVECTOR), cast(title_words_of(scenario, said), TSVECTOR)
        differs = or_(Scenario.search_words.is_distinct_from(words), Scenario.title_words.is_distinct_from(named))
        session.execute(
            update(Scenario)
            .where(Scenario.id == scenario.id, differs)
            .values(search_words=words, title_words=named, updated_at=func.now())
            .execution_options(synchronize_session=False)
        )


def words_of(scenario: Scenario, texts: Iterable[ScenarioText]) -> str:
    """What can be searched for, as a tsvector."""
    own = [scenario.title, scenario.description, scenario.persona.title, *scenario.search_keywords, *scenario.tags]
    said = [piece for text in texts for piece in (text.title, text.description, text.who, *text.keywords)]
    return search_vector([*own, *said])


def title_words_of(scenario: Scenario, texts: Iterable[ScenarioText]) -> str:
    """The words of its titles, as a tsvector: what stands there is found first."""
    return search_vector([scenario.title, *(text.title for text in texts)])
