"""The settings as they are shown: which stand on a page, what each is called, what can be chosen and what is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kaiwa.accounts.choices import (
    CHALLENGES,
    CORRECTION_STYLES,
    GOALS,
    INTERFACE_LANGUAGES,
    LEVELS,
    THEMES,
    YES_NO,
    Choices,
    nearest_level,
)
from kaiwa.models import Language, Speaker, User, UserPreferences
from kaiwa.web.locale import language_name
from kaiwa.web.presentation import voice_name
from kaiwa.web.translation import lazy_gettext as _l

Kind = Literal["radio", "select", "text", "lines", "zone"]
SKILLS = ("speaking_level", "listening_level", "reading_level", "writing_level")
LANGUAGES = ("native_language_id", "target_language_id")
SPEAKER = "preferred_speaker_id"
# what is kept with the person, not among the preferences
OF_USER = frozenset({"display_name", "time_zone", "native_language_id", "preferred_ui_language_id"})
SECTIONS: Mapping[str, Sequence[str]] = {
    "profile": ("display_name", "time_zone"),
    "practice": (
        "target_language_id",
        "native_language_id",
        "learning_goal",
        *SKILLS,
        "challenge_preference",
        "correction_style",
        "specific_goals",
    ),
    "languages": (*LANGUAGES, "preferred_ui_language_id"),
    "conversation": ("correction_style", "show_romanization", "show_translation", "speaks_lines", SPEAKER),
    "appearance": ("theme",),
}
FIELDS: Collection[str] = frozenset(name for names in SECTIONS.values() for name in names)


@dataclass(frozen=True)
class Look:
    """How one setting is asked for; `blank` is the choice of saying nothing."""

    kind: Kind
    label: str
    choices: Choices = field(default_factory=dict)
    help: str = ""
    blank: str = ""


@dataclass(frozen=True)
class Shown:
    """One setting on a page, with what is chosen or was typed and what is wrong with it."""

    name: str
    look: Look
    value: str
    choices: Choices
    message: str = ""
    is_saved: bool = False


_UNSAID = _l("I would rather not say")
LOOKS: Mapping[str, Look] = {
    "display_name": Look("text", _l("What should we call you?")),
    "time_zone": Look("zone", _l("Time zone"), help=_l("Your days and weeks begin by it. Type a city to find it.")),
    "native_language_id": Look("select", _l("Explain things to me in"), blank=_l("as my browser asks")),
    "target_language_id": Look("select", _l("I am learning"), blank=_l("nothing in particular")),
    "preferred_ui_language_id": Look(
        "select", _l("Language of these pages"), INTERFACE_LANGUAGES, blank=_l("as my browser asks")
    ),
    "learning_goal": Look("radio", _l("What is it for?"), GOALS, blank=_UNSAID),
    "speaking_level": Look("select", _l("I can say"), LEVELS, blank=_UNSAID),
    "listening_level": Look("select", _l("I understand"), LEVELS, blank=_UNSAID),
    "reading_level": Look("select", _l("I can read"), LEVELS, blank=_UNSAID),
    "writing_level": Look("select", _l("I can write"), LEVELS, blank=_UNSAID),
    "challenge_preference": Look("radio", _l("How hard may it be?"), CHALLENGES, blank=_UNSAID),
    "correction_style": Look(
        "radio",
        _l("When something could be said better"),
        CORRECTION_STYLES,
        help=_l("New conversations begin with it; each can be set otherwise."),
    ),
    "specific_goals": Look(
        "lines",
        _l("What do you want to be ready for?"),
        help=_l("One on each line, like “my mother-in-law’s birthday” or “asking for a day off”."),
    ),
    "show_romanization": Look("radio", _l("Readings above the words"), YES_NO),
    "show_translation": Look("radio", _l("Translations open from the start"), YES_NO),
    "speaks_lines": Look(
        "radio",
        _l("Your partner’s answers aloud"),
        YES_NO,
        help=_l("The text is then one tap away. Only where there is a voice for the language."),
    ),
    SPEAKER: Look(
        "select",
        _l("Your partner’s voice"),
        help=_l("New conversations in its language begin with it; each can have another."),
        blank=_l("the first of each language"),
    ),
    "theme": Look(
        "radio", _l("Colours"), THEMES, help=_l("For every browser in which you have not switched them by hand.")
    ),
}


def show_fields(
    names: Sequence[str],
    user: User,
    preferences: UserPreferences,
    languages: Sequence[Language],
    speakers: Sequence[Speaker] = (),
    *,
    typed: Mapping[str, Any] | None = None,
    messages: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> list[Shown]:
    """The settings of these names; `typed` is what was sent, where that could not be kept."""
    names_of = {each.id: language_name(each) for each in languages}
    voices = {each.id: f"{names_of[each.language_id]}: {voice_name(each)}" for each in speakers}
    spoken = {each.id: " · ".join(dict.fromkeys((each.native_name, language_name(each)))) for each in languages}
    shown = []
    for name in names:
        look = LOOKS[name]
        value = _typed(typed[name]) if typed and name in typed else _kept(name, user, preferences)
        choices = spoken if name in LANGUAGES else voices if name == SPEAKER else look.choices
        shown.append(Shown(name, look, value, choices, (messages or {}).get(name, ""), is_saved))
    return shown


def _kept(name: str, user: User, preferences: UserPreferences) -> str:
    value = getattr(user if name in OF_USER else preferences, name)
    if name in SKILLS:
        return nearest_level(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _typed(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
