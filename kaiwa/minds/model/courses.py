"""A course written by a model: its weeks at the same time, its days in order, each held to the rules."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from kaiwa.gateways.llm import Llm
from kaiwa.gateways.model_failures import ModelFailure, Spent
from kaiwa.minds.answers import Tokens
from kaiwa.minds.model.checking_days import check_day
from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.model.plain_text import plain_text
from kaiwa.minds.model.plan_prompts import heading_messages, week_messages
from kaiwa.minds.model.standing_in import Ladder, ladder_for
from kaiwa.minds.model.week_streams import WeekStreams
from kaiwa.minds.outlines import DAYS_A_WEEK, Day, Intent, Level, Outline, PlannedBy, ShelfScenario, Week
from kaiwa.minds.phrases import Theme, Wording
from kaiwa.minds.planner import Heading, Piece, Waiting
from kaiwa.minds.rehearsal.describing import heading_of

LONGEST_NAME, LONGEST_PROMISE, LONGEST_THEME = 80, 300, 60
log = logging.getLogger("kaiwa.minds.model")


class CourseWriting:
    """One course on its way: what is there of it, and the answers that the rest comes from."""

    def __init__(
        self, llm: Llm, model: str, intent: Intent, shelf: Sequence[ShelfScenario], kept: Sequence[Day]
    ) -> None:
        self._llm, self._model, self._intent, self._shelf = llm, model, intent, shelf
        self._ladder: Ladder = ladder_for(intent, shelf)
        self._heading = heading_of(intent, self._ladder.course)
        self._count = self._ladder.course.days
        self._kept = tuple(kept[: self._count])
        self._weeks: list[Week] = []
        self.days: list[Day] = []
        self.failure: ModelFailure | None = None

    def write(self) -> Iterator[Piece]:
        """Yield the pieces as they come; raises ModelFailure where not one day came from the model.

        The heading comes at once as the rehearsal planner words it, and again once the model has named the course.
        """
        yield self._heading
        requests = self._requests()
        with closing(WeekStreams(self._llm, self._model, requests)) as streams:
            for week in range(1, -(-self._count // DAYS_A_WEEK) + 1):
                yield from self._week(streams, week)
            yield self._whole(streams.tokens)

    def _first_open(self) -> int:
        """The first week that is not kept whole; after the last one where all are."""
        kept = len(self._kept) if len(self._kept) < self._count else self._count + DAYS_A_WEEK
        return kept // DAYS_A_WEEK + 1

    def _requests(self) -> list[list[Any]]:
        """The first open week, what the course is called, and the other weeks."""
        weeks = -(-self._count // DAYS_A_WEEK)
        asked = [self._week_messages(week, weeks) for week in range(self._first_open(), weeks + 1)]
        return [*asked[:1], list(heading_messages(self._intent, self._count)), *asked[1:]] if asked else []

    def _week_messages(self, week: int, weeks: int) -> list[Any]:
        planned = [day for day in self._kept if day.week == week]
        days = [
            {"day": place.index, "level": Level.at(place.step).value, "comes_back": place.comes_back}
            for place in self._ladder.places
            if (place.index - 1) // DAYS_A_WEEK + 1 == week and place.index > len(self._kept)
        ]
        return list(week_messages(self._intent, week, weeks, days, planned))

    def _week(self, streams: WeekStreams, week: int) -> Iterator[Piece]:
        """A week's theme and days: kept ones, then what the model writes, then what stands in for what is missing."""
        last = min(week * DAYS_A_WEEK, self._count)
        if week >= self._first_open():
            try:
                yield from self._written(streams, week, last)
            except ModelFailure as failure:
                self._fail(failure, streams)
        if len(self._weeks) < week:
            yield from self._begin(week, "")
        while len(self.days) < last:
            yield from self._take([self._stand_in()])

    def _written(self, streams: WeekStreams, week: int, last: int) -> Iterator[Piece]:
        """What the model writes of a week; raises ModelFailure where it breaks off."""
        number = week - self._first_open()
        with closing(streams.objects(number + (number > 0))) as objects:
            for values in objects:
                if values == {}:
                    yield Waiting()
                    continue
                if len(self._weeks) < week:
                    yield from self._begin(week, str((values or {}).get("theme", "")))
                    if values and "title" not in values:
                        continue
                if len(self.days) >= last:
                    return
                yield from self._take([self._checked(values)])
                if len(self.days) == len(self._kept) + 1:
                    yield from self._named(streams)

    def _begin(self, week: int, theme: str) -> Iterator[Piece]:
        """The week and those of its days that are kept."""
        said = plain_text(theme)[:LONGEST_THEME]
        weeks = -(-self._count // DAYS_A_WEEK)
        usual = {1: Theme.FIRST_STEPS, weeks: Theme.DRESS_REHEARSAL} if weeks > 1 else {}
        fits = said and is_in_language(said, self._intent.native_language)
        self._weeks.append(Week(week, said if fits else usual.get(week, Theme.TOWARDS_GOAL)))
        yield self._weeks[-1]
        yield from self._take([day for day in self._kept if day.week == week])

    def _take(self, days: Sequence[Day]) -> Iterator[Day]:
        for day in days:
            self.days.append(day)
            yield day

    def _checked(self, values: dict[str, Any] | None) -> Day:
        """What the model wrote as the next day, or what stands in for it."""
        place = self._ladder.places[len(self.days)]
        before = self.days[-1] if self.days else None
        return check_day(values, place, self._intent, self.days, before) or self._stand_in()

    def _stand_in(self) -> Day:
        return self._ladder.stand_in(self.days, len(self.days) + 1, self._shelf)

    def _named(self, streams: WeekStreams) -> Iterator[Piece]:
        """What the model calls the course; as it is called already where that fails."""
        try:
            for values in streams.objects(1):
                if values == {}:
                    yield Waiting()
                elif values:
                    title, promise = (plain_text(str(values.get(name, ""))) for name in ("title", "description"))
                    if _is_name(title, promise, self._intent.native_language):
                        self._heading = Heading(Wording(text=title), Wording(text=promise))
                        yield self._heading
                    return
        except ModelFailure as failure:
            log.warning("a course keeps its plain name: %s", failure)

    def _fail(self, failure: ModelFailure, streams: WeekStreams) -> None:
        """Go on with what the catalogue has, unless nothing is there yet."""
        self.failure = failure
        if len(self.days) <= len(self._kept):
            failure.spent = Spent(streams.tokens.given, streams.tokens.made)
            raise failure
        log.warning("the catalogue gives the rest of a week: %s", failure)

    def _whole(self, tokens: Tokens) -> Outline:
        is_written = any(day.planned_by is PlannedBy.MODEL for day in self.days)
        return Outline(
            self._heading.title,
            self._heading.description,
            tuple(self._weeks),
            tuple(self.days),
            planned_by=PlannedBy.MODEL if is_written else PlannedBy.REHEARSAL,
            is_stand_in=not is_written,
            tokens=tokens,
        )


def _is_name(title: str, promise: str, language: str) -> bool:
    fits = 0 < len(title) <= LONGEST_NAME and 0 < len(promise) <= LONGEST_PROMISE
    return fits and is_in_language(f"{title}. {promise}", language)
