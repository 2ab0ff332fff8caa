"""Scenarios of the catalogue that can stand for a day of a path, and the day that one of them makes."""

from __future__ import annotations

from sqlalchemy import and_, case, cast, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kaiwa.models import LearningPath, Scenario, ScenarioText
from kaiwa.models.path_shapes import DayEntry, WordedShape
from kaiwa.models.scenarios import CefrLevel
from kaiwa.scenarios.visible import is_listed

# a scenario may come back after so many days
APART = 10


def find_other(session: Session, path: LearningPath, day: DayEntry) -> Scenario | None:
    """A scenario of a day's level that the days around it do not have, first of what the day is about."""
    near = {each.scenario_id for each in path.schedule if abs(each.day_index - day.day_index) <= APART}
    ever = {each.scenario_id for each in path.schedule}
    about = Scenario.categories.bool_op("@>")(cast([day.theme], JSONB))
    return session.scalars(
        select(Scenario)
        .where(
            is_listed(),
            Scenario.script_languages.contains([path.target_language_id]),
            Scenario.cefr_level == CefrLevel(day.cefr_level),
            Scenario.id.not_in([each for each in near if each]),
        )
        .order_by(
            case((Scenario.id.in_([each for each in ever if each]), 1), else_=0),
            case((about, 0), else_=1),
            Scenario.list_rank,
            Scenario.id,
        )
        .limit(1)
    ).one_or_none()


def entry_of(session: Session, path: LearningPath, scenario: Scenario, index: int) -> DayEntry:
    """The day that a scenario makes, told in the language of the path's learner where it is written in it."""
    told = session.scalars(
        select(ScenarioText).where(
            and_(ScenarioText.scenario_id == scenario.id, ScenarioText.language_id == path.source_language_id)
        )
    ).one_or_none()
    goals = told.objectives if told else {}
    return DayEntry(
        day_index=index,
        title=told.title if told else scenario.title,
        theme=scenario.categories[0] if scenario.categories else "everyday",
        description=told.description if told else scenario.description,
        difficulty=scenario.difficulty.value,
        cefr_level=scenario.cefr_level.value,
        objectives=tuple(goals.get(goal.id, goal.text) for goal in scenario.learning_objectives),
        scenario_id=scenario.id,
        estimated_minutes=max(1, round(scenario.estimated_duration_seconds / 60)),
        why=WordedShape(key="why_asked_for"),
    )
