"""Whether a connection that waited in the pool is still there, told without asking the server.

A server that ends a connection says so on its socket, so one look at that costs nothing. Only a connection that
waited long is asked, since a network in between may have dropped it silently.
"""

import select
import time
from contextlib import suppress
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

ASKED_AFTER_SECONDS = 20
LEFT_AT = "kaiwa.left_at"


def watch_pool(engine: Engine, asked_after: float = ASKED_AFTER_SECONDS) -> None:
    """Have every connection of an engine looked at before it is used again, and asked after so many seconds."""

    @event.listens_for(engine, "checkin")
    def note_leaving(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[LEFT_AT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def refuse_dead(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        left_at = record.info.get(LEFT_AT)
        if left_at is None:
            return
        waited = time.monotonic() - left_at
        if not _is_quiet(connection) or (waited >= asked_after and not _answers(connection)):
            # the others that wait are of the same age and server: the pool makes all of them anew
            raise InvalidatePoolError


def _is_quiet(connection: psycopg.Connection[Any]) -> bool:
    """Nothing to read: neither the server's last words nor the end of the stream."""
    if connection.closed:
        return False
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN)
    return not poller.poll(0)


def _answers(connection: psycopg.Connection[Any]) -> bool:
    with suppress(psycopg.Error):
        connection.execute("")
        connection.rollback()
        return True
    return False
