"""What can be chosen for each preference, in the words of the pages."""

from collections.abc import Mapping

from kaiwa.models.accounts import Challenge, LearningGoal, Theme
from kaiwa.models.conversations import CorrectionStyle
from kaiwa.web.locale import SPOKEN
from kaiwa.web.translation import lazy_gettext as _l

Choices = Mapping[str, str]

GOALS: Choices = {
    LearningGoal.CONNECTION: _l("People close to me"),
    LearningGoal.CAREER: _l("Work"),
    LearningGoal.TRAVEL: _l("Travel"),
    LearningGoal.ACADEMIC: _l("Studies"),
    LearningGoal.CULTURE: _l("Films, books, music"),
    LearningGoal.GROWTH: _l("For myself"),
}
CHALLENGES: Choices = {
    Challenge.COMFORTABLE: _l("Easy does it"),
    Challenge.MODERATE: _l("A little stretch"),
    Challenge.CHALLENGING: _l("Push me"),
}
CORRECTION_STYLES: Choices = {
    CorrectionStyle.IMMEDIATE: _l("Tell me at once"),
    CorrectionStyle.GENTLE: _l("Leave a small dot I can open"),
    CorrectionStyle.END_OF_SESSION: _l("Tell me at the end"),
}
THEMES: Choices = {
    Theme.AUTO: _l("As on this device"),
    Theme.LIGHT: _l("Light"),
    Theme.DARK: _l("Dark"),
}
# the middle of each band of 1–100
LEVELS: Choices = {
    "10": _l("Just beginning"),
    "30": _l("A few phrases"),
    "50": _l("Everyday things"),
    "70": _l("Most conversations"),
    "90": _l("Nearly everything"),
}
# each named in itself, as they are wherever a language of the interface is chosen
INTERFACE_LANGUAGES: Choices = {each.tag: each.name for each in SPOKEN}
YES_NO: Choices = {"yes": _l("Yes"), "no": _l("No")}
SHOWN_CHOICES: Mapping[str, Choices] = {"learning_goal": GOALS, "challenge_preference": CHALLENGES}


def nearest_level(level: int | None) -> str:
    """The choice that a stored level is shown as; nothing where none is known."""
    return "" if level is None else min(LEVELS, key=lambda each: abs(int(each) - level))
