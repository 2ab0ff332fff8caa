"""Connections that the server ended while they waited are not handed out; the others are used again."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from kaiwa.pooling import watch_pool

ALWAYS, NEVER = 0.0, 3600.0
MINE = text("SELECT pg_backend_pid()")


@contextmanager
def pool(url: str, asked_after: float) -> Iterator[Engine]:
    """A pool of two that is looked at."""
    engine = create_engine(url, pool_size=2, max_overflow=0)
    watch_pool(engine, asked_after)
    yield engine
    engine.dispose()


def end(url: str, pid: int) -> bool:
    """End a connection as an administrator of the server does."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,)).fetchone()
    return row == (True,)


def backends(engine: Engine) -> set[int]:
    """The server's processes behind two connections that are used at once."""
    with engine.connect() as one, engine.connect() as other:
        return {one.scalar(MINE), other.scalar(MINE)}


@pytest.mark.parametrize("asked_after", [ALWAYS, NEVER])
def test_what_is_there_is_used_again(database_url: str, asked_after: float) -> None:
    with pool(database_url, asked_after) as engine:
        before = backends(engine)
        assert len(before) == 2
        assert backends(engine) == before


@pytest.mark.parametrize("asked_after", [ALWAYS, NEVER])
def test_what_the_server_ended_is_not_handed_out(database_url: str, asked_after: float) -> None:
    with pool(database_url, asked_after) as engine:
        before = backends(engine)
        assert all(end(database_url, pid) for pid in before)
        assert not backends(engine) & before


def test_one_that_goes_while_it_is_used_does_not_spoil_the_pool(database_url: str) -> None:
    with pool(database_url, NEVER) as engine:
        with engine.connect() as used:
            pid = used.scalar(MINE)
            assert end(database_url, pid)
            with pytest.raises(OperationalError):
                used.scalar(MINE)
        assert pid not in backends(engine)
