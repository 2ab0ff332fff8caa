"""What can stand on a day, and what a course may choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kaiwa.minds.outlines import Day, Intent, ShelfScenario
from kaiwa.minds.rehearsal.ladder import REST_DAYS, Course
from kaiwa.minds.rehearsal.relevance import is_about

MOST_SCENARIOS = 48


@dataclass(frozen=True)
class Choice:
    """What stands on a day: a scenario, none at some step, or what a mind or a person has written for the `day`."""

    scenario: ShelfScenario | None
    step: int
    day: Day | None = None

    @property
    def id(self) -> str | None:
        """The scenario's id."""
        return self.scenario.id if self.scenario else None

    @cached_property
    def objective_ids(self) -> frozenset[str]:
        """The ids of its objectives, which scenarios share."""
        return frozenset(goal.id for goal in self.scenario.objectives) if self.scenario else frozenset()


def pool_of(intent: Intent, course: Course, shelf: Sequence[ShelfScenario]) -> list[Choice]:
    """What can be chosen from: the most relevant of a large shelf, of each level enough, nothing that is avoided.

    What is avoided stays where too little is left without it.
    """
    ranked = sorted(shelf, key=lambda each: -course.relevance_of(each) - 0.1 * each.is_playable)
    kept = ranked[:MOST_SCENARIOS]
    if len(ranked) > MOST_SCENARIOS:
        for step in range(course.start, course.end + 1):
            kept += [each for each in ranked if each.cefr_level.step == step and each not in kept][:REST_DAYS]
    wanted = [each for each in kept if not any(is_about(each, topic) for topic in intent.avoids)]
    return [choice_of(each) for each in (wanted if len(wanted) >= REST_DAYS else kept)]


def choice_of(scenario: ShelfScenario) -> Choice:
    """A scenario at its own step."""
    return Choice(scenario, scenario.cefr_level.step)


def choice_on(day: Day, shelf: Sequence[ShelfScenario]) -> Choice:
    """What stands on a day: a scenario of the shelf, or what somebody has written for it."""
    scenario = next((each for each in shelf if each.id == day.scenario_id), None)
    return choice_of(scenario) if scenario else Choice(None, day.cefr_level.step, day)
