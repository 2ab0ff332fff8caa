"""A scenario that a model wrote for a day, as rows: private, and played like any other."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from kaiwa.minds.planner import DraftLine, ScenarioDraft
from kaiwa.models import Scenario, ScenarioMetadata, ScenarioText
from kaiwa.models.scenarios import CATEGORIES, CefrLevel, Difficulty, PartnerRole, Skill, Visibility
from kaiwa.models.shapes import ComfortIndicators, LearningObjective, Persona, SampleLine, TranslatedLine
from kaiwa.scenarios.authoring import DAY_PREFIX
from kaiwa.scenarios.indexing import index_scenarios

LONGEST_TITLE = 200


def create_day_scenario(
    session: Session,
    draft: ScenarioDraft,
    user_id: UUID | None,
    language_id: str,
    native: str,
    visibility: Visibility = Visibility.PRIVATE,
) -> Scenario:
    """Make a scenario of a draft; `native` is the language of all that is not said in it."""
    scenario = Scenario(
        id=f"{DAY_PREFIX}{secrets.token_urlsafe(16)}",
        created_by_user_id=user_id,
        visibility=visibility,
        **_columns(draft),
    )
    session.add(scenario)
    session.flush()
    session.add(ScenarioMetadata(scenario_id=scenario.id))
    session.add(_spoken(scenario.id, draft, language_id, native))
    index_scenarios(session, [scenario])
    return scenario


def _columns(draft: ScenarioDraft) -> dict[str, Any]:
    step = draft.cefr_level.step
    return {
        "title": draft.title[:LONGEST_TITLE],
        "description": draft.description,
        "role": PartnerRole(draft.role) if draft.role in tuple(PartnerRole) else PartnerRole.CHARACTER,
        "difficulty": Difficulty(draft.cefr_level.difficulty),
        "difficulty_rating": 10 + 16 * step,
        "cefr_level": CefrLevel(draft.cefr_level.value),
        "cefr_recommendation": draft.cefr_level.value,
        "instructions": draft.instructions,
        "context": draft.context,
        "learning_goal": draft.learning_goal,
        "persona": Persona(
            title=draft.role_title,
            name_template=draft.partner.text,
            setting=draft.setting,
            intro_prompt="",
            stakes=draft.stakes,
        ),
        "expected_outcome": draft.expected_outcome,
        "learning_objectives": _objectives(draft),
        "comfort_indicators": ComfortIndicators(confidence=3, engagement=3, understanding=3),
        "categories": [each for each in draft.categories if each in CATEGORIES],
        "tags": list(draft.tags),
        "primary_skill": Skill(draft.primary_skill) if draft.primary_skill in tuple(Skill) else Skill.SPEAKING,
        "search_keywords": list(draft.keywords),
        "estimated_duration_seconds": draft.minutes * 60,
    }


def _objectives(draft: ScenarioDraft) -> list[LearningObjective]:
    """Each with an id of its own, whatever the model called it."""
    taken: dict[str, str] = {}
    for number, goal in enumerate(draft.objectives, 1):
        is_fit = re.fullmatch(r"[a-z][a-z0-9-]*", goal.id) and goal.id not in taken
        taken[goal.id if is_fit else f"goal-{number}"] = goal.text
    return [LearningObjective(id=each, text=text) for each, text in taken.items()]


def _spoken(scenario_id: str, draft: ScenarioDraft, language_id: str, native: str) -> ScenarioText:
    return ScenarioText(
        scenario_id=scenario_id,
        language_id=language_id,
        title=draft.title[:LONGEST_TITLE],
        description=draft.description,
        who=draft.role_title[:LONGEST_TITLE],
        setting=draft.setting,
        keywords=list(draft.keywords),
        partner=_line(draft.partner, native),
        opening=_line(draft.opening, native),
        phrases=[_line(each, native) for each in draft.phrases],
        sample=_sample(draft.sample, native),
        cultural_topics=[],
        cultural_note={},
    )


def _sample(lines: Sequence[DraftLine], native: str) -> list[SampleLine]:
    """A short exchange; the partner speaks first."""
    return [
        SampleLine(**_line(each, native).model_dump(), who="learner" if number % 2 else "partner")
        for number, each in enumerate(lines)
    ]


def _line(line: DraftLine, native: str) -> TranslatedLine:
    return TranslatedLine(text=line.text, translations={native: line.translation} if line.translation else {})
