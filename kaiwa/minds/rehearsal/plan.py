"""The rehearsal planner: understands by word lists and makes a course of what the catalogue has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kaiwa.minds.outlines import DAYS_A_WEEK, LONGEST_COURSE, Day, Intent, Outline, ShelfScenario
from kaiwa.minds.phrases import Question
from kaiwa.minds.planner import Piece, Refinement
from kaiwa.minds.rehearsal.choices import Choice, choice_of, choice_on, pool_of
from kaiwa.minds.rehearsal.describing import describe, heading_of, weeks_of
from kaiwa.minds.rehearsal.drafts import Draft, draft_of
from kaiwa.minds.rehearsal.intents import parse_intent
from kaiwa.minds.rehearsal.ladder import Course, course_for
from kaiwa.minds.rehearsal.laying_out import lay_out
from kaiwa.minds.rehearsal.refining import refine, regenerate


class RehearsalPlanner:
    """The Planner protocol without a model; the same intent and shelf always give the same course."""

    def parse(self, text: str, *, native: str, accepted_languages: Sequence[str], today: date) -> Intent | Question:
        """Understand a sentence."""
        return parse_intent(text, native, accepted_languages, today)

    def plan(self, intent: Intent, shelf: Sequence[ShelfScenario], kept: Sequence[Day] = ()) -> Iterator[Piece]:
        """Yield the heading, each week before its days, and the whole outline; raises ValueError."""
        if intent.target_language is None:
            raise ValueError("a plan needs a language")
        course = course_for(intent, shelf)
        heading = heading_of(intent, course)
        yield heading
        choices = lay_out(course, pool_of(intent, course, shelf), pinned_days(course, kept, shelf))
        weeks = weeks_of(intent, choices)
        days: list[Day] = []
        for index in range(1, course.days + 1):
            if index % DAYS_A_WEEK == 1:
                yield weeks[index // DAYS_A_WEEK]
            days.append(kept[index - 1] if index <= len(kept) else describe(intent, course, choices, index))
            yield days[-1]
        yield Outline(heading.title, heading.description, tuple(weeks), tuple(days))

    def refine(
        self, intent: Intent, outline: Outline, wish: str, shelf: Sequence[ShelfScenario]
    ) -> Refinement | Question:
        """Change what a wish is about."""
        return refine(intent, outline, wish, shelf)

    def regenerate(
        self,
        intent: Intent,
        outline: Outline,
        index: int,
        shelf: Sequence[ShelfScenario],
        tried: Sequence[str] = (),
    ) -> Refinement | Question:
        """Give a day another scenario; raises LookupError."""
        return regenerate(intent, outline, index, shelf, tried)

    def write_day(self, intent: Intent, outline: Outline, index: int, shelf: Sequence[ShelfScenario]) -> Day:
        """The day with a scenario of the catalogue: its own where it has one, else one that fits; raises LookupError.

        Where nothing can be played, the day stays without.
        """
        day = outline.day(index)
        if day.scenario_id is not None:
            return day
        draft = draft_of(intent, outline, shelf)
        choices = draft.substituted(draft.choices, index, _is_playable) or _with_the_longest_rested(draft, index)
        return describe(intent, draft.course, choices, index)


def _is_playable(index: int, choice: Choice) -> bool:  # noqa: ARG001
    return choice.scenario is not None and choice.scenario.is_playable


def _with_the_longest_rested(draft: Draft, index: int) -> Sequence[Choice]:
    """The choices with what can be played and is farthest from its other days, where no rule can be kept."""
    pool = [choice for choice in draft.pool if _is_playable(index, choice)]
    if not pool:
        return draft.choices

    def rested(choice: Choice) -> tuple[int, int]:
        others = [abs(at - index) for at, each in enumerate(draft.choices, 1) if each.id == choice.id]
        return min(others, default=LONGEST_COURSE), -abs(choice.step - draft.choices[index - 1].step)

    return [*draft.choices[: index - 1], max(pool, key=rested), *draft.choices[index:]]


def pinned_days(course: Course, kept: Sequence[Day], shelf: Sequence[ShelfScenario]) -> list[Choice | None]:
    """Days that stay as they are, the last one for the moment itself, the others open."""
    pinned: list[Choice | None] = [choice_on(day, shelf) for day in kept[: course.days]]
    pinned += [None] * (course.days - len(pinned))
    if len(kept) < course.days and course.moment:
        pinned[-1] = choice_of(course.moment)
    return pinned
