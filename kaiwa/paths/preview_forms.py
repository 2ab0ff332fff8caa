"""What the forms of a preview carry."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from kaiwa.languages import LANGUAGE_IDS
from kaiwa.minds.outlines import FEWEST_MINUTES, LONGEST_COURSE, MOST_MINUTES, Goal, Level
from kaiwa.scenarios.own_forms import on_one_line, without_edges

LONGEST_INTENT, LONGEST_WISH = 600, 300
Language = Literal[LANGUAGE_IDS]  # type: ignore[valid-type]


def or_none(value: object) -> object:
    """Nothing chosen is None."""
    return value or None


class IntentForm(BaseModel):
    """What somebody wants to be ready for; language and level answer a question that was asked back."""

    intent: Annotated[str, Field(max_length=LONGEST_INTENT), BeforeValidator(without_edges)] = ""
    language: Annotated[Language | None, BeforeValidator(or_none)] = None
    level: Annotated[Level | None, BeforeValidator(or_none)] = None


class MendForm(BaseModel):
    """What was understood of it, as the learner mends it."""

    language: Language
    level: Level
    goal: Annotated[Goal | None, BeforeValidator(or_none)] = None
    minutes: Annotated[int, Field(ge=FEWEST_MINUTES, le=MOST_MINUTES)]
    days: Annotated[int, Field(ge=1, le=LONGEST_COURSE)]
    deadline: Annotated[date | None, BeforeValidator(or_none)] = None


class WishForm(BaseModel):
    """What shall be different."""

    wish: Annotated[str, Field(max_length=LONGEST_WISH), BeforeValidator(on_one_line)] = ""


class DayForm(BaseModel):
    """A day as its learner writes it."""

    title: Annotated[str, Field(min_length=1, max_length=120), BeforeValidator(on_one_line)]
    description: Annotated[str, Field(max_length=500), BeforeValidator(without_edges)] = ""
    minutes: Annotated[int, Field(ge=1, le=240)]


class CommitmentForm(BaseModel):
    """From when on, and whether and when a mail reminds one."""

    starts_on: date
    detail: Literal["full", "brief"] = "full"
    reminders: bool = False
    remind_at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "08:00"

    @property
    def reminder_minute(self) -> int:
        """The minute of the day at which the mail goes out."""
        hours, minutes = self.remind_at.split(":")
        return int(hours) * 60 + int(minutes)
