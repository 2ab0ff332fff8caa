"""What somebody wants to be ready for, understood by a model and held to what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from kaiwa.minds.answers import Tokens
from kaiwa.minds.model.answering import Shape
from kaiwa.minds.model.plain_text import plain_text
from kaiwa.minds.outlines import (
    FEWEST_MINUTES,
    LONGEST_COURSE,
    MOST_MINUTES,
    USUAL_COURSE,
    USUAL_MINUTES,
    Goal,
    Intent,
    Level,
)
from kaiwa.minds.phrases import Question, QuestionReason
from kaiwa.minds.rehearsal.script import LANGUAGES

LONGEST_SETTING, MOST_WANTS, LONGEST_WANT = 80, 8, 40
Category = Literal[
    "relationships", "work", "travel", "health", "housing", "school", "services", "food", "emergencies", "small-talk"
]


class IntentAnswer(Shape):
    """What a model has understood."""

    verdict: Literal[
        "ok",
        "unclear",
        "not_about_learning",
        "unkind",
        "several_languages",
        "contradictory_level",
        "deadline_passed",
    ]
    target_languages: list[str]
    native_language: str
    level: Literal["", "A1", "A2", "B1", "B2", "C1", "C2"]
    goal: Literal["", "connection", "career", "travel", "academic", "culture", "growth"]
    categories: list[Category]
    setting: str
    wants: list[str]
    deadline: str
    minutes_per_day: int
    days: int


def intent_from(
    answer: IntentAnswer, text: str, native: str, accepted: Sequence[str], today: date, known: Intent | Question
) -> Intent | Question:
    """The intent of an answer; what the model leaves open is as the word lists `known` it."""
    asked = _question(answer, native, accepted)
    if asked:
        return asked
    own = answer.native_language if answer.native_language in LANGUAGES else native
    target = answer.target_languages[0] if answer.target_languages else None
    deadline = _date(answer.deadline)
    if deadline and deadline < today:
        return Question(QuestionReason.DEADLINE_PASSED, {"deadline": deadline.isoformat()})
    made = Intent(
        text=text,
        target_language=target,
        native_language=own if own != target else native,
        cefr_level=Level(answer.level) if answer.level else None,
        goal=Goal(answer.goal) if answer.goal else None,
        categories=tuple(dict.fromkeys(answer.categories)),
        setting=plain_text(answer.setting)[:LONGEST_SETTING],
        deadline=deadline,
        minutes_per_day=_between(answer.minutes_per_day, FEWEST_MINUTES, MOST_MINUTES, USUAL_MINUTES),
        days=_days(answer.days, deadline, today),
        wants=tuple(filter(None, (plain_text(each)[:LONGEST_WANT] for each in answer.wants[:MOST_WANTS]))),
    )
    return _filled(made, known)


def _question(answer: IntentAnswer, native: str, accepted: Sequence[str]) -> Question | None:
    offered = tuple(language for language in accepted if language != native)
    languages = tuple(dict.fromkeys(answer.target_languages))
    if answer.verdict == "several_languages" or (answer.verdict == "ok" and len(languages) > 1):
        return Question(
            QuestionReason.SEVERAL_LANGUAGES, choices=tuple(each for each in languages if each in offered) or offered
        )
    if answer.verdict == "contradictory_level":
        return Question(QuestionReason.CONTRADICTORY_LEVEL, choices=tuple(Level))
    if answer.verdict != "ok":
        return Question(QuestionReason(answer.verdict))
    if not languages:
        return None
    if languages[0] not in accepted:
        known = languages[0] if languages[0].isalpha() and len(languages[0]) <= 3 else ""
        return Question(QuestionReason.LANGUAGE_NOT_OFFERED, {"language": known}, offered)
    if languages[0] == native == answer.native_language:
        return Question(QuestionReason.SAME_LANGUAGE, {"language": native}, (*offered, native))
    return None


def _filled(made: Intent, known: Intent | Question) -> Intent:
    """What nobody can have misheard: a level, a day or a pace that the words name and the model has not."""
    if isinstance(known, Question):
        return made
    return replace(
        made,
        target_language=made.target_language or known.target_language,
        cefr_level=made.cefr_level or known.cefr_level,
        goal=made.goal or known.goal,
        categories=made.categories or known.categories,
        setting=made.setting or known.setting,
        wants=made.wants or known.wants,
    )


def with_tokens(found: Intent | Question, tokens: Tokens) -> Intent | Question:
    """What was understood, with what it has cost."""
    return replace(found, tokens=tokens) if isinstance(found, Intent) else found


def _days(asked: int, deadline: date | None, today: date) -> int:
    days = _between(asked, 1, LONGEST_COURSE, USUAL_COURSE)
    return min(days, max(1, (deadline - today).days)) if deadline else days


def _between(value: int, least: int, most: int, usual: int) -> int:
    return min(max(value, least), most) if value > 0 else usual


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
