"""Phase 2 goes up and comes down with rows in its tables, and what the older schema can hold is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_alembic import MigrationContext
from sqlalchemy import Connection, Engine

from tests.migrations.test_phase_one import CONVERSATION, STEPS as PHASE_ONE, USER, count, insert

SITTING = {
    "id": "019a0000-0000-7000-8000-000000000021",
    "conversation_id": CONVERSATION["id"],
    "user_id": USER["id"],
    "language_id": "ja",
    "mode": "traditional",
    "network": "127.0.0.0/24",
    "start_time": "2026-11-21T00:00:00Z",
    "end_time": "2026-11-21T00:05:00Z",
    "duration_seconds": 300,
    "seconds_consumed": 180,
    "limit_seconds": 900,
    "input_tokens": 1200,
    "output_tokens": 80,
    "was_extended": False,
    "extensions_used": 0,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
GUEST_SITTING = SITTING | {"id": "019a0000-0000-7000-8000-000000000022", "user_id": None}
STEPS: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    ("p2_01_conversation_sessions", [("conversation_sessions", SITTING), ("conversation_sessions", GUEST_SITTING)]),
]


@pytest.fixture
def connection(alembic_engine: Engine) -> Iterator[Connection]:
    with alembic_engine.connect() as connection:
        yield connection


def test_each_revision_goes_up_and_down_with_rows(alembic_runner: MigrationContext, connection: Connection) -> None:
    filled: dict[str, int] = {}
    for revision, rows in (*PHASE_ONE, *STEPS):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
            filled[table] = filled.get(table, 0) + 1
    assert {table: count(connection, table) for table in filled} == filled
    for revision, rows in reversed(STEPS):
        alembic_runner.migrate_down_one()
        for table, _ in rows:
            filled.pop(table, None)
        assert {table: count(connection, table) for table in filled} == filled, revision
    alembic_runner.migrate_up_to("head")


def test_revisions_carry_the_name_of_their_phase() -> None:
    assert all(revision.startswith("p2_") for revision, _ in STEPS)
