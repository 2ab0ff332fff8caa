"""What the catalogue offers for a language, as a planner reads it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from kaiwa.minds.mind import Mind
from kaiwa.minds.outlines import Level, ShelfScenario
from kaiwa.minds.scene import Objective
from kaiwa.models import Scenario, ScenarioText
from kaiwa.scenarios.visible import is_listed

MOST = 300
READ = (
    Scenario.id,
    Scenario.title,
    Scenario.description,
    Scenario.learning_objectives,
    Scenario.cefr_level,
    Scenario.categories,
    Scenario.tags,
    Scenario.search_keywords,
    Scenario.estimated_duration_seconds,
    Scenario.primary_skill,
    Scenario.role,
)


def read_shelf(session: Session, mind: Mind, language_id: str) -> list[ShelfScenario]:
    """The authors' scenarios in their order, with how each is called in every language."""
    scenarios = session.scalars(
        select(Scenario)
        .where(is_listed(), Scenario.created_by_user_id.is_(None))
        .options(load_only(*READ))
        .order_by(Scenario.sort_order, Scenario.id)
        .limit(MOST)
    ).all()
    texts: dict[str, list[ScenarioText]] = {}
    columns = (ScenarioText.title, ScenarioText.description, ScenarioText.keywords)
    query = select(ScenarioText).where(ScenarioText.scenario_id.in_([each.id for each in scenarios]))
    for each in session.scalars(query.options(load_only(*columns))):
        texts.setdefault(each.scenario_id, []).append(each)
    return [_shelved(each, texts.get(each.id, ()), mind, language_id) for each in scenarios]


def _shelved(scenario: Scenario, texts: Sequence[ScenarioText], mind: Mind, language_id: str) -> ShelfScenario:
    has_premise = any(each.language_id == language_id for each in texts)
    keywords = [*scenario.search_keywords, *(word for each in texts for word in each.keywords)]
    return ShelfScenario(
        id=scenario.id,
        title=scenario.title,
        description=scenario.description,
        objectives=tuple(Objective(goal.id, goal.text) for goal in scenario.learning_objectives),
        cefr_level=Level(scenario.cefr_level.value),
        categories=tuple(scenario.categories),
        tags=tuple(scenario.tags),
        keywords=tuple(dict.fromkeys(keywords)),
        minutes=max(1, round(scenario.estimated_duration_seconds / 60)),
        primary_skill=scenario.primary_skill.value,
        role=scenario.role.value,
        is_playable=mind.can_play(scenario.id, language_id, has_premise=has_premise),
        titles={each.language_id: each.title for each in texts},
        descriptions={each.language_id: each.description for each in texts},
    )
