"""The level of each day: a climb to the moment that uses what the shelf has, and does not fall from week to week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from statistics import median_low

from kaiwa.minds.outlines import DAYS_A_WEEK, Level
from kaiwa.minds.rehearsal.choices import Choice
from kaiwa.minds.rehearsal.ladder import PLAYABLE_DAYS, REST_DAYS, Course

WIDTH = 200
# what things weigh; a broken rule weighs more than all wishes of a course together
BROKEN_RULE, NO_SCENARIO = 60.0, 9.0
OFF, AHEAD, FALLEN, WEEK_FALLEN = 0.8, 0.6, 7.0, 25.0
RELEVANCE, UNPLAYABLE, LOOKS_BACK, ELSEWHERE, TOO_EARLY = 1.6, 1.2, -1.5, 12.0, 10.0

# the step of a day, and whether there is a scenario for it
_Place = tuple[int, bool]


@dataclass(frozen=True)
class _Climb:
    """The first days of a course; `week` is the highest step that a week has had."""

    cost: float
    places: tuple[_Place, ...] = ()
    highest: int = 0
    week: int = 0

    @property
    def future(self) -> tuple[tuple[_Place, ...], int, int]:
        """All that what follows depends on."""
        return self.places[-REST_DAYS + 1 :], self.highest, self.week


@dataclass(frozen=True)
class Way:
    """The step that each day should be at, how much that counts, and between which steps a day must stay."""

    aims: Sequence[float]
    limits: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    pull: float = 1.0


@dataclass(frozen=True)
class Supply:
    """How relevant the scenarios of a step are, the best first, and how many of them can be played."""

    relevance: tuple[float, ...]
    playable: int


def climb(course: Course, pool: Sequence[Choice], pinned: Sequence[Choice | None], way: Way) -> list[int]:
    """The step of each day, as near to the way as the rules and the pool allow."""
    climbing = _Climbing(course, _supplies(course, pool), pinned, way)
    climbs = [_Climb(0.0)]
    for index in range(1, course.days + 1):
        best: dict[object, _Climb] = {}
        for each in climbs:
            for grown in climbing.grow(each, index):
                known = best.get(grown.future)
                if known is None or grown.cost < known.cost:
                    best[grown.future] = grown
        climbs = nsmallest(WIDTH, best.values(), key=lambda each: each.cost)
    return [step for step, _ in climbs[0].places]


def _supplies(course: Course, pool: Sequence[Choice]) -> dict[int, Supply]:
    supplies = {}
    for step in {choice.step for choice in pool}:
        found = [choice.scenario for choice in pool if choice.step == step and choice.scenario]
        ranked = sorted((course.relevance_of(each) for each in found), reverse=True)
        supplies[step] = Supply(tuple(ranked), sum(each.is_playable for each in found))
    return supplies


class _Climbing:
    """Adds days to a climb."""

    def __init__(
        self,
        course: Course,
        supplies: dict[int, Supply],
        pinned: Sequence[Choice | None],
        way: Way,
    ) -> None:
        self._course, self._supplies, self._pinned, self._way = course, supplies, pinned, way
        self._has_playable = any(supply.playable for supply in supplies.values())
        self._bounds = min(supplies), max(supplies)
        self._ceiling = course.ceiling
        self._rooms = {step: self._room(step) for step in range(len(Level))}
        self._coming = [self._steps_ahead(index) for index in range(1, course.days + 1)]

    def grow(self, climb: _Climb, index: int) -> list[_Climb]:
        """The climb with one more day, at each step that may follow."""
        fixed = self._pinned[index - 1]
        if fixed:
            return [self._add(climb, (fixed.step, fixed.scenario is not None), index, 0.0)]
        last = climb.places[-1][0] if climb.places else self._course.start
        low, high = self._bounds
        high = max(min(high, self._ceiling), last)
        steps = [step for step in range(last - 1, last + 2) if low <= step <= high]
        floor, ceiling = self._way.limits.get(index, (low, high))
        allowed = [step for step in steps if floor <= step <= ceiling] or steps
        return [self._choose(climb, step, index) for step in allowed]

    def _choose(self, climb: _Climb, step: int, index: int) -> _Climb:
        """A day at a step, with a scenario while there is one that has rested."""
        supply = self._supplies.get(step, Supply((), 0))
        recent = climb.places[-REST_DAYS + 1 :].count((step, True)) + self._coming[index - 1].count(step)
        cost = ELSEWHERE if step != self._course.start and index == 1 else 0.0
        cost += TOO_EARLY if step > self._course.start and index <= self._course.days - self._rooms[step] else 0
        must_play = index <= PLAYABLE_DAYS and self._has_playable
        if recent >= len(supply.relevance):
            return self._add(climb, (step, False), index, cost + (BROKEN_RULE if must_play else NO_SCENARIO))
        cost -= RELEVANCE * supply.relevance[recent]
        if recent >= supply.playable:
            cost += BROKEN_RULE if must_play else UNPLAYABLE
        if self._course.is_review(index) and (step, True) in climb.places[: -REST_DAYS + 1]:
            cost += LOOKS_BACK
        return self._add(climb, (step, True), index, cost)

    def _steps_ahead(self, index: int) -> list[int]:
        """The steps of scenarios that are pinned on days soon after this."""
        return [each.step for each in self._pinned[index : index + REST_DAYS - 1] if each and each.scenario]

    def _room(self, step: int) -> int:
        """For how many days a course can go on from a step without falling by more than one."""
        counts = {each: len(supply.relevance) for each, supply in self._supplies.items()}
        pairs = (counts.get(each - 1, 0) + counts.get(each, 0) for each in range(step, self._bounds[1] + 1))
        most = max(pairs, default=0)
        return most if most < REST_DAYS else self._course.days

    def _add(self, climb: _Climb, place: _Place, index: int, cost: float) -> _Climb:
        step = place[0]
        ahead = step - self._way.aims[index - 1]
        cost += climb.cost + self._way.pull * (OFF * abs(ahead) + AHEAD * max(0.0, ahead - 0.5))
        following = self._pinned[index] if index < len(self._pinned) else None
        for other in (climb.places[-1][0] if climb.places else None, following.step if following else None):
            cost += BROKEN_RULE if other is not None and abs(other - step) > 1 else 0
        cost += FALLEN * max(0, climb.highest - 1 - step)
        places, week = (*climb.places, place), climb.week
        if index % DAYS_A_WEEK == 0 or index == self._course.days:
            middle = median_low(each for each, _ in places[(index - 1) // DAYS_A_WEEK * DAYS_A_WEEK :])
            cost += WEEK_FALLEN * max(0, week - middle)
            week = max(week, middle)
        return _Climb(cost, places, max(climb.highest, step), week)
