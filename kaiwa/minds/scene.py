"""What a mind is told: the scene's frame and the turns so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kaiwa.minds.answers import Feedback


class CorrectionStyle(StrEnum):
    """When the learner hears of a mistake."""

    IMMEDIATE = "immediate"
    GENTLE = "gentle"
    END_OF_SESSION = "end_of_session"


class Speaker(StrEnum):
    """Who said a turn."""

    PARTNER = "assistant"
    LEARNER = "user"


@dataclass(frozen=True)
class Objective:
    """One thing that the learner sets out to do in the scene."""

    id: str
    text: str


@dataclass(frozen=True)
class Partner:
    """Whose voice the partner has: `personality` and `region` colour how lines are said, never what they are about."""

    id: str
    name: str
    personality: str
    region: str


@dataclass(frozen=True)
class Premise:
    """How a scene begins that no script tells: whom one meets, where, the first line, and what one may say.

    `partner`, `place` and `opening` are in the language that is practised, `role` and `setting` in one that the learner
    reads; `phrases` are useful lines with what they mean, `readings` how words of the opening are read.
    """

    partner: str
    partner_translated: str
    role: str
    setting: str
    place: str
    opening: str
    opening_translated: str | None = None
    phrases: tuple[tuple[str, str | None], ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """The frame every reply is made from; `native_language` is what explanations are written in.

    `role`, `setting`, `stakes`, `context` and `instructions` tell a free mind whom it plays and where, `facts` what the
    learner once said of themselves to the same partner. Where the scene is `closing`, the next line is its last. Where
    it `is_scripted`, no free mind may be asked. A `premise` is there where a free mind may play without a script.
    """

    scenario_id: str
    language: str
    title: str
    cefr_level: str
    objectives: tuple[Objective, ...] = ()
    native_language: str = "en"
    correction_style: CorrectionStyle = CorrectionStyle.GENTLE
    objectives_met: tuple[str, ...] = ()
    role: str = ""
    setting: str = ""
    stakes: str = ""
    context: str = ""
    instructions: str = ""
    partner: Partner | None = None
    facts: tuple[str, ...] = ()
    closing: bool = False
    is_scripted: bool = False
    premise: Premise | None = None


@dataclass(frozen=True)
class Turn:
    """One line of the conversation; a partner's turn carries the state the mind left with it.

    `glossary` is what words of the line mean in the learner's own language, as far as somebody has said so.
    """

    speaker: Speaker
    text: str
    state: Mapping[str, object] | None = None
    feedback: Feedback | None = None
    hint_steps: int = field(default=0)
    glossary: Mapping[str, str] = field(default_factory=dict)
