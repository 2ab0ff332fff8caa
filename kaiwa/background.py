"""Work that is done while nobody waits for it, in threads that let the process end."""

import atexit
import threading
import time
from collections.abc import Callable, Iterable

GIVING_WAY_SECONDS = 0.01
PATIENCE_SECONDS = 3.0

_ending = threading.Event()
_running: set[threading.Thread] = set()
_lock = threading.Lock()


def run_in_background(name: str, steps: Callable[[], Iterable[object]]) -> None:
    """Take the steps one by one in a thread of their own, giving way between them."""

    def run() -> None:
        for _ in steps():
            if _ending.is_set():
                break
            time.sleep(GIVING_WAY_SECONDS)
        with _lock:
            _running.discard(threading.current_thread())

    thread = threading.Thread(target=run, name=name, daemon=True)
    with _lock:
        _running.add(thread)
    thread.start()


@atexit.register
def _let_end() -> None:
    """Wait for the step that each thread is in: a thread cut off inside a C++ library takes the process with it."""
    _ending.set()
    with _lock:
        running = list(_running)
    for thread in running:
        thread.join(PATIENCE_SECONDS)
