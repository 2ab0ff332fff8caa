"""Bringing a database up to date before it is served: the schema, then the seeds, one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask_migrate
import psycopg
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import URL

from kaiwa.errors import StartError
from kaiwa.extensions import db
from kaiwa.ops.health import MIGRATIONS

OLDEST_SERVER = 150_000
# any number that nobody else on the server locks
LOCK = 0x6B61_6977_61


def prepare(app: Flask) -> None:
    """Upgrade the schema and run `flask seed`, as far as the application has them."""
    with app.app_context():
        url = db.engine.url
        with alone(url):
            if (MIGRATIONS / "env.py").exists():
                flask_migrate.upgrade()
            seed = app.cli.commands.get("seed")
            if seed is not None:
                seed.main([], standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))
            db.session.remove()


@contextmanager
def alone(url: URL) -> Iterator[None]:
    """Hold the lock of whoever prepares this database; several machines may start at once."""
    with reachable(url) as connection:
        # of the transaction, not of the session: so it also holds behind PgBouncer
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def reachable(url: URL) -> psycopg.Connection:
    """A connection, or a sentence about what is in the way."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = psycopg.connect(address, connect_timeout=5, prepare_threshold=None)
    except psycopg.OperationalError as error:
        reason = str(error).splitlines()[0]
        raise StartError(
            f"The database does not let us in ({reason}): start it or mend DATABASE_URL, or unset it to use our own."
        ) from None
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        connection.close()
        raise StartError(
            f"Kaiwa needs PostgreSQL 15 or later and DATABASE_URL leads to {version // 10_000}: upgrade it."
        )
    return connection
