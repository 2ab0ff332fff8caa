"""Intents, days and outlines as values that JSON can hold, and back; what comes back is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from kaiwa.minds.outlines import Day, Intent, Outline

_INTENTS, _DAYS, _OUTLINES = TypeAdapter(Intent), TypeAdapter(Day), TypeAdapter(Outline)
# what a schedule calls them
_STORED = {"index": "day_index", "minutes": "estimated_minutes"}
_OWN = {stored: own for own, stored in _STORED.items()}


def intent_values(intent: Intent) -> dict[str, Any]:
    """An intent as JSON can hold it, without what it cost."""
    return dict(_INTENTS.dump_python(intent, mode="json", exclude={"tokens"}))


def intent_of(values: Mapping[str, Any]) -> Intent:
    """The intent of such values; raises ValueError."""
    return _INTENTS.validate_python(dict(values))


def day_values(day: Day) -> dict[str, Any]:
    """A day as an entry of a schedule."""
    values = _DAYS.dump_python(day, mode="json")
    return {_STORED.get(name, name): value for name, value in values.items()} | {"difficulty": day.difficulty}


def day_of(values: Mapping[str, Any]) -> Day:
    """The day of an entry; raises ValueError."""
    known = {_OWN.get(name, name): value for name, value in values.items() if name != "difficulty"}
    return _DAYS.validate_python(known)


def outline_values(outline: Outline) -> dict[str, Any]:
    """An outline as JSON can hold it, its days as entries of a schedule, without what it cost."""
    values = dict(_OUTLINES.dump_python(outline, mode="json", exclude={"days", "tokens"}))
    return values | {"days": [day_values(day) for day in outline.days]}


def outline_of(values: Mapping[str, Any]) -> Outline:
    """The outline of such values; raises ValueError."""
    days = [day_of(each) for each in values.get("days", ())]
    return _OUTLINES.validate_python({**values, "days": days})
