"""The words a scenario is found by, of itself and of all its texts."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import cast, func, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

from kaiwa.languages.searching import search_vector
from kaiwa.models import Scenario, ScenarioText

TITLE, KEYWORD, REST = "A", "B", "D"


def index_scenarios(session: Session, scenarios: Sequence[Scenario]) -> None:
    """Bring the words of scenarios up to date, after they or their texts have changed; only what differs is written."""
    session.flush()
    ids = [scenario.id for scenario in scenarios]
    texts: dict[str, list[ScenarioText]] = {}
    for text in session.scalars(select(ScenarioText).where(ScenarioText.scenario_id.in_(ids))):
        texts.setdefault(text.scenario_id, []).append(text)
    for scenario in scenarios:
        words = cast(search_vector(weigh(scenario, texts.get(scenario.id, ()))), TSVECTOR)
        session.execute(
            update(Scenario)
            .where(Scenario.id == scenario.id, Scenario.search_words.is_distinct_from(words))
            .values(search_words=words, updated_at=func.now())
            .execution_options(synchronize_session=False)
        )


def weigh(scenario: Scenario, texts: Iterable[ScenarioText]) -> Iterator[tuple[str, str]]:
    """What can be searched for, and how much it says: the title most, then the words that authors chose for finding."""
    yield scenario.title, TITLE
    for words in (scenario.search_keywords, scenario.tags):
        yield " ".join(words), KEYWORD
    yield scenario.description, REST
    yield scenario.persona.title, REST
    for text in texts:
        yield text.title, TITLE
        yield " ".join(text.keywords), KEYWORD
        yield text.who, KEYWORD
        yield text.description, REST
