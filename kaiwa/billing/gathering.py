"""Group commit: what several threads want to write at the same time is written by one of them, in one transaction.

Whoever comes while nothing is being written writes at once, so that a single one waits for nobody. The others wait
until what is being written is written; then the first of them writes for all who wait.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_AT_ONCE = 100
YOURS, WRITTEN = True, False


class Waiting(Generic[T]):
    """One thing that is to be written, and what its thread waits for: its turn to write, or that it was written."""

    def __init__(self, thing: T) -> None:
        self.thing = thing
        self.told: Future[bool] = Future()
        self.written: Future[None] = Future()


class Gatherer(Generic[T]):
    """`put` returns when the thing is written, or raises what writing it raised."""

    def __init__(self, write: Callable[[Sequence[T]], None], *, most: int = MOST_AT_ONCE) -> None:
        """`write` writes all that it is given or nothing, and may be called from any thread, by one at a time."""
        self._write, self._most = write, most
        self._guard = Lock()
        self._waiting: deque[Waiting[T]] = deque()
        self._is_writing = False

    def put(self, thing: T) -> None:
        """Have a thing written, alone or with those of other threads."""
        mine = Waiting(thing)
        with self._guard:
            self._waiting.append(mine)
            writes, self._is_writing = not self._is_writing, True
        if writes or mine.told.result() is YOURS:
            self._write_some()
        mine.written.result()

    def _write_some(self) -> None:
        with self._guard:
            some = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            self._write_all(some)
        finally:
            with self._guard:
                self._is_writing = bool(self._waiting)
                if self._waiting:
                    self._waiting[0].told.set_result(YOURS)
            for each in some:
                if not each.written.done():
                    each.written.set_exception(RuntimeError("whoever wrote was ended"))
                if not each.told.done():
                    each.told.set_result(WRITTEN)

    def _write_all(self, some: Sequence[Waiting[T]]) -> None:
        """Write them together; where that fails each alone, so that one does not spoil the others."""
        try:
            self._write([each.thing for each in some])
        except Exception as error:
            if len(some) == 1:
                some[0].written.set_exception(error)
                return
            for each in some:
                self._write_all([each])
            return
        for each in some:
            each.written.set_result(None)
