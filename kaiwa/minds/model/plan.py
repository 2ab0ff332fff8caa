"""The model planner: a model understands, plans, changes and writes; the rehearsal planner stands in where it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kaiwa.gateways.llm import Llm
from kaiwa.gateways.model_failures import ModelFailure, Reason
from kaiwa.minds.answers import Tokens
from kaiwa.minds.model.answering import Answerer
from kaiwa.minds.model.breaker import CircuitBreaker
from kaiwa.minds.model.changing import days_in, refine_by_model, regenerate_by_model
from kaiwa.minds.model.courses import CourseWriting
from kaiwa.minds.model.intents import IntentAnswer, intent_from, with_tokens
from kaiwa.minds.model.plan_prompts import intent_messages
from kaiwa.minds.model.scenario_writing import write_scenario
from kaiwa.minds.outlines import Day, Intent, Outline, ShelfScenario
from kaiwa.minds.phrases import Question, QuestionReason
from kaiwa.minds.planner import Piece, Refinement, ScenarioDraft
from kaiwa.minds.rehearsal.intents import LONGEST_INTENT
from kaiwa.minds.rehearsal.plan import RehearsalPlanner
from kaiwa.minds.rehearsal.wishing import LAST, parse_wishes
from kaiwa.minds.wishes import Wish, WishKind

# what needs nobody to write anything
_ARRANGED = frozenset(
    {WishKind.MOVE, WishKind.SHORTER_DAYS, WishKind.LONGER_DAYS, WishKind.FEWER_DAYS, WishKind.MORE_DAYS}
)
# no model is asked about these
_FINAL = frozenset({QuestionReason.NOTHING_SAID, QuestionReason.UNKIND})
_ASKED_BACK = frozenset({QuestionReason.EMPTY_WISH, QuestionReason.UNKIND, QuestionReason.CONTRADICTORY_WISH})
Found = TypeVar("Found")
log = logging.getLogger("kaiwa.minds.model")


class ModelPlanner:
    """The Planner protocol with one model that plans and one that writes; falls back and says so."""

    def __init__(
        self, llm: Llm, *, plan: str, write: str, rehearsal: RehearsalPlanner, breaker: CircuitBreaker | None = None
    ) -> None:
        self._llm = llm
        self._plan, self._write = plan, write
        self._answerer = Answerer(llm)
        self._rehearsal = rehearsal
        self._breaker = breaker or CircuitBreaker()

    def parse(self, text: str, *, native: str, accepted_languages: Sequence[str], today: date) -> Intent | Question:
        """Understand a sentence, by the word lists where the model fails."""
        known = self._rehearsal.parse(text, native=native, accepted_languages=accepted_languages, today=today)
        if isinstance(known, Question) and known.reason in _FINAL:
            return known
        text = " ".join(text.split())[:LONGEST_INTENT]
        try:
            answer, tokens = self._asked(
                lambda: self._answerer.ask(self._plan, intent_messages(text, today), IntentAnswer)
            )
        except ModelFailure as failure:
            log.warning("word lists understand what is wanted: %s", failure)
            return with_tokens(known, _tokens(failure))
        return with_tokens(intent_from(answer, text, native, accepted_languages, today, known), tokens)

    def plan(self, intent: Intent, shelf: Sequence[ShelfScenario], kept: Sequence[Day] = ()) -> Iterator[Piece]:
        """Yield the pieces as the model writes them, those of the catalogue where it writes none; raises ValueError."""
        if intent.target_language is None:
            raise ValueError("a plan needs a language")
        spent = Tokens()
        writing = CourseWriting(self._llm, self._plan, intent, shelf, kept)
        try:
            if not self._breaker.allows():
                raise ModelFailure(Reason.RESTING)
            yield from writing.write()
        except ModelFailure as failure:
            log.warning("the catalogue gives a course: %s", failure)
            self._breaker.failed(failure.reason)
            spent = _tokens(failure)
        else:
            self._noted(writing.failure)
            return
        for piece in self._rehearsal.plan(intent, shelf, kept):
            yield _stood_in(piece, spent, kept)

    def refine(
        self, intent: Intent, outline: Outline, wish: str, shelf: Sequence[ShelfScenario]
    ) -> Refinement | Question:
        """Change what a wish is about; what only moves or counts days is done without the model."""
        wishes = parse_wishes(wish, intent.native_language)
        if isinstance(wishes, Question) and wishes.reason in _ASKED_BACK:
            return wishes
        if isinstance(wishes, list) and all(each.kind in _ARRANGED for each in wishes):
            return self._rehearsal.refine(intent, outline, wish, shelf)
        scope = days_in(outline, _places(wishes, outline) if isinstance(wishes, list) else [])
        if not scope:
            return self._rehearsal.refine(intent, outline, wish, shelf)
        try:
            return self._asked(lambda: refine_by_model(self._answerer, self._plan, intent, outline, wish, scope))
        except ModelFailure as failure:
            log.warning("the catalogue changes a course: %s", failure)
            return _costing(self._rehearsal.refine(intent, outline, wish, shelf), _tokens(failure))

    def regenerate(
        self,
        intent: Intent,
        outline: Outline,
        index: int,
        shelf: Sequence[ShelfScenario],
        tried: Sequence[str] = (),
    ) -> Refinement | Question:
        """Write another day in the place of one; raises LookupError for a day that there is not."""
        outline.day(index)
        try:
            found, tokens = self._asked(
                lambda: regenerate_by_model(self._answerer, self._plan, intent, outline, index, tried)
            )
        except ModelFailure as failure:
            log.warning("the catalogue gives another day: %s", failure)
            found, tokens = None, _tokens(failure)
        return found or _costing(self._rehearsal.regenerate(intent, outline, index, shelf, tried), tokens)

    def write_day(
        self, intent: Intent, outline: Outline, index: int, shelf: Sequence[ShelfScenario]
    ) -> ScenarioDraft | Day:
        """Write the scenario of a day that has none; raises ModelFailure and LookupError."""
        day = outline.day(index)
        if day.scenario_id is not None or not day.title:
            return self._rehearsal.write_day(intent, outline, index, shelf)
        return self._asked(lambda: write_scenario(self._answerer, self._write, intent, day))

    def _asked(self, ask: Callable[[], Found]) -> Found:
        """What the endpoint answers, if it may be asked; raises ModelFailure."""
        if not self._breaker.allows():
            raise ModelFailure(Reason.RESTING)
        try:
            found = ask()
        except ModelFailure as failure:
            self._noted(failure)
            raise
        self._noted(None)
        return found

    def _noted(self, failure: ModelFailure | None) -> None:
        if failure is None:
            self._breaker.succeeded()
        else:
            self._breaker.failed(failure.reason)


def _places(wishes: Sequence[Wish], outline: Outline) -> list[tuple[int | None, int | None]]:
    last_week, last_day = len(outline.weeks), len(outline.days)
    return [
        (last_week if each.week == LAST else each.week, last_day if each.day == LAST else each.day) for each in wishes
    ]


def _stood_in(piece: Piece, spent: Tokens, kept: Sequence[Day]) -> Piece:
    """A piece of the catalogue's course, which says that it stands in for a model's."""
    if isinstance(piece, Day):
        return piece if piece in kept else replace(piece, is_stand_in=True)
    if isinstance(piece, Outline):
        days = tuple(day if day in kept else replace(day, is_stand_in=True) for day in piece.days)
        return replace(piece, days=days, is_stand_in=True, tokens=spent)
    return piece


def _costing(found: Refinement | Question, spent: Tokens) -> Refinement | Question:
    """What the catalogue gave instead, its new days marked, with what the model cost all the same."""
    if isinstance(found, Question):
        return found
    days = tuple(
        replace(day, is_stand_in=True) if day.index in found.changed and day.scenario_id else day
        for day in found.outline.days
    )
    return replace(found, outline=replace(found.outline, days=days), tokens=spent)


def _tokens(failure: ModelFailure) -> Tokens:
    return Tokens(failure.spent.given, failure.spent.made)
