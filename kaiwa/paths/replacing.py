"""Scenarios of the catalogue that can stand for a day of a path, and the day that one of them makes."""

from __future__ import annotations

from collections.abc import Sequence

from kaiwa.minds.keeping import day_values
from kaiwa.minds.outlines import ShelfScenario
from kaiwa.models import LearningPath
from kaiwa.models.path_shapes import DayEntry, WordedShape
from kaiwa.paths.nearest_day import APART_DAYS, nearest_day
from kaiwa.paths.planned import outline_of_path


def other_day(path: LearningPath, index: int, shelf: Sequence[ShelfScenario]) -> DayEntry | None:
    """A day with another scenario near to its level that the days around it do not have; None where there is none."""
    near = {each.scenario_id for each in path.schedule if abs(each.day_index - index) < APART_DAYS}
    found = nearest_day(outline_of_path(path), index, [each for each in shelf if each.id not in near], _native(path))
    return DayEntry.model_validate(day_values(found)) if found else None


def chosen_day(path: LearningPath, index: int, scenario: ShelfScenario) -> DayEntry:
    """The day that a scenario makes which somebody chose."""
    native = _native(path)
    return DayEntry(
        day_index=index,
        title=scenario.title_in(native),
        theme=scenario.categories[0] if scenario.categories else "everyday",
        description=scenario.description_in(native),
        difficulty=scenario.cefr_level.difficulty,  # type: ignore[arg-type]
        cefr_level=scenario.cefr_level.value,
        objectives=tuple(goal.text for goal in scenario.objectives),
        scenario_id=scenario.id,
        estimated_minutes=scenario.minutes,
        why=WordedShape(key="why_asked_for"),
    )


def _native(path: LearningPath) -> str:
    return path.source_language_id
