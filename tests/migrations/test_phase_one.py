"""Phase 1 goes up and comes down with rows in its tables, and what the older schema can hold is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.config import Config
from pytest_alembic import MigrationContext
from pytest_alembic.tests import (  # noqa: F401  (collected from here)
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Connection, Engine, text

LANGUAGE = {
    "id": "ja",
    "code": "ja",
    "name": "Japanese",
    "native_name": "日本語",
    "writing_system": "japanese",
    "supported_scripts": "[]",
    "is_rtl": False,
    "cultural_notes": "[]",
    "is_active": True,
    "sort_order": 1,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
USER = {
    "id": "019a0000-0000-7000-8000-000000000001",
    "email": "mia@example.org",
    "native_language_id": "ja",
    "role": "learner",
    "time_zone": "Asia/Tokyo",
    "is_guest": False,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
SCENARIO = {
    "id": "order-coffee",
    "title": "Ordering coffee",
    "description": "d",
    "role": "character",
    "difficulty": "beginner",
    "difficulty_rating": 12,
    "cefr_level": "A1",
    "cefr_recommendation": "r",
    "instructions": "i",
    "context": "c",
    "learning_goal": "g",
    "persona": "{}",
    "expected_outcome": "o",
    "learning_objectives": "[]",
    "comfort_indicators": "{}",
    "categories": "[]",
    "tags": "[]",
    "primary_skill": "speaking",
    "search_keywords": "[]",
    "estimated_duration_seconds": 300,
    "visibility": "public",
    "usage_count": 0,
    "is_active": True,
    "is_onboarding": False,
    "sort_order": 1,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
CONVERSATION = {
    "id": "019a0000-0000-7000-8000-000000000002",
    "guest_id": "019a0000-0000-7000-8000-000000000003",
    "target_language_id": "ja",
    "native_language_id": "ja",
    "mode": "traditional",
    "correction_style": "gentle",
    "scenario_id": "order-coffee",
    "is_onboarding": False,
    "is_played_out": False,
    "started_at": "2026-11-21T00:00:00Z",
    "duration_seconds": 0,
    "message_count": 1,
    "audio_seconds": 0,
    "objectives_met": "[]",
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
MESSAGE = {
    "id": "019a0000-0000-7000-8000-000000000004",
    "conversation_id": CONVERSATION["id"],
    "position": 1,
    "role": "user",
    "state": "complete",
    "content": "コーヒーをください",
    "is_slow": False,
    "hint_steps": 0,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
EVENT = {
    "id": "019a0000-0000-7000-8000-000000000005",
    "event_name": "conversation_started",
    "properties": "{}",
    "created_at": "2026-11-21T00:00:00Z",
}
SIGN_IN = {
    "id": "0" * 64,
    "user_id": USER["id"],
    "expires_at": "2026-12-21T00:00:00Z",
    "last_seen_at": "2026-11-21T00:00:00Z",
    "created_at": "2026-11-21T00:00:00Z",
}
FAILURE = {
    "id": "019a0000-0000-7000-8000-000000000006",
    "account": "0" * 64,
    "network": "127.0.0.0/24",
    "created_at": "2026-11-21T00:00:00Z",
}
PREFERENCES = {
    "id": "019a0000-0000-7000-8000-000000000007",
    "user_id": USER["id"],
    "target_language_id": "ja",
    "learning_goal": "travel",
    "correction_style": "gentle",
    "specific_goals": "[]",
    "theme": "auto",
    "show_translation": False,
    "show_romanization": True,
    "speaks_lines": False,
    "study_seconds": 0,
    "conversation_count": 0,
    "streak_days": 0,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
JOB = {"queue_name": "default", "task_name": "accounts.mail_verification"}
LINK = {
    "id": "b" * 64,
    "user_id": USER["id"],
    "purpose": "verify_email",
    "email": USER["email"],
    "expires_at": "2026-11-21T01:00:00Z",
    "created_at": "2026-11-21T00:00:00Z",
}
EXPORT = {
    "id": "019a0000-0000-7000-8000-000000000008",
    "user_id": USER["id"],
    "state": "pending",
    "bytes": 0,
    "created_at": "2026-11-21T00:00:00Z",
}
PIECE = {"export_id": EXPORT["id"], "position": 0, "content": b"PK"}
TIER = {
    "id": "plus",
    "name": "Plus",
    "description": "d",
    "monthly_conversations": 300,
    "monthly_seconds": 36000,
    "monthly_realtime_sessions": 60,
    "max_session_length_seconds": 900,
    "session_banking_enabled": True,
    "max_banked_seconds": 18000,
    "can_extend": True,
    "max_extensions": 3,
    "extension_seconds": 300,
    "has_realtime_access": True,
    "has_advanced_voices": True,
    "has_analytics": True,
    "has_anki_export": True,
    "max_custom_scenarios": 10,
    "monthly_price_cents": 1500,
    "annual_price_cents": 14400,
    "currency": "usd",
    "is_active": True,
    "sort_order": 2,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
FREE_TIER = TIER | {"id": "free"}
USAGE = {
    "user_id": USER["id"],
    "period": "2026-11",
    "tier_id": "plus",
    "conversations_used": 1,
    "seconds_used": 90,
    "realtime_sessions_used": 0,
    "banked_seconds": 60,
    "banked_seconds_used": 0,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
STEPS: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    ("p1_01_languages_and_users", [("languages", LANGUAGE), ("users", USER)]),
    ("p1_02_scenarios", [("scenarios", SCENARIO)]),
    ("p1_03_conversations", [("conversations", CONVERSATION), ("messages", MESSAGE)]),
    ("p1_04_analytics_events", [("analytics_events", EVENT)]),
    ("p1_05_sessions", [("sessions", SIGN_IN), ("failed_sign_ins", FAILURE)]),
    ("p1_06_user_preferences", [("user_preferences", PREFERENCES)]),
    ("p1_07_collected_facts", []),
    ("p1_08_queue", [("procrastinate_jobs", JOB)]),
    ("p1_09_one_time_links", [("one_time_links", LINK)]),
    ("p1_10_exports", [("exports", EXPORT), ("export_pieces", PIECE)]),
    ("p1_11_tiers_and_usage", [("tiers", TIER), ("tiers", FREE_TIER), ("user_usage", USAGE)]),
]


@pytest.fixture
def connection(alembic_engine: Engine) -> Iterator[Connection]:
    with alembic_engine.connect() as connection:
        yield connection


def insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
    connection.commit()


def count(connection: Connection, table: str) -> int:
    rows = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    connection.commit()
    return int(rows)


def test_each_revision_goes_up_and_down_with_rows(alembic_runner: MigrationContext, connection: Connection) -> None:
    filled: list[str] = []
    for revision, rows in STEPS:
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
            filled.append(table)
        assert all(count(connection, table) == filled.count(table) for table in filled)
    collected = connection.execute(text("SELECT collected FROM conversations")).scalar_one()
    connection.commit()
    assert collected == {"proposed": {}, "confirmed": {}}
    held = connection.execute(text("SELECT typed_seconds, reserved_seconds, is_closing FROM messages")).one()
    connection.commit()
    assert tuple(held) == (0, None, False)
    for revision, rows in reversed(STEPS):
        alembic_runner.migrate_down_one()
        filled = [table for table in filled if table not in {name for name, _ in rows}]
        assert all(count(connection, table) == filled.count(table) for table in filled), revision
    alembic_runner.migrate_up_to("head")


def test_revisions_carry_the_name_of_their_phase(alembic_config: Config | dict[str, Any]) -> None:
    assert all(revision.startswith("p1_") for revision, _ in STEPS)
