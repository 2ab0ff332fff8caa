"""The time, aware and in UTC, so that no module asks the system clock itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from flask import current_app, has_app_context

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time of the application's clock: the real one, unless `create_app(clock=…)` was given another."""
    clock: Clock = current_app.extensions.get("kaiwa.clock", system_clock) if has_app_context() else system_clock
    return clock()


def zones_away(at: datetime) -> tuple[list[str], list[str]]:
    """The zones where it is already the day after UTC's, and those where it is still the day before."""
    today = at.astimezone(UTC).date()
    days = {zone.key: at.astimezone(zone).date() for zone in _zones()}
    ahead, behind = ([name for name, day in days.items() if sign * (day - today).days > 0] for sign in (1, -1))
    return ahead, behind


@cache
def _zones() -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(name) for name in sorted(available_timezones()))
