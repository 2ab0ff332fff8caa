"""A day out of the catalogue, where nobody can write one: of its level, and not met again within ten days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kaiwa.minds.outlines import Day, Outline, PlannedBy, ShelfScenario

APART_DAYS = 10


def nearest_day(outline: Outline, index: int, shelf: Sequence[ShelfScenario], native: str) -> Day | None:
    """The day with the scenario that suits it most; None where the shelf has none that can be played."""
    day = outline.day(index)
    around = {each.scenario_id for each in outline.days if each.index != index and abs(each.index - index) < APART_DAYS}
    playable = [each for each in shelf if each.is_playable]
    if not playable:
        return None

    def distance(scenario: ShelfScenario) -> tuple[bool, int, bool]:
        step = abs(scenario.cefr_level.step - day.cefr_level.step)
        return scenario.id in around, step, day.theme not in scenario.categories

    found = min(playable, key=distance)
    return replace(
        day,
        title=found.title_in(native),
        description=found.description_in(native),
        cefr_level=found.cefr_level,
        objectives=tuple(goal.text for goal in found.objectives),
        scenario_id=found.id,
        minutes=found.minutes,
        planned_by=PlannedBy.REHEARSAL,
    )
