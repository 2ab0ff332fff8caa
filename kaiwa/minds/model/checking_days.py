"""Whether a day that a model wrote may stand where it is to stand, and the day that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz.fuzz import ratio

from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.model.plain_text import plain_text
from kaiwa.minds.outlines import CATEGORIES, Day, DayKind, Intent, Level, PlannedBy
from kaiwa.minds.phrases import Phrase, Theme, Wording

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_OBJECTIVE, LONGEST_WHY = 80, 400, 120, 200
FEWEST_OBJECTIVES, MOST_OBJECTIVES = 2, 6
MOST_MINUTES = 60
# titles that are so alike are the same
SAME = 88


class DayWritten(BaseModel):
    """A day as a model writes it; what it adds of its own is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    title: str
    description: str
    level: str
    objectives: list[str]
    category: str = ""
    minutes: int = 0
    why: str = ""


@dataclass(frozen=True)
class Place:
    """Where a day is to stand: its number and step, and whether something comes back."""

    index: int
    step: int
    comes_back: bool = False


def check_day(values: Any, place: Place, intent: Intent, others: Sequence[Day], before: Day | None) -> Day | None:
    """The day, None where it will not do.

    Its level must be within a step of its place's and of the day before, its texts in the learner's language and not
    too long, its objectives clear, and it must be none of the `others`.
    """
    try:
        written = DayWritten.model_validate(values)
    except ValidationError:
        return None
    title, description = plain_text(written.title), plain_text(written.description)
    objectives = tuple(dict.fromkeys(filter(None, (plain_text(each) for each in written.objectives))))
    level = _level(written.level, place, before)
    if level is None or not _fits(title, description, objectives):
        return None
    if not is_in_language(f"{title}. {description}", intent.native_language) or is_same(title, others):
        return None
    why = plain_text(written.why)[:LONGEST_WHY]
    return Day(
        index=place.index,
        title=title,
        theme=Theme(written.category) if written.category in CATEGORIES else Theme.EVERYDAY,
        description=description,
        cefr_level=level,
        objectives=objectives,
        scenario_id=None,
        minutes=min(max(written.minutes, 3), max(intent.minutes_per_day, 5), MOST_MINUTES),
        why=Wording(text=why) if why else Wording(Phrase.WHY_VARIETY),
        kind=DayKind.AGAIN if place.comes_back else DayKind.NEW,
        planned_by=PlannedBy.MODEL,
    )


def is_same(title: str, others: Sequence[Day]) -> bool:
    """Whether another day is called the same, or nearly."""
    wanted = title.casefold()
    return any(ratio(wanted, other.title.casefold()) >= SAME for other in others if other.title)


def _level(said: str, place: Place, before: Day | None) -> Level | None:
    named = said.strip()[:2].upper()
    if named not in tuple(Level):
        return None
    level = Level(named)
    if abs(level.step - place.step) > 1 or (before is not None and abs(level.step - before.cefr_level.step) > 1):
        return None
    return level


def _fits(title: str, description: str, objectives: Sequence[str]) -> bool:
    return (
        0 < len(title) <= LONGEST_TITLE
        and 0 < len(description) <= LONGEST_DESCRIPTION
        and FEWEST_OBJECTIVES <= len(objectives) <= MOST_OBJECTIVES
        and all(len(each) <= LONGEST_OBJECTIVE for each in objectives)
    )
