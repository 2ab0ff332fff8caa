"""Guard tokens: the polarity, numbers and values of a line, which a match must not contradict (SCENES.md, point 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaiwa.languages.guards import is_negated, is_question
from kaiwa.languages.numbers import find_numbers
from kaiwa.minds.rehearsal.hearing import Heard

ASKED_NOT_TOLD, TOLD_NOT_ASKED = 0.6, 0.88


@dataclass(frozen=True)
class Claims:
    """What a sentence commits itself to; `named` are slot values that it names outright."""

    is_negated: bool
    is_question: bool
    numbers: frozenset[float]
    named: Mapping[str, Heard]


def claims_of(text: str, language: str, named: Mapping[str, Heard]) -> Claims:
    """Read what a sentence commits itself to."""
    numbers = frozenset(number.value for number in find_numbers(text, language))
    return Claims(is_negated(text, language), is_question(text, language), numbers, named)


def agreement(line: Claims, example: Claims) -> float:
    """1 where a line may mean an example, 0 where it contradicts it; a difference of form alone costs a little."""
    if line.is_negated != example.is_negated:
        return 0.0
    if any(name in line.named and line.named[name].value != value.value for name, value in example.named.items()):
        return 0.0
    if example.numbers and line.numbers and not example.numbers & line.numbers:
        return 0.0
    if line.is_question and not example.is_question:
        return ASKED_NOT_TOLD
    if example.is_question and not line.is_question:
        return TOLD_NOT_ASKED
    return 1.0
