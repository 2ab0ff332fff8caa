"""The Planner protocol: from a sentence to a course, whoever thinks behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kaiwa.minds.answers import Tokens
from kaiwa.minds.outlines import Day, Intent, Level, Outline, ShelfScenario, Week
from kaiwa.minds.phrases import Question, Wording
from kaiwa.minds.scene import Objective


@dataclass(frozen=True)
class Heading:
    """What a course is called and what it is."""

    title: Wording
    description: Wording


class Waiting:
    """Nothing has come for a while: whoever listens may be told that it goes on."""


Piece = Heading | Week | Day | Waiting | Outline


@dataclass(frozen=True)
class Refinement:
    """What a wish has made of an outline: the numbers of the days that changed, and a note of what was done.

    `intent` is as it holds from now on: a wish for shorter days changes its pace.
    """

    outline: Outline
    changed: tuple[int, ...]
    note: Wording
    intent: Intent
    tokens: Tokens = field(default=Tokens(), compare=False)


@dataclass(frozen=True)
class DraftLine:
    """A line in the target language and what it means in the learner's own."""

    text: str
    translation: str


@dataclass(frozen=True)
class ScenarioDraft:
    """A whole scenario that a model wrote for a day.

    Lines (`partner`: the partner's name, `opening`, `phrases`, `sample`, who says first alternating from the partner)
    are in the target language; all else is in the learner's own, but `role_title`, `context`, `instructions`, `setting`
    and `stakes` tell a partner whom to play and are there for both.
    """

    title: str
    description: str
    role: str
    role_title: str
    cefr_level: Level
    instructions: str
    context: str
    learning_goal: str
    setting: str
    stakes: str
    expected_outcome: str
    objectives: tuple[Objective, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    primary_skill: str
    keywords: tuple[str, ...]
    minutes: int
    partner: DraftLine
    opening: DraftLine
    phrases: tuple[DraftLine, ...] = ()
    sample: tuple[DraftLine, ...] = ()
    glossary: Mapping[str, str] = field(default_factory=dict)
    tokens: Tokens = field(default=Tokens(), compare=False)


class Planner(Protocol):
    """Understands what a learner wants and makes a course of it; needs neither the database nor a page."""

    def parse(self, text: str, *, native: str, accepted_languages: Sequence[str], today: date) -> Intent | Question:
        """Understand a sentence; `native` is the learner's language as far as it is known.

        `accepted_languages` are those that can be learned here, `today` is the learner's.
        """
        ...

    def plan(self, intent: Intent, shelf: Sequence[ShelfScenario], kept: Sequence[Day] = ()) -> Iterator[Piece]:
        """Yield a `Heading`, each `Week` before its days, the days in order, and the whole `Outline` as the last piece.

        `kept` are the first days of a plan that was broken off: they stay and are yielded again. Raises ValueError for
        an intent without a target language and for an empty shelf.
        """
        ...

    def refine(
        self, intent: Intent, outline: Outline, wish: str, shelf: Sequence[ShelfScenario]
    ) -> Refinement | Question:
        """Change what a wish is about; `wish` is the id of a wish (`minds/wishes.py`) or plain words."""
        ...

    def regenerate(
        self,
        intent: Intent,
        outline: Outline,
        index: int,
        shelf: Sequence[ShelfScenario],
        tried: Sequence[str] = (),
    ) -> Refinement | Question:
        """Give a day another scenario than it has and than those that were `tried`; raises LookupError for no day."""
        ...

    def write_day(
        self, intent: Intent, outline: Outline, index: int, shelf: Sequence[ShelfScenario]
    ) -> ScenarioDraft | Day:
        """Write a day's scenario whole, or give the day with a scenario of the catalogue; raises LookupError.

        A model raises ModelFailure, so that whoever asks may try again later.
        """
        ...
