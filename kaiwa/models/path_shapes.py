"""The JSON of learning paths, read and written whole."""

from typing import Any, Literal

from pydantic import Field

from kaiwa.models.shapes import Shape

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
Maker = Literal["rehearsal", "model"]


class WordedShape(Shape):
    """A sentence: a text as somebody wrote it, else a key that the page words with the parameters."""

    key: str | None = None
    parameters: dict[str, str | int] = Field(default_factory=dict)
    text: str = ""


class DayEntry(Shape):
    """A day of a schedule; without a scenario it is a day of review, or is still to be written."""

    day_index: int = Field(ge=1, le=60)
    title: str
    theme: str
    description: str
    difficulty: Literal["beginner", "intermediate", "advanced"]
    cefr_level: Level
    objectives: tuple[str, ...]
    scenario_id: str | None
    estimated_minutes: int = Field(ge=1, le=240)
    why: WordedShape = WordedShape()
    kind: Literal["new", "again", "review"] = "new"
    planned_by: Maker = "rehearsal"
    is_stand_in: bool = False


class WeekEntry(Shape):
    """A week of a schedule, from 1; the theme is a text or a key that the page words."""

    index: int
    theme: str


class PathDetails(Shape):
    """What else is known of a path."""

    cefr_level: str = ""
    primary_skill: str = "speaking"
    estimated_minutes_per_day: int = 15
    category: str = ""
    tags: tuple[str, ...] = ()
    weeks: tuple[WeekEntry, ...] = ()
    planned_by: Maker = "rehearsal"
    intent: dict[str, Any] = Field(default_factory=dict)
    # how much a day tells of itself before it begins
    detail: Literal["full", "brief"] = "full"
    # up to this day a copy is as it was, since that lies behind its learner
    locked_until: int = 0


class AssignmentDetails(Shape):
    """What else is known of somebody on a path; `stopped_at` is the day at which it stands still."""

    invited_by: str | None = None
    invite_note: str | None = None
    feedback_requested: bool = False
    custom_start_time: str | None = None
    stopped_at: int = 0


class Revision(Shape):
    """What a wish has changed of a preview: how it was before, so that it can be undone."""

    note: WordedShape
    wish: str
    changed: tuple[int, ...]
    before: dict[str, Any]


class PreviewDetails(Shape):
    """A preview beyond its days: the intent as understood, the weeks, what was changed and what was taken back.

    `asked` is the question of the planner that waits for an answer; `outline` is the whole as a planner reads it.
    """

    parsed_intent: dict[str, Any] = Field(default_factory=dict)
    title: WordedShape = WordedShape()
    description: WordedShape = WordedShape()
    weeks: tuple[WeekEntry, ...] = ()
    planned_by: Maker = "rehearsal"
    is_stand_in: bool = False
    refinement_history: tuple[Revision, ...] = ()
    taken_back: tuple[Revision, ...] = ()
    regenerated_days: tuple[int, ...] = ()
    asked: dict[str, Any] | None = None
