"""Laying scenarios out over days: of all orders that keep the rules, one of those that suit the learner best."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest

from kaiwa.minds.rehearsal.choices import Choice
from kaiwa.minds.rehearsal.climbing import Way, climb
from kaiwa.minds.rehearsal.ladder import PLAYABLE_DAYS, REST_DAYS, Course

WIDTH = 12
# what things weigh; a broken rule weighs more than all wishes of a course together
BROKEN_RULE, NO_SCENARIO, ABOVE, BELOW = 60.0, 8.0, 4.0, 9.0
RELEVANCE, UNPLAYABLE, MINUTE_OVER = 1.6, 1.2, 0.06
AGAIN, ONCE_MORE, AGAIN_RELEVANT, LOOKS_BACK, LOOKS_AHEAD = 0.9, 0.5, 0.8, -2.1, 0.3
SAME_KIND, OBJECTIVE_BACK = 0.35, -0.15
_REMEMBERED_DAYS = 8

# what a choice costs on a day besides
Wishes = Callable[[int, Choice], float]


def lay_out(
    course: Course,
    pool: Sequence[Choice],
    pinned: Sequence[Choice | None],
    *,
    wishes: Wishes | None = None,
    way: Way | None = None,
) -> list[Choice]:
    """A choice for every day, as pinned where it is, at steps near to the way, else to those of the course.

    A day is left without a scenario where all that fit have been too recently.
    """
    way = way or Way([course.aim(index) for index in range(1, course.days + 1)])
    steps = climb(course, pool, pinned, way)
    laying = _LayingOut(course, pool, pinned, steps, wishes)
    beam = [_Partial(0.0)]
    for index in range(1, course.days + 1):
        grown = [laying.add(partial, choice, index) for partial in beam for choice in laying.choices(partial, index)]
        beam = nsmallest(WIDTH, grown, key=lambda partial: partial.cost)
    return list(beam[0].choices)


@dataclass(frozen=True)
class _Partial:
    """The first days of a course and what they cost."""

    cost: float
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class _LayingOut:
    """What can be put on the next day, and what it costs."""

    course: Course
    pool: Sequence[Choice]
    pinned: Sequence[Choice | None]
    steps: Sequence[int]
    wishes: Wishes | None

    @cached_property
    def has_playable(self) -> bool:
        """Whether anything can be played."""
        return any(each.scenario and each.scenario.is_playable for each in self.pool)

    def choices(self, partial: _Partial, index: int) -> Iterator[Choice]:
        """What may stand on the day: as pinned, else what has rested, and no scenario at all."""
        fixed = self.pinned[index - 1]
        if fixed:
            yield fixed
            return
        tired = {each.id for each in partial.choices[-REST_DAYS + 1 :]}
        tired |= {each.id for each in self.pinned[index : index + REST_DAYS - 1] if each}
        step = self.steps[index - 1]
        yield Choice(None, step)
        for choice in self.pool:
            if abs(choice.step - step) <= 1 and choice.id not in tired:
                yield choice

    def add(self, partial: _Partial, choice: Choice, index: int) -> _Partial:
        """The days with one more."""
        above = choice.step - self.steps[index - 1]
        cost = partial.cost + max(ABOVE * above, -BELOW * above)
        cost += self.wishes(index, choice) if self.wishes else 0
        beside = [*(each.step for each in partial.choices[-1:]), *self.steps[index : index + 1]]
        cost += sum(BROKEN_RULE for step in beside if abs(choice.step - step) > 1)
        if choice.scenario:
            cost += self._scenario(partial, choice, index)
        else:
            cost += BROKEN_RULE if index <= PLAYABLE_DAYS and self.has_playable else NO_SCENARIO
        return _Partial(cost, (*partial.choices, choice))

    def _scenario(self, partial: _Partial, choice: Choice, index: int) -> float:
        scenario = choice.scenario
        assert scenario is not None
        relevance = self.course.relevance_of(scenario)
        cost = -RELEVANCE * relevance + MINUTE_OVER * max(0, scenario.minutes - self.course.pace)
        if not scenario.is_playable:
            cost += BROKEN_RULE if index <= PLAYABLE_DAYS and self.has_playable else UNPLAYABLE
        yesterday = partial.choices[-1].scenario if partial.choices else None
        if yesterday and yesterday.categories[:1] == scenario.categories[:1]:
            cost += SAME_KIND
        return cost + self._return(partial, choice, index, relevance)

    def _return(self, partial: _Partial, choice: Choice, index: int, relevance: float) -> float:
        """What it costs that a scenario, or only an objective of it, comes back."""
        times = sum(1 for each in partial.choices if each.id == choice.id)
        looks_back = self.course.is_review(index)
        if times:
            return AGAIN + ONCE_MORE * (times - 1) - AGAIN_RELEVANT * relevance + (LOOKS_BACK if looks_back else 0)
        recent = partial.choices[-_REMEMBERED_DAYS:-1]
        is_back = any(not choice.objective_ids.isdisjoint(each.objective_ids) for each in recent)
        return (OBJECTIVE_BACK if is_back else 0) + (LOOKS_AHEAD if looks_back else 0)
