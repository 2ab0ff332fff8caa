"""What a wish makes of a course, and another day for one, written by a model and held to the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from kaiwa.minds.answers import Tokens
from kaiwa.minds.model.answering import Answerer, Shape
from kaiwa.minds.model.checking_days import Place, check_day
from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.model.plain_text import plain_text
from kaiwa.minds.model.plan_prompts import refine_messages, regenerate_messages
from kaiwa.minds.outlines import Day, Intent, Outline
from kaiwa.minds.phrases import Phrase, Question, QuestionReason, Wording
from kaiwa.minds.planner import Refinement
from kaiwa.minds.rehearsal.ladder import complaints

LONGEST_NOTE = 160


class DayAnswer(Shape):
    """A day of a course."""

    day: int
    title: str
    description: str
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"]
    objectives: list[str]
    category: str
    minutes: int
    why: str


class RefineAnswer(Shape):
    """What a wish changes."""

    verdict: Literal["ok", "contradictory", "unclear", "unkind"]
    days: list[DayAnswer]
    note: str


_REFUSED = {
    "contradictory": QuestionReason.CONTRADICTORY_WISH,
    "unclear": QuestionReason.WISH_NOT_UNDERSTOOD,
    "unkind": QuestionReason.UNKIND,
}


def refine_by_model(
    answerer: Answerer, model: str, intent: Intent, outline: Outline, wish: str, scope: frozenset[int]
) -> Refinement | Question:
    """Change days of the `scope` as the model says, as far as the rules allow; raises ModelFailure."""
    answer, tokens = answerer.ask(model, refine_messages(intent, outline, wish), RefineAnswer)
    if answer.verdict != "ok":
        return Question(_REFUSED[answer.verdict])
    made, changed = outline, list[int]()
    for each in sorted(answer.days, key=lambda each: each.day):
        if each.day not in scope or each.day in changed:
            continue
        fitting = _with_day(made, each, intent)
        if fitting is not None:
            made = fitting
            changed.append(each.day)
    if not changed or _breaks_more(outline, made):
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    note = plain_text(answer.note)[:LONGEST_NOTE]
    said = Wording(Phrase.AS_WISHED, {"days": len(changed)})
    if note and is_in_language(note, intent.native_language):
        said = replace(said, key=None, text=note)
    return Refinement(made, tuple(changed), said, intent, tokens)


def regenerate_by_model(
    answerer: Answerer, model: str, intent: Intent, outline: Outline, index: int, tried: Sequence[str]
) -> tuple[Refinement | None, Tokens]:
    """The course with another day that the model wrote, None where that will not do; raises ModelFailure."""
    answer, tokens = answerer.ask(model, regenerate_messages(intent, outline, index, tried), DayAnswer)
    made = _with_day(outline, answer.model_copy(update={"day": index}), intent)
    if made is None or _breaks_more(outline, made):
        return None, tokens
    note = Wording(Phrase.ANOTHER_SCENARIO, {"scenario": made.day(index).title, "days": 1})
    return Refinement(made, (index,), note, intent, tokens), tokens


def _with_day(outline: Outline, answer: DayAnswer, intent: Intent) -> Outline | None:
    """The outline with a day in the place of another one; None where it will not do there."""
    old = outline.day(answer.day)
    others = [day for day in outline.days if day.index != answer.day]
    place = Place(old.index, old.cefr_level.step)
    day = check_day(answer.model_dump(), place, intent, others, None)
    if day is None:
        return None
    day = replace(day, why=day.why if day.why.text else Wording(Phrase.WHY_ASKED_FOR), kind=old.kind)
    return replace(outline, days=tuple(day if each.index == day.index else each for each in outline.days))


def _breaks_more(before: Outline, after: Outline) -> bool:
    return not set(complaints(before.days)).issuperset(complaints(after.days))


def days_in(outline: Outline, places: Sequence[tuple[int | None, int | None]]) -> frozenset[int]:
    """The days that weeks and days name; all where one of them names none."""
    if not places or any(week is None and day is None for week, day in places):
        return frozenset(day.index for day in outline.days)
    return frozenset(day.index for day in outline.days if any(_is_at(day, each) for each in places))


def _is_at(day: Day, place: tuple[int | None, int | None]) -> bool:
    week, index = place
    return day.index == index if index is not None else day.week == week
