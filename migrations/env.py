"""How Alembic reaches the database: through the application, waiting briefly for locks and trying again."""

import time
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from kaiwa.models.columns import ShapedJson, UtcDateTime

LOCK_TIMEOUT = "3s"
TRIES = 5

db = current_app.extensions["migrate"].db


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the queue's tables to Procrastinate."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def render_item(kind: str, item: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write our column types as the plain types that they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, ShapedJson):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return False


def run(connection: Connection) -> None:
    """Migrate, each revision in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_item,
        include_name=include_name,
        transaction_per_migration=True,
        compare_type=True,
    )
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """A table that is in use is not waited for until everything stands still: give way, then try again."""
    engine = context.config.attributes.get("connection", db.engine)
    for attempt in range(1, TRIES + 1):
        try:
            with engine.connect() as connection:
                run(connection)
            return
        except OperationalError as error:
            if "lock timeout" not in str(error) or attempt == TRIES:
                raise
            time.sleep(attempt)


def run_offline() -> None:
    """Write the SQL instead of running it."""
    url = db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=db.metadata, literal_binds=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
