"""The seeded catalogue as planners see it."""

from functools import cache

from kaiwa.minds.outlines import Level, ShelfScenario
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.scene import Objective
from kaiwa.scenarios.content import SEED, read_scenarios
from kaiwa.scenarios.texts import read_texts


@cache
def shelf(language: str, *, has_model: bool = False) -> tuple[ShelfScenario, ...]:
    """What is offered to learners of a language; only scripts can be played where there is no model."""
    library = Library(SEED)
    texts = read_texts()
    found = []
    for scenario in read_scenarios():
        own = [text for text in texts if text.scenario == scenario.id]
        found.append(
            ShelfScenario(
                id=scenario.id,
                title=scenario.title,
                description=scenario.description,
                objectives=tuple(Objective(goal.id, goal.text) for goal in scenario.learning_objectives),
                cefr_level=Level(scenario.cefr_level),
                categories=tuple(scenario.categories),
                tags=tuple(scenario.tags),
                keywords=(*scenario.search_keywords, *(word for text in own for word in text.keywords)),
                minutes=-(-scenario.estimated_duration_seconds // 60),
                primary_skill=str(scenario.primary_skill),
                role=str(scenario.role),
                is_playable=has_model or library.has(scenario.id, language),
                titles={text.language: text.title for text in own},
                descriptions={text.language: text.description for text in own},
            )
        )
    return tuple(found)
