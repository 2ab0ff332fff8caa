"""An event loop beside the threads of a process."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any

CLOSING_SECONDS = 2.0


class BackgroundLoop:
    """An event loop in a thread of its own, begun when it is first needed in a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: tuple[int, asyncio.AbstractEventLoop, threading.Thread] | None = None

    def run(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Begin the work; the future may be waited for in any thread, and cancelled."""
        with self._lock:
            if self._running is None or self._running[0] != os.getpid():
                loop = asyncio.new_event_loop()
                thread = threading.Thread(target=loop.run_forever, name="kaiwa llm", daemon=True)
                thread.start()
                self._running = (os.getpid(), loop, thread)
        return asyncio.run_coroutine_threadsafe(work, self._running[1])

    def stop(self) -> None:
        """End the thread; what still runs in it is broken off."""
        with self._lock:
            running, self._running = self._running, None
        if running is None or running[0] != os.getpid():
            return
        _, loop, thread = running
        loop.call_soon_threadsafe(_break_off, loop)
        thread.join(CLOSING_SECONDS)
        if not thread.is_alive():
            loop.close()


def _break_off(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel every task, and stop once they have ended."""
    tasks = [task for task in asyncio.all_tasks(loop) if not task.done()]
    for task in tasks:
        task.cancel()
    asyncio.gather(*tasks, return_exceptions=True).add_done_callback(lambda _: loop.stop())
