"""What a visitor prefers on this browser: kept in the signed cookie until there is an account."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from flask import session

KEY = "preferences"


class Level(StrEnum):
    """How somebody rates themselves before the first word."""

    NEW = "new"
    SOME = "some"
    CONFIDENT = "confident"


@dataclass(frozen=True)
class Preferences:
    """How lines are shown and said: readings above words follow the level until they are switched."""

    level: Level = Level.NEW
    show_readings: bool = True
    said_not_now: bool = False
    speaks_lines: bool = False


def current_preferences() -> Preferences:
    """The preferences of this browser; whatever is odd in the cookie counts as not set."""
    kept = session.get(KEY)
    kept = kept if isinstance(kept, dict) else {}
    level = Level(kept["level"]) if kept.get("level") in set(Level) else Level.NEW
    readings = kept.get("readings")
    shown = readings if isinstance(readings, bool) else level is not Level.CONFIDENT
    return Preferences(level, shown, kept.get("not_now") is True, kept.get("aloud") is True)


def remember_level(level: Level) -> None:
    """Keep the level; readings follow it unless they were switched by hand."""
    _keep(level=level.value)


def remember_readings(shown: bool) -> Preferences:
    """Switch the readings for good."""
    _keep(readings=shown)
    return replace(current_preferences(), show_readings=shown)


def remember_aloud(spoken: bool) -> None:
    """Say answers aloud, or no longer."""
    _keep(aloud=spoken)


def remember_not_now() -> None:
    """Not to ask again for an account."""
    _keep(not_now=True)


def _keep(**values: Any) -> None:
    kept = session.get(KEY)
    session[KEY] = {**(kept if isinstance(kept, dict) else {}), **values}
    session.permanent = True
