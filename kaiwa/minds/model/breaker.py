"""Leaving a dead endpoint alone for a while, so that nobody waits for what will not come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kaiwa.gateways.model_failures import Reason

_DEAD = frozenset(
    {Reason.UNREACHABLE, Reason.SLOW, Reason.STALLED, Reason.REFUSED, Reason.BUSY, Reason.BROKEN, Reason.CUT}
)
FAILURES_IN_A_ROW = 3
RESTS_SECONDS = 60.0


class CircuitBreaker:
    """Opens after three failures in a row; a minute later one caller may try, and decides for all.

    `clock` gives seconds that only grow. Safe among threads; every process finds out for itself.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def allows(self) -> bool:
        """Whether the endpoint may be asked now."""
        with self._lock:
            if self._failures < FAILURES_IN_A_ROW:
                return True
            if self._clock() < self._closed_until:
                return False
            # the next caller waits for what this one finds
            self._closed_until = self._clock() + RESTS_SECONDS
            return True

    def succeeded(self) -> None:
        """The endpoint has answered."""
        with self._lock:
            self._failures = 0

    def failed(self, reason: Reason) -> None:
        """The endpoint has not answered, or not what was asked, which is no sign that it is dead."""
        if reason not in _DEAD:
            self.succeeded()
            return
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES_IN_A_ROW:
                self._closed_until = self._clock() + RESTS_SECONDS
