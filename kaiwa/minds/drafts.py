"""Writing a scenario from what somebody dreads: what a writer is told, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from kaiwa.minds.answers import Tokens

MOST_OBJECTIVES, MOST_PHRASES = 8, 8


@dataclass(frozen=True)
class Wish:
    """A conversation that somebody dreads, in their own words, and the language and level it will be held in."""

    text: str
    language: str
    native_language: str
    cefr_level: str


@dataclass(frozen=True)
class Draft:
    """A scenario as far as it is written; `tokens` is what it cost, known with the whole.

    `partner` (a name), `opening` and the first parts of `phrases` are in the language that is practised, all else in
    the learner's own.
    """

    title: str = ""
    description: str = ""
    who: str = ""
    partner: str = ""
    setting: str = ""
    stakes: str = ""
    opening: str = ""
    opening_translated: str = ""
    objectives: tuple[str, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    category: str = ""
    minutes: int = 8
    is_whole: bool = False
    tokens: Tokens = field(default_factory=Tokens)


class Writer(Protocol):
    """Writes scenarios."""

    def write(self, wish: Wish) -> Iterator[Draft]:
        """Yield the draft as it grows, then the whole of it; raises ModelFailure."""
        ...
