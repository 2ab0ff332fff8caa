"""The database of a test session: made, migrated and seeded once, and cleaned after each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from kaiwa.config import with_driver
from kaiwa.ops.embedded import EmbeddedDatabase

# a crash costs tests nothing, waiting for the disk does
FAST = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def embedded_server(folder: Path) -> Iterator[str]:
    """A server of this session alone."""
    server = EmbeddedDatabase(folder)
    with psycopg.connect(plain(server.url), autocommit=True) as connection:
        for name in FAST:
            connection.execute(f"ALTER SYSTEM SET {name} TO off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.url
    server.close()


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """An empty database on a server, dropped at the end whoever is still connected."""
    name = f"kaiwa_test_{uuid4().hex[:12]}"
    administer(server_url, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield make_url(with_driver(server_url) or server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        administer(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def administer(server_url: str, statement: str) -> None:
    """Run what cannot run inside a transaction."""
    with psycopg.connect(plain(server_url), autocommit=True) as connection:
        connection.execute(statement)


def plain(url: str) -> str:
    """The address without SQLAlchemy's driver."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


class Cleaner:
    """Brings a database back to what it was: seeded tables as they were, all others empty."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(plain(url), autocommit=True)
        rows = self.connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
        )
        self.tables = [str(row[0]) for row in rows]
        self.connection.execute("CREATE SCHEMA kept")
        for table in self.tables:
            self._run("CREATE TABLE kept.{t} AS TABLE public.{t}", table)
        self.before = self._state()

    def clean(self) -> None:
        """Undo what a test has left; rows of seeded tables are put back, whatever happened to them."""
        now = self._state()
        changed = [table for table in self.tables if now[table] != self.before[table]]
        if not changed:
            return
        with self.connection.transaction():
            # no triggers, so that the order of foreign keys does not matter
            self.connection.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                self._run("DELETE FROM public.{t}", table)
                self._restore(table)

    def close(self) -> None:
        """Give the connection back."""
        self.connection.close()

    def _restore(self, table: str) -> None:
        columns = self.connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = ''",
            [f'public."{table}"'],
        )
        names = sql.SQL(", ").join(sql.Identifier(str(row[0])) for row in columns)
        self.connection.execute(
            sql.SQL("INSERT INTO public.{t} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM kept.{t}").format(
                t=sql.Identifier(table), names=names
            )
        )

    def _state(self) -> dict[str, str]:
        if not self.tables:
            return {}
        one = sql.SQL("(SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM public.{t} t)")
        question = sql.SQL("SELECT ") + sql.SQL(", ").join(one.format(t=sql.Identifier(t)) for t in self.tables)
        row = self.connection.execute(question).fetchone()
        assert row is not None
        return dict(zip(self.tables, row, strict=True))

    def _run(self, statement: str, table: str) -> None:
        self.connection.execute(sql.SQL(statement).format(t=sql.Identifier(table)))
