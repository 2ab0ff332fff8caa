"""A whole scenario for a day of a course, by a model."""

from __future__ import annotations

from collections.abc import Sequence

from kaiwa.gateways.model_failures import ModelFailure, Reason, Spent
from kaiwa.minds.answers import Tokens
from kaiwa.minds.model.answering import Answerer, Shape
from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.model.plain_text import plain_text
from kaiwa.minds.model.plan_prompts import write_messages
from kaiwa.minds.outlines import CATEGORIES, Day, Intent
from kaiwa.minds.planner import DraftLine, ScenarioDraft
from kaiwa.minds.scene import Objective

SHORT, LONG, NAME = 120, 600, 40
MOST_PHRASES, SAMPLE_LINES, MOST_KEYWORDS = 8, 6, 12


class LineAnswer(Shape):
    """A line and what it means."""

    text: str
    meaning: str


class ScenarioAnswer(Shape):
    """A scenario, but for what its day says already."""

    who: str
    partner: str
    setting: str
    stakes: str
    context: str
    instructions: str
    learning_goal: str
    expected_outcome: str
    opening: LineAnswer
    phrases: list[LineAnswer]
    sample: list[LineAnswer]
    keywords: list[str]


def write_scenario(answerer: Answerer, model: str, intent: Intent, day: Day) -> ScenarioDraft:
    """Write the scenario of a day; raises ModelFailure, WRONG_LANGUAGE for lines that are in another one."""
    found: tuple[ScenarioAnswer, Tokens] | None = None
    # a whole scenario takes longer than an answer may that is not seen to grow
    for piece in answerer.stream(model, write_messages(intent, day), ScenarioAnswer):
        found = piece if isinstance(piece, tuple) else None
    if found is None:
        raise ModelFailure(Reason.EMPTY)
    answer, tokens = found
    opening = _lines([answer.opening], intent.target_language or "")
    if not opening:
        raise ModelFailure(Reason.WRONG_LANGUAGE, spent=Spent(tokens.given, tokens.made))
    return _draft(answer, tokens, intent, day, opening[0])


def _draft(answer: ScenarioAnswer, tokens: Tokens, intent: Intent, day: Day, opening: DraftLine) -> ScenarioDraft:
    language = intent.target_language or ""
    return ScenarioDraft(
        title=day.title,
        description=day.description,
        role="character",
        role_title=plain_text(answer.who)[:SHORT],
        cefr_level=day.cefr_level,
        instructions=plain_text(answer.instructions)[:LONG],
        context=plain_text(answer.context)[:LONG],
        learning_goal=plain_text(answer.learning_goal)[:LONG],
        setting=plain_text(answer.setting)[:LONG],
        stakes=plain_text(answer.stakes)[:LONG],
        expected_outcome=plain_text(answer.expected_outcome)[:LONG],
        objectives=tuple(Objective(f"goal-{number}", text) for number, text in enumerate(day.objectives, 1)),
        categories=(str(day.theme),) if day.theme in CATEGORIES else intent.categories[:1],
        tags=(),
        primary_skill="speaking",
        keywords=tuple(filter(None, (plain_text(each)[:NAME] for each in answer.keywords[:MOST_KEYWORDS]))),
        minutes=max(1, min(day.minutes, 20)),
        partner=DraftLine(plain_text(answer.partner)[:NAME] or plain_text(answer.who)[:NAME], ""),
        opening=opening,
        phrases=_lines(answer.phrases, language)[:MOST_PHRASES],
        sample=_sample(answer.sample, language),
        tokens=tokens,
    )


def _lines(lines: Sequence[LineAnswer], language: str) -> tuple[DraftLine, ...]:
    """Lines that are in the language that is learned."""
    made = (DraftLine(plain_text(each.text)[:LONG], plain_text(each.meaning)[:LONG]) for each in lines)
    return tuple(line for line in made if line.text and is_in_language(line.text, language))


def _sample(lines: Sequence[LineAnswer], language: str) -> tuple[DraftLine, ...]:
    """The exchange, none of it where a line is missing: who says what would no longer hold."""
    made = _lines(lines[:SAMPLE_LINES], language)
    return made if len(made) == len(lines[:SAMPLE_LINES]) else ()
