"""The time, aware and in UTC, so that no module asks the system clock itself."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app, has_app_context

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time of the application's clock: the real one, unless `create_app(clock=…)` was given another."""
    clock: Clock = current_app.extensions.get("kaiwa.clock", system_clock) if has_app_context() else system_clock
    return clock()
