"""Counting SQL statements: per request for the log, and in a block for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, has_app_context
from sqlalchemy import Engine, event


def note_statement(*_: Any) -> None:
    """Count one statement for the request that runs it."""
    if has_app_context():
        g.sql_statements = g.get("sql_statements", 0) + 1


def init_sql_counting() -> None:
    """Count the statements of every engine; may be called once per application."""
    if not event.contains(Engine, "before_cursor_execute", note_statement):
        event.listen(Engine, "before_cursor_execute", note_statement)


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """The statements that run in the block, in every thread of this process: `with count_statements() as sql`."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
