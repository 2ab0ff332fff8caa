"""What the settings carry, each field checked by itself: a page sends all of its fields, or one alone."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from kaiwa.accounts.forms import NewPassword
from kaiwa.accounts.passwords import MOST
from kaiwa.models.accounts import Challenge, LearningGoal, Theme
from kaiwa.models.conversations import CorrectionStyle
from kaiwa.web.translation import gettext as _

MOST_GOALS, LONGEST_GOAL = 10, 120


def stripped(value: object) -> object:
    """A text without the blanks around it; an empty one is nothing."""
    return (value.replace("\x00", "").strip() or None) if isinstance(value, str) else value


def lines(value: object) -> object:
    """A text's lines, those with nothing on them left out."""
    if not isinstance(value, list):
        return value
    texts = (" ".join(line.replace("\x00", "").split()) for text in value for line in str(text).splitlines())
    return [text for text in texts if text]


def checked_goals(goals: list[str]) -> list[str]:
    """Refuse more goals, or longer ones, than anybody could follow."""
    if len(goals) > MOST_GOALS or any(len(goal) > LONGEST_GOAL for goal in goals):
        raise ValueError(
            _(
                "At most %(goals)s lines of %(characters)s characters, please.",
                goals=MOST_GOALS,
                characters=LONGEST_GOAL,
            )
        )
    return goals


@cache
def time_zones() -> frozenset[str]:
    """Every time zone that is known here, by its name."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def checked_zone(name: str) -> str:
    """Refuse what is no time zone."""
    if name not in time_zones():
        raise ValueError(_("Please choose a time zone from the list, like Europe/Berlin."))
    return name


Blank = BeforeValidator(stripped)
Choice = Annotated[str | None, Blank]
Level = Annotated[Annotated[int, Field(ge=1, le=100)] | None, Blank]
Name = Annotated[Annotated[str, Field(max_length=80)] | None, Blank]
Zone = Annotated[str, BeforeValidator(lambda value: stripped(value) or ""), AfterValidator(checked_zone)]


class SettingsForm(BaseModel):
    """Every setting of a person; what was not sent stays as it is."""

    display_name: Name = None
    time_zone: Zone = "UTC"
    native_language_id: Choice = None
    target_language_id: Choice = None
    preferred_ui_language_id: Choice = None
    learning_goal: Annotated[LearningGoal | None, Blank] = None
    speaking_level: Level = None
    listening_level: Level = None
    reading_level: Level = None
    writing_level: Level = None
    challenge_preference: Annotated[Challenge | None, Blank] = None
    specific_goals: Annotated[list[str], BeforeValidator(lines), AfterValidator(checked_goals)] = []
    correction_style: CorrectionStyle = CorrectionStyle.GENTLE
    show_romanization: bool = True
    show_translation: bool = False
    speaks_lines: bool = False
    preferred_speaker_id: Choice = None
    theme: Theme = Theme.AUTO


class PasswordForm(BaseModel):
    """The password as it is, and as it is to be."""

    old: Annotated[str, Field(min_length=1, max_length=MOST)]
    password: NewPassword


class TimeZoneForm(BaseModel):
    """The zone that a browser is in."""

    time_zone: Zone
