"""The rules that every course keeps: where it begins, how it climbs, how long a scenario stays away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from kaiwa.minds.outlines import DAYS_A_WEEK, Day, Intent, ShelfScenario
from kaiwa.minds.rehearsal.relevance import Relevance, relevances

# of so many days in a row no two have the same scenario
REST_DAYS = 10
# these days everybody must be able to play
PLAYABLE_DAYS = 3
# a course that is no longer stays where it begins
DAYS_WITHOUT_STEP = 4
# two steps are climbed for any scenario, more only for the one that is meant
FAR_STEPS = 2
_UNTOLD_MOST = 2


@dataclass(frozen=True)
class Course:
    """What a course is laid out by: its length, the steps it begins and ends at, and the scenario it ends with."""

    days: int
    start: int
    end: int
    pace: int
    moment: ShelfScenario | None
    relevance: dict[str, Relevance]

    def aim(self, index: int) -> float:
        """The step that the day with a number should be at."""
        return self.start + (self.end - self.start) * (index - 1) / max(1, self.days - 1)

    def relevance_of(self, scenario: ShelfScenario) -> float:
        """How near a scenario is to what is wanted, 0 to 1; of one that has left the shelf nothing is known."""
        found = self.relevance.get(scenario.id)
        return found.whole if found else 0.5

    @property
    def ceiling(self) -> int:
        """The highest step that a day may have, for the last one not to fall by more than one."""
        return self.moment.cefr_level.step + 1 if self.moment else 5

    def is_review(self, index: int) -> bool:
        """Whether a day looks back: the last of each week from the second on, but not of the course."""
        return index % DAYS_A_WEEK == 0 and DAYS_A_WEEK < index < self.days


def course_for(intent: Intent, shelf: Sequence[ShelfScenario]) -> Course:
    """The course that an intent asks for with what the shelf has; raises ValueError where it has nothing."""
    if not shelf:
        raise ValueError("an empty shelf")
    relevance = relevances(intent, shelf)
    level = intent.cefr_level.step if intent.cefr_level else _untold_level(shelf, relevance)
    start = start_step(level, shelf)
    moment = _moment(intent, start, shelf, relevance)
    end = max(moment.cefr_level.step, min(top_step(intent, start), moment.cefr_level.step + 1))
    return Course(intent.days, start, end, intent.minutes_per_day, moment, relevance)


def top_step(intent: Intent, start: int) -> int:
    """How high a course climbs that has no higher moment to climb to."""
    return min(start + (intent.days > DAYS_WITHOUT_STEP), 5)


def start_step(level: int, shelf: Sequence[ShelfScenario]) -> int:
    """The learner's step, or the nearest one at which something can be played; of two the lower."""
    steps = {each.cefr_level.step for each in shelf if each.is_playable} or {each.cefr_level.step for each in shelf}
    return min(steps, key=lambda step: (abs(step - level), step))


def _untold_level(shelf: Sequence[ShelfScenario], relevance: dict[str, Relevance]) -> int:
    """Who says nothing of their level begins at A1, or below the scenario that they name."""
    meant = max(shelf, key=lambda each: relevance[each.id].words)
    return min(max(meant.cefr_level.step - 1, 0), _UNTOLD_MOST) if relevance[meant.id].is_meant else 0


def _moment(
    intent: Intent, start: int, shelf: Sequence[ShelfScenario], relevance: dict[str, Relevance]
) -> ShelfScenario:
    """The scenario that is nearest to what the learner wants, of those that the course can reach."""
    low = _lowest_moment(intent.days, start, shelf)
    reachable = [each for each in shelf if _is_reachable(each, intent.days, start, low, relevance[each.id])]
    can_wait = intent.days > PLAYABLE_DAYS
    fitting = [each for each in reachable if can_wait or each.is_playable] or reachable or list(shelf)
    top = top_step(intent, start)

    def fits(scenario: ShelfScenario) -> float:
        found, above = relevance[scenario.id], scenario.cefr_level.step - top
        # what nobody has named is to be a step that is worth reaching
        off = 0 if found.is_meant else 0.15 * max(above, -2 * above)
        return found.whole + (0.05 if found.is_meant else 0.2) * scenario.is_playable - off

    return max(fitting, key=fits)


def _lowest_moment(days: int, start: int, shelf: Sequence[ShelfScenario]) -> int:
    """A long course needs scenarios of several steps, and must not fall at its end by more than one."""
    if days <= REST_DAYS:
        return start - 1
    counts = Counter(each.cefr_level.step for each in shelf)
    high = next((step for step in range(start, 6) if counts[step - 1] + counts[step] >= REST_DAYS), start)
    return high - 1


def _is_reachable(scenario: ShelfScenario, days: int, start: int, low: int, relevance: Relevance) -> bool:
    climb = scenario.cefr_level.step - start
    most = min(max(days - 1, 1), 5 if relevance.is_meant else FAR_STEPS)
    return scenario.cefr_level.step >= low and climb <= most


def week_steps(steps: Sequence[int]) -> list[int]:
    """The step of each week: the one in its middle."""
    return [median_low(steps[at : at + DAYS_A_WEEK]) for at in range(0, len(steps), DAYS_A_WEEK)]


def complaints(days: Sequence[Day]) -> list[str]:
    """Which rules the days of a course break."""
    return faults([(day.scenario_id, day.cefr_level.step) for day in days])


def faults(places: Sequence[tuple[str | None, int]]) -> list[str]:
    """Which rules days break, given as scenarios and steps: leaps, too early returns, falls from week to week."""
    steps = [step for _, step in places]
    found = [f"day {index} leaps" for index, (a, b) in enumerate(pairwise(steps), 2) if abs(a - b) > 1]
    highest = -1
    for at, (scenario, step) in enumerate(places):
        highest = max(highest, step)
        if scenario is not None and any(each == scenario for each, _ in places[max(0, at - REST_DAYS + 1) : at]):
            found.append(f"day {at + 1} comes back too soon")
        if step < highest - 1:
            found.append(f"day {at + 1} falls")
    weeks = week_steps(steps)
    return found + [f"week {number} falls" for number, (a, b) in enumerate(pairwise(weeks), 2) if b < a]
