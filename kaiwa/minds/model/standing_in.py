"""What the catalogue gives for days that a model has not written well: the same way upwards, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kaiwa.minds.model.checking_days import Place
from kaiwa.minds.outlines import Day, Intent, ShelfScenario
from kaiwa.minds.rehearsal.choices import Choice, choice_on, pool_of
from kaiwa.minds.rehearsal.describing import describe
from kaiwa.minds.rehearsal.ladder import PLAYABLE_DAYS, REST_DAYS, Course, course_for

# what a step off its place weighs against being wanted
STEP_OFF, PLAYABLE, ONCE_MORE = 2.0, 0.6, 1.0


@dataclass(frozen=True)
class Ladder:
    """The steps of a course that a model writes, and what may stand in for its days."""

    intent: Intent
    course: Course
    pool: tuple[Choice, ...]
    places: tuple[Place, ...]

    def stand_in(self, before: Sequence[Day], index: int, shelf: Sequence[ShelfScenario]) -> Day:
        """The day with a number from the catalogue, after the days before it; without a scenario where none fits."""
        place = self.places[index - 1]
        choices = [choice_on(day, shelf) for day in before]
        last = choices[-1].step if choices else place.step
        recent = {choice.id for choice in choices[-REST_DAYS + 1 :]}
        fitting = [
            choice
            for choice in self.pool
            if choice.id not in recent
            and abs(choice.step - last) <= 1
            and (index > PLAYABLE_DAYS or choice.scenario is None or choice.scenario.is_playable)
        ]
        best = max(fitting, key=lambda choice: self._worth(choice, place, choices), default=Choice(None, last))
        day = describe(self.intent, self.course, [*choices, best], index)
        return replace(day, is_stand_in=True)

    def _worth(self, choice: Choice, place: Place, before: Sequence[Choice]) -> float:
        scenario = choice.scenario
        if scenario is None:
            return 0.0
        times = sum(1 for each in before if each.id == choice.id)
        worth = self.course.relevance_of(scenario) + PLAYABLE * scenario.is_playable - ONCE_MORE * times
        return worth - STEP_OFF * abs(choice.step - place.step)


def ladder_for(intent: Intent, shelf: Sequence[ShelfScenario]) -> Ladder:
    """The way from the learner's level to the moment, a step at a time and never down; raises ValueError."""
    course = course_for(intent, shelf)
    start = intent.cefr_level.step if intent.cefr_level else course.start
    end = min(max(course.end, start), start + max(0, course.days - 1))
    steps = [start + round((end - start) * at / max(1, course.days - 1)) for at in range(course.days)]
    places = tuple(Place(index, step, course.is_review(index)) for index, step in enumerate(steps, 1))
    return Ladder(intent, course, tuple(pool_of(intent, course, shelf)), places)
