"""Learning paths as a mind sees them: what a learner wants, what the catalogue offers, the days that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kaiwa.minds.answers import Tokens
from kaiwa.minds.phrases import Theme, Wording
from kaiwa.minds.scene import Objective

LONGEST_COURSE, USUAL_COURSE = 60, 28
DAYS_A_WEEK = 7
USUAL_MINUTES, FEWEST_MINUTES, MOST_MINUTES = 15, 5, 120
# as kaiwa/models/scenarios.py has them, which minds do not know
CATEGORIES = (
    "relationships",
    "work",
    "travel",
    "health",
    "housing",
    "school",
    "services",
    "food",
    "emergencies",
    "small-talk",
)


class Level(StrEnum):
    """A level of the Common European Framework of Reference."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def step(self) -> int:
        """0 for A1 to 5 for C2."""
        return tuple(Level).index(self)

    @classmethod
    def at(cls, step: int) -> Level:
        """The level at a step; what lies beyond the ends is the end."""
        return tuple(cls)[min(max(step, 0), len(cls) - 1)]

    @property
    def difficulty(self) -> str:
        """The rough level that it belongs to: beginner, intermediate or advanced."""
        return ("beginner", "intermediate", "advanced")[self.step // 2]


class Goal(StrEnum):
    """What a learner learns for, as in their preferences."""

    CONNECTION = "connection"
    CAREER = "career"
    TRAVEL = "travel"
    ACADEMIC = "academic"
    CULTURE = "culture"
    GROWTH = "growth"


class DayKind(StrEnum):
    """Whether a day's scenario is new, comes back, or the day looks back."""

    NEW = "new"
    AGAIN = "again"
    REVIEW = "review"


class PlannedBy(StrEnum):
    """Whose work a day or an outline is."""

    REHEARSAL = "rehearsal"
    MODEL = "model"


@dataclass(frozen=True)
class Intent:
    """What a learner wants, understood; each field can be mended, None or empty where nothing was said of it.

    `setting` is where and with whom, and `wants` are words that scenarios are looked for by, both in the writer's own
    words; `avoids` are categories and words of what is not wanted; `days` is the length of the course, `deadline` the
    day on which it matters. A plan needs `target_language`.
    """

    text: str
    target_language: str | None
    native_language: str
    cefr_level: Level | None = None
    goal: Goal | None = None
    categories: tuple[str, ...] = ()
    setting: str = ""
    deadline: date | None = None
    minutes_per_day: int = USUAL_MINUTES
    days: int = USUAL_COURSE
    wants: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    tokens: Tokens = field(default=Tokens(), compare=False)


@dataclass(frozen=True)
class ShelfScenario:
    """A scenario that the catalogue offers for the target language.

    `titles` and `descriptions` are by language, `title` and `description` for languages without; `keywords` are in
    English and in the learner's language, or in any. It `is_playable` where there is a script or a model for it.
    """

    id: str
    title: str
    description: str
    objectives: tuple[Objective, ...]
    cefr_level: Level
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    minutes: int = 5
    primary_skill: str = "speaking"
    role: str = "character"
    is_playable: bool = True
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """What it is called in a language, else in English."""
        return self.titles.get(language) or self.title

    def description_in(self, language: str) -> str:
        """What it says of itself in a language, else in English."""
        return self.descriptions.get(language) or self.description


@dataclass(frozen=True)
class Day:
    """A day of a course, its texts in the learner's own language.

    `theme` is a `Theme` or a text; `why` says why this comes today; `minutes` are an estimate. `scenario_id` is None
    until somebody has written the day, and on a day of review that has no scenario: its title is then empty, for the
    page to say. The day `is_stand_in` where another mind should have planned it.
    """

    index: int
    title: str
    theme: str
    description: str
    cefr_level: Level
    objectives: tuple[str, ...]
    scenario_id: str | None
    minutes: int
    why: Wording
    kind: DayKind = DayKind.NEW
    planned_by: PlannedBy = PlannedBy.REHEARSAL
    is_stand_in: bool = False

    @property
    def difficulty(self) -> str:
        """Its level, roughly: beginner, intermediate or advanced."""
        return self.cefr_level.difficulty

    @property
    def week(self) -> int:
        """The week it lies in, from 1."""
        return (self.index - 1) // DAYS_A_WEEK + 1


@dataclass(frozen=True)
class Week:
    """A week of a course, from 1; `theme` is a `Theme` or a text."""

    index: int
    theme: Theme | str


@dataclass(frozen=True)
class Outline:
    """A whole course; its days stand in order, from 1. It `is_stand_in` where another mind should have planned it."""

    title: Wording
    description: Wording
    weeks: tuple[Week, ...]
    days: tuple[Day, ...]
    planned_by: PlannedBy = PlannedBy.REHEARSAL
    is_stand_in: bool = False
    tokens: Tokens = field(default=Tokens(), compare=False)

    def day(self, index: int) -> Day:
        """The day with a number; raises LookupError."""
        found = next((day for day in self.days if day.index == index), None)
        if found is None:
            raise LookupError(f"no day {index}")
        return found
