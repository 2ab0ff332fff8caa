"""What a mind says: lines, feedback, hints and summaries, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class MistakeKind(StrEnum):
    """What sort of difference a piece of feedback is about."""

    GRAMMAR = "grammar"
    WORD = "word"
    REGISTER = "register"
    SPELLING = "spelling"
    ACCENT = "accent"


class LineKind(StrEnum):
    """Why the partner said a line."""

    OPENING = "opening"
    REPLY = "reply"
    ASIDE = "aside"
    CLARIFY = "clarify"
    OFFER = "offer"
    HELP = "help"
    MEND = "mend"
    ENDING = "ending"


@dataclass(frozen=True)
class Cast:
    """Whom one meets and where: the partner's name in the target language, the rest in the learner's own.

    Who `is_scripted` has a script and keeps to it.
    """

    name: str
    name_translated: str
    role: str
    setting: str
    is_scripted: bool = True


@dataclass(frozen=True)
class Starter:
    """A whole first answer, offered as a chip."""

    text: str
    translation: str | None


@dataclass(frozen=True)
class Tokens:
    """What answers of a model cost, in the model's tokens; a mind that costs nothing leaves it at zero."""

    given: int = 0
    made: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        """Both together."""
        return Tokens(self.given + other.given, self.made + other.made)


@dataclass(frozen=True)
class Line:
    """What the partner says next, and what it understood to say it.

    `state` is opaque to everyone but the mind that wrote it and holds JSON values only; `objectives_met` is cumulative
    and in the order in which they were met; `facts` are things the learner said of themselves, such as a goal. `mind`
    names the mind that said it, which `is_stand_in` where another one should have.
    """

    text: str
    kind: LineKind = LineKind.REPLY
    translation: str | None = None
    state: Mapping[str, object] = field(default_factory=dict)
    objectives_met: tuple[str, ...] = ()
    ended: bool = False
    slow: bool = False
    intent: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    glossary: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    tokens: Tokens = Tokens()
    mind: str = "rehearsal"
    is_stand_in: bool = False


class Again:
    """Says in a reply that what was said of it so far does not count: the line begins anew."""


@dataclass(frozen=True)
class DiffPiece:
    """A run of the word-by-word difference: kept, taken out or put in."""

    text: str
    change: Literal["same", "out", "in"]


@dataclass(frozen=True)
class Feedback:
    """What may be better in one line of the learner, or why it is good.

    `better` is None for praise; `confidence` is 0–1 and nothing below 0.6 is shown.
    """

    said: str
    better: str | None
    why: str
    kind: MistakeKind | None
    confidence: float
    diff: tuple[DiffPiece, ...] = ()

    @property
    def is_praise(self) -> bool:
        """Whether the line was right and is only praised."""
        return self.better is None


@dataclass(frozen=True)
class Review:
    """What is found out after a reply, of the learner's line and of the partner's.

    `translation` and `glossary` are of the partner's line and None or empty where the mind gave them with the line;
    `objectives_met` is cumulative, None where nothing changes; `state` is added to what the line left.
    """

    feedback: Feedback | None = None
    translation: str | None = None
    glossary: Mapping[str, str] = field(default_factory=dict)
    objectives_met: tuple[str, ...] | None = None
    ended: bool = False
    state: Mapping[str, object] = field(default_factory=dict)
    tokens: Tokens = Tokens()


@dataclass(frozen=True)
class Memory:
    """What a learner said of themselves in a conversation: short sentences in the learner's own language."""

    facts: tuple[str, ...] = ()
    tokens: Tokens = Tokens()


@dataclass(frozen=True)
class HintWord:
    """A key word for the next line with its meaning."""

    text: str
    meaning: str


@dataclass(frozen=True)
class Hint:
    """Help for the learner's next line, opened in three steps: idea and words, frame, whole line."""

    idea: str
    words: tuple[HintWord, ...]
    frame: str
    line: str
    translation: str | None


@dataclass(frozen=True)
class Repair:
    """A sentence of the learner beside a better one."""

    said: str
    better: str
    why: str


@dataclass(frozen=True)
class Summary:
    """What the conversation proved: best lines, repairs, words that were new and what to do next."""

    lines_said: int
    best_lines: tuple[str, ...]
    repairs: tuple[Repair, ...]
    new_words: tuple[HintWord, ...]
    objectives_met: tuple[str, ...]
    objectives_open: tuple[str, ...]
    next_step: str
