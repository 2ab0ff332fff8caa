"""Saying that a day is being written for as long as it is, so that nobody takes its writer for dead."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.paths.claiming_days import DayClaim, write_claimed

RENEW_AFTER = timedelta(seconds=8)
log = logging.getLogger("kaiwa.paths.writing_days")


@contextmanager
def still_writing(app: Flask, claim: DayClaim, every: timedelta = RENEW_AFTER) -> Iterator[None]:
    """Say in the block that the day is being written, from a thread, over a connection that is held for a moment."""
    is_over = threading.Event()

    def renew() -> None:
        while not is_over.wait(every.total_seconds()):
            with app.app_context():
                try:
                    if not write_claimed(db.session(), claim, last_processed_at=now()):
                        return
                    db.session.commit()
                except Exception:
                    log.warning("a claim could not be renewed", exc_info=True)

    thread = threading.Thread(target=renew, name="writing a day", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
