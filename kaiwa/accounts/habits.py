"""How somebody who is signed in wants it unless they say otherwise: read with the session, so that it costs nothing."""

from dataclasses import dataclass

from kaiwa.accounts.preferences import Level
from kaiwa.models import User, UserPreferences
from kaiwa.models.accounts import LearningGoal, Theme
from kaiwa.models.conversations import CorrectionStyle


@dataclass(frozen=True)
class Habits:
    """The part of an account's preferences that pages and new conversations follow; the defaults are a guest's.

    `shows_readings`, `speaks_lines` and `level` are None where this browser decides.
    """

    theme: Theme = Theme.AUTO
    shows_readings: bool | None = None
    shows_translation: bool = False
    speaks_lines: bool | None = None
    correction_style: CorrectionStyle = CorrectionStyle.GENTLE
    target_language_id: str | None = None
    native_language_id: str | None = None
    has_goal: bool = False
    level: Level | None = None
    preferred_speaker_id: str | None = None
    interface_language_id: str | None = None
    learning_goal: LearningGoal | None = None
    speaking_level: int | None = None


def habits_of(user: User, preferences: UserPreferences | None) -> Habits:
    """The habits in the rows of a person."""
    if preferences is None:
        return Habits(native_language_id=user.native_language_id, interface_language_id=user.preferred_ui_language_id)
    return Habits(
        preferences.theme,
        preferences.show_romanization,
        preferences.show_translation,
        preferences.speaks_lines,
        preferences.correction_style,
        preferences.target_language_id,
        user.native_language_id,
        preferences.learning_goal is not None,
        level_of(preferences.speaking_level),
        preferences.preferred_speaker_id,
        user.preferred_ui_language_id,
        preferences.learning_goal,
        preferences.speaking_level,
    )


def level_of(speaking: int | None) -> Level | None:
    """How the first page names a level of 1–100."""
    if speaking is None:
        return None
    return Level.NEW if speaking <= 20 else Level.SOME if speaking <= 60 else Level.CONFIDENT
