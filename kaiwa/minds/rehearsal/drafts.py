"""A course that is being changed: what stands in it, what may, and what a change leaves as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kaiwa.minds.outlines import DAYS_A_WEEK, LONGEST_COURSE, Day, DayKind, Intent, Outline, ShelfScenario
from kaiwa.minds.phrases import Phrase, Wording
from kaiwa.minds.rehearsal.choices import Choice, choice_on, pool_of
from kaiwa.minds.rehearsal.describing import describe, minutes_of, weeks_of
from kaiwa.minds.rehearsal.ladder import PLAYABLE_DAYS, REST_DAYS, Course, course_for, faults

RELEVANCE, PLAYABLE, ONCE_MORE, STEP_OFF = 1.6, 0.6, 0.5, 0.2
# so many other days may change for the sake of one
MOST_SETTLED = 2

# whether a choice is what is wished for on a day
Pleases = Callable[[int, Choice], bool]


def anything(index: int, choice: Choice) -> bool:  # noqa: ARG001
    """Whatever there is."""
    return True


@dataclass(frozen=True)
class Draft:
    """A course as it stands, with what may stand in it.

    Days that somebody has named `may_fall` by more than a step behind the highest, though not from one to the next.
    """

    intent: Intent
    outline: Outline
    course: Course
    choices: tuple[Choice, ...]
    pool: tuple[Choice, ...]
    shelf: Sequence[ShelfScenario]
    may_fall: bool = False

    @property
    def protected(self) -> int:
        """The last day, which no wish for the whole course changes."""
        return len(self.choices) if len(self.choices) > 1 else 0

    def scope(self, week: int | None, day: int | None) -> list[int]:
        """The days that a wish is about: one, those of a week, or all but the last."""
        if day is not None:
            return [day]
        days = [index for index in range(1, len(self.choices) + 1) if index != self.protected]
        return [index for index in days if week is None or (index - 1) // DAYS_A_WEEK + 1 == week]

    def changed(self, choices: Sequence[Choice]) -> Draft:
        """The course with other choices; only days that differ are described anew."""
        days = []
        for index, choice in enumerate(choices, 1):
            made = describe(self.intent, self.course, choices, index)
            is_old = index <= len(self.choices) and choice == self.choices[index - 1]
            days.append(_told_again(self.outline.days[index - 1], made) if is_old else _asked_for(made))
        weeks = tuple(weeks_of(self.intent, choices))
        kept = self.outline.weeks if len(weeks) == len(self.outline.weeks) else weeks
        return replace(self, choices=tuple(choices), outline=replace(self.outline, days=tuple(days), weeks=kept))

    def timed(self, days: Iterable[int], pace: int) -> Draft:
        """The course with a pace for some of its days."""
        timed = set(days)
        made = [_at_pace(day, choice, pace) if day.index in timed else day for day, choice in self._pairs()]
        return replace(self, outline=replace(self.outline, days=tuple(made)))

    def _pairs(self) -> list[tuple[Day, Choice]]:
        return list(zip(self.outline.days, self.choices, strict=True))

    def with_substitutes(
        self, days: Iterable[int], pleases: Pleases, most: int = LONGEST_COURSE, *, fills: Pleases | None = None
    ) -> Draft:
        """The course where the days, at most so many, have become the best of what pleases; what cannot stays.

        With `fills`, what pleases may come from a day nearby, which then becomes something that fills.
        """
        choices, left = list(self.choices), most
        for index in days:
            found = self.substituted(choices, index, pleases, fills) if left else None
            if found:
                choices, left = found, left - 1
        return self.changed(choices)

    def substituted(
        self, choices: Sequence[Choice], index: int, pleases: Pleases, fills: Pleases | None = None
    ) -> list[Choice] | None:
        """The choices with the best of what pleases on a day, breaking no rule that was not broken before."""
        old = choices[index - 1]
        near = [each for each in self.pool if each.id != old.id and abs(each.step - old.step) <= 1]
        pool = [each for each in near if pleases(index, each)]
        pool.sort(key=lambda each: -self._worth(choices, index, each))
        tries = [self._with(choices, index, choice) for choice in pool]
        whole = next((each for each in tries if not self.breaks_more(each, choices)), None)
        if whole is None and fills:
            settled = (self.settled(each, {index}, fills, choices) for each in tries)
            whole = next((each for each in settled if each), None)
        return whole

    def settled(
        self, choices: Sequence[Choice], fixed: set[int], fills: Pleases, before: Sequence[Choice] | None = None
    ) -> list[Choice] | None:
        """The choices with other scenarios on days that are too near to the same one on a fixed day.

        None where that does not do, or too many other days would change.
        """
        made, before = list(choices), before or self.choices
        tired = [at for at in _tired(made, fixed) if at not in fixed]
        if self.protected in tired or len(tired) > MOST_SETTLED:
            return None
        for index in tired:
            taken = {made[at - 1].id for at in fixed}
            pool = [each for each in self.pool if each.id not in taken and fills(index, each)]
            pool.sort(key=lambda each: -self._worth(made, index, each))
            fillings = (self._with(made, index, each) for each in pool)
            fitting = (each for each in fillings if not _tired(each, {index}) and not self._leaps_more(each, before))
            made = next(fitting, made)
        return None if self.breaks_more(made, before) else made

    @staticmethod
    def _with(choices: Sequence[Choice], index: int, choice: Choice) -> list[Choice]:
        return [*choices[: index - 1], choice, *choices[index:]]

    def _worth(self, choices: Sequence[Choice], index: int, choice: Choice) -> float:
        scenario = choice.scenario
        if scenario is None:
            return 0.0
        times = sum(1 for each in choices if each.id == choice.id)
        worth = RELEVANCE * self.course.relevance_of(scenario) + PLAYABLE * scenario.is_playable
        return worth - ONCE_MORE * times - STEP_OFF * abs(choice.step - choices[index - 1].step)

    def breaks_more(self, choices: Sequence[Choice], before: Sequence[Choice] | None = None) -> bool:
        """Whether other choices break a rule that is not broken before, or now."""
        known = _faults(before or self.choices)
        return any(each not in known and not (self.may_fall and _is_fall(each)) for each in _faults(choices))

    def _leaps_more(self, choices: Sequence[Choice], before: Sequence[Choice]) -> bool:
        """The same, but for what comes back too soon."""
        known = _faults(before)
        new = [each for each in _faults(choices) if each not in known and "comes back" not in each]
        return any(not (self.may_fall and _is_fall(each)) for each in new)


def draft_of(intent: Intent, outline: Outline, shelf: Sequence[ShelfScenario]) -> Draft:
    """A course as it can be changed; raises ValueError for an empty shelf."""
    course = course_for(replace(intent, days=len(outline.days)), shelf)
    choices = tuple(choice_on(day, shelf) for day in outline.days)
    # the last day is what the course leads to, whoever has planned it
    course = replace(course, moment=choices[-1].scenario, start=choices[0].step)
    return Draft(intent, outline, course, choices, tuple(pool_of(intent, course, shelf)), shelf)


def _faults(choices: Sequence[Choice]) -> list[str]:
    early = [each.scenario for each in choices[:PLAYABLE_DAYS]]
    unplayable = [f"day {at} cannot be played" for at, each in enumerate(early, 1) if each and not each.is_playable]
    return unplayable + faults([(choice.id, choice.step) for choice in choices])


def _is_fall(fault: str) -> bool:
    return fault.startswith("day") and fault.endswith("falls")


def _tired(choices: Sequence[Choice], days: Iterable[int]) -> list[int]:
    """The days on which a scenario stands too near to the same one on the days given."""
    return [
        at
        for at, choice in enumerate(choices, 1)
        if choice.id and any(0 < abs(at - day) < REST_DAYS and choices[day - 1].id == choice.id for day in days)
    ]


def _asked_for(day: Day) -> Day:
    return replace(day, why=Wording(Phrase.WHY_ASKED_FOR)) if day.kind is DayKind.NEW else day


def _told_again(old: Day, made: Day) -> Day:
    """A day that stays, whose reason may speak of a day that has changed."""
    speaks_of_days = {"day"} & {*old.why.parameters, *made.why.parameters} or made.kind is not old.kind
    return replace(old, kind=made.kind, why=made.why) if speaks_of_days and not old.why.text else old


def _at_pace(day: Day, choice: Choice, pace: int) -> Day:
    """A day that takes as long as a pace allows; of what somebody has written it is known how long it takes at most."""
    if choice.scenario:
        return replace(day, minutes=minutes_of(choice.scenario.minutes, pace))
    return replace(day, minutes=min(pace, 2 * day.minutes) if day.scenario_id is not None else pace)
