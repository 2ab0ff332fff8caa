"""Phase 2 goes up and comes down with rows in its tables, and what the older schema can hold is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_alembic import MigrationContext
from sqlalchemy import Connection, Engine, text

from tests.migrations.test_phase_one import CONVERSATION, MESSAGE, STEPS as PHASE_ONE, USER, count, insert

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
SPEAKER = {
    "id": "ja-jp-female",
    "language_id": "ja",
    "region": "Tokyo",
    "dialect_name": "Standard Japanese",
    "bcp47_code": "ja-JP",
    "gender": "female",
    "voice_name": "Yuki",
    "voice_provider_id": "openai",
    "openai_voice_id": "coral",
    "personality": "Yuki is gentle. She is polite.",
    "is_active": True,
    "sort_order": 1,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
FACT = {
    "id": "019a0000-0000-7000-8000-000000000023",
    "user_id": USER["id"],
    "speaker_id": SPEAKER["id"],
    "conversation_id": CONVERSATION["id"],
    "fact": "Has a cat called Momo.",
    "created_at": "2026-11-21T00:00:00Z",
}
CLIP = {
    "id": "c" * 64,
    "sound": b"sound",
    "claimed_at": "2026-11-21T00:00:00Z",
    "used_at": "2026-11-21T00:00:00Z",
    "created_at": "2026-11-21T00:00:00Z",
}
CALL = {
    "id": "019a0000-0000-7000-8000-000000000024",
    "conversation_id": CONVERSATION["id"],
    "user_id": USER["id"],
    "sitting_id": SITTING["id"],
    "period": "2026-11",
    "remote_id": "rtc_1",
    "beat_at": "2026-11-21T00:00:00Z",
    "seconds": 30,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
LIVE_LINE = {"call_id": CALL["id"], "item_id": "item_1", "message_id": MESSAGE["id"]}
TEXT = {
    "scenario_id": "order-coffee",
    "language_id": "ja",
    "title": "コーヒーの注文",
    "description": "注文しましょう。",
    "who": "店員",
    "setting": "駅前のカフェ",
    "keywords": '["コーヒー"]',
    "partner": '{"text": "ゆき"}',
    "opening": '{"text": "ご注文はお決まりですか。"}',
    "phrases": "[]",
    "sample": "[]",
    "cultural_topics": "[]",
    "cultural_note": "{}",
    "readings": "{}",
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
VERSION = {
    "id": "019a0000-0000-7000-8000-000000000025",
    "scenario_id": "order-coffee",
    "content": "{}",
    "created_at": "2026-11-21T00:00:00Z",
}
DRAFT = {
    "id": "019a0000-0000-7000-8000-000000000026",
    "user_id": USER["id"],
    "wish": "My landlady gets loud.",
    "language_id": "ja",
    "native_language_id": "ja",
    "cefr_level": "B1",
    "state": "ready",
    "written_by": "rehearsal",
    "content": "{}",
    "based_on_id": "order-coffee",
    "scenario_id": None,
    "input_tokens": 0,
    "output_tokens": 0,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
PUBLICATION = {"scenario_id": "order-coffee", "state": "pending", "requested_at": "2026-11-21T00:00:00Z"}
PATH = {
    "id": "a-course",
    "user_id": USER["id"],
    "title": "Osaka in May",
    "description": "Four weeks.",
    "target_language_id": "ja",
    "source_language_id": "ja",
    "schedule": "[]",
    "is_template": False,
    "is_public": True,
    "share_slug": "osaka-in-may",
    "status": "active",
    "created_by_user_id": USER["id"],
    "forked_from_id": None,
    "metadata": "{}",
    "version": 1,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
ASSIGNMENT = {
    "id": "019a0000-0000-7000-8000-000000000027",
    "path_id": "a-course",
    "user_id": USER["id"],
    "role": "learner",
    "status": "active",
    "starts_on": "2026-11-22",
    "current_day_index": 3,
    "email_reminders_enabled": True,
    "reminder_minute": 480,
    "next_reminder_at": "2026-11-23T08:00:00Z",
    "unopened_mails": 1,
    "metadata": "{}",
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
PREVIEW = {
    "id": "019a0000-0000-7000-8000-000000000028",
    "guest_id": "019a0000-0000-7000-8000-000000000029",
    "session_id": "abcdefghijkl",
    "intent": "Meet her parents in Osaka",
    "target_language_id": "ja",
    "source_language_id": "ja",
    "schedule": "[]",
    "preview_scenarios": "[]",
    "status": "ready",
    "committed_path_id": None,
    "expires_at": "2026-11-22T00:00:00Z",
    "revision": 2,
    "metadata": "{}",
    "input_tokens": 0,
    "output_tokens": 0,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
DAY_DONE = {"assignment_id": ASSIGNMENT["id"], "day_index": 2, "done_at": "2026-11-21T00:00:00Z"}
DAY_TALK = {"conversation_id": CONVERSATION["id"], "assignment_id": ASSIGNMENT["id"], "day_index": 2}
OWED_DAY = {
    "id": "019a0000-0000-7000-8000-000000000030",
    "path_id": "a-course",
    "day_index": 4,
    "scenario_id": None,
    "target_generation_date": "2026-11-25",
    "status": "pending",
    "retry_count": 0,
    "next_attempt_at": "2026-11-21T00:00:00Z",
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
WRITTEN_DAY = OWED_DAY | {
    "id": "019a0000-0000-7000-8000-000000000035",
    "day_index": 5,
    "status": "ready",
    "last_processed_at": "2026-11-21T00:00:00Z",
    "input_tokens": 900,
    "output_tokens": 700,
}
EVENT = {
    "id": "evt_1",
    "type": "invoice.paid",
    "state": "done",
    "stripe_created_at": "2026-11-21T00:00:00Z",
    "received_at": "2026-11-21T00:00:01Z",
    "due_at": "2026-11-21T00:00:01Z",
    "processed_at": "2026-11-21T00:00:02Z",
    "user_id": USER["id"],
    "attempts": 1,
    "payload": "{}",
}
SUBSCRIPTION = {
    "id": "019a0000-0000-7000-8000-000000000031",
    "user_id": USER["id"],
    "tier_id": "plus",
    "stripe_subscription_id": "sub_1",
    "stripe_customer_id": "cus_1",
    "stripe_item_id": "si_1",
    "stripe_price_id": "price_1",
    "status": "active",
    "interval": "month",
    "current_period_start": "2026-11-21T00:00:00Z",
    "current_period_end": "2026-12-21T00:00:00Z",
    "cancel_at_period_end": False,
    "has_pending_update": False,
    "has_unknown_price": False,
    "is_duplicate": False,
    "stripe_created_at": "2026-11-21T00:00:00Z",
    "stripe_updated_at": "2026-11-21T00:00:00Z",
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
PAYMENT = {
    "id": "019a0000-0000-7000-8000-000000000032",
    "user_id": USER["id"],
    "subscription_id": SUBSCRIPTION["id"],
    "stripe_customer_id": "cus_1",
    "stripe_invoice_id": "in_1",
    "amount_cents": 1500,
    "refunded_cents": 0,
    "currency": "usd",
    "status": "succeeded",
    "invoiced_at": "2026-11-21T00:00:00Z",
    "paid_at": "2026-11-21T00:00:00Z",
    "is_disputed": False,
    "created_at": "2026-11-21T00:00:00Z",
    "updated_at": "2026-11-21T00:00:00Z",
}
CHANGE = {
    "id": "019a0000-0000-7000-8000-000000000033",
    "user_id": USER["id"],
    "subscription_id": SUBSCRIPTION["id"],
    "event_id": "evt_1",
    "actor": "stripe",
    "what": "subscription",
    "after": "{}",
    "created_at": "2026-11-21T00:00:00Z",
}
CREDIT = {
    "id": "019a0000-0000-7000-8000-000000000034",
    "user_id": USER["id"],
    "payment_id": PAYMENT["id"],
    "period": "2026-11",
    "seconds": 600,
    "reason": "The voice was away for an evening.",
    "created_at": "2026-11-21T00:00:00Z",
}
STEPS: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    ("p2_01_conversation_sessions", [("conversation_sessions", SITTING), ("conversation_sessions", GUEST_SITTING)]),
    ("p2_02_speakers", [("speakers", SPEAKER)]),
    ("p2_03_stand_ins", []),
    ("p2_04_learner_facts", [("learner_facts", FACT)]),
    ("p2_05_speech_clips", [("speech_clips", CLIP)]),
    ("p2_06_live_calls", [("live_calls", CALL), ("live_lines", LIVE_LINE)]),
    ("p2_07_scenario_texts", [("scenario_texts", TEXT), ("scenario_versions", VERSION)]),
    ("p2_08_scenario_progress", []),
    ("p2_09_premises", []),
    ("p2_10_own_scenarios", [("scenario_drafts", DRAFT), ("scenario_publications", PUBLICATION)]),
    (
        "p2_11_learning_paths",
        [
            ("learning_paths", PATH),
            ("learning_path_assignments", ASSIGNMENT),
            ("learning_path_previews", PREVIEW),
            ("path_days_done", DAY_DONE),
            ("path_day_talks", DAY_TALK),
            ("scenario_generation_queue", OWED_DAY),
        ],
    ),
    ("p2_12_objective_texts", []),
    (
        "p2_13_billing",
        [
            ("billing_events", EVENT),
            ("subscriptions", SUBSCRIPTION),
            ("payments", PAYMENT),
            ("billing_changes", CHANGE),
            ("time_credits", CREDIT),
        ],
    ),
]
# they come when nobody has paid yet, so without the rows of `p2_13_billing`
LATER: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    ("p2_14_everybody_on_free", []),
    ("p2_15_title_words", []),
    ("p2_16_tokens_of_days", [("scenario_generation_queue", WRITTEN_DAY)]),
]
# rows of the tables before that take up what a revision brought
CHOICES = {
    "p2_02_speakers": [
        "UPDATE conversations SET speaker_id = 'ja-jp-female'",
        "UPDATE user_preferences SET preferred_speaker_id = 'ja-jp-female'",
    ],
    "p2_03_stand_ins": ["UPDATE messages SET is_stand_in = true"],
    "p2_09_premises": ["UPDATE conversations SET premise = '{}'"],
    "p2_07_scenario_texts": [
        f"UPDATE conversations SET scenario_version_id = '{VERSION['id']}'",
        # what the next revision counts: somebody's conversation that was played out
        f"UPDATE conversations SET user_id = '{USER['id']}', guest_id = NULL, is_played_out = true,"
        " duration_seconds = 90",
    ],
    "p2_12_objective_texts": ["""UPDATE scenario_texts SET objectives = '{"pay": "支払う"}'"""],
}


@pytest.fixture
def connection(alembic_engine: Engine) -> Iterator[Connection]:
    with alembic_engine.connect() as connection:
        yield connection


def choose(connection: Connection, revision: str) -> None:
    for statement in CHOICES.get(revision, []):
        connection.execute(text(statement))
        connection.commit()


def test_each_revision_goes_up_and_down_with_rows(alembic_runner: MigrationContext, connection: Connection) -> None:
    filled: dict[str, int] = {}
    for revision, rows in (*PHASE_ONE, *STEPS):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
            filled[table] = filled.get(table, 0) + 1
        choose(connection, revision)
    assert {table: count(connection, table) for table in filled} == filled
    for revision, rows in reversed(STEPS):
        alembic_runner.migrate_down_one()
        for table, _ in rows:
            filled.pop(table, None)
        assert {table: count(connection, table) for table in filled} == filled, revision
    alembic_runner.migrate_up_to("head")


def test_what_came_after_billing_goes_up_and_down_with_rows(
    alembic_runner: MigrationContext, connection: Connection
) -> None:
    for revision, rows in (*PHASE_ONE, *(step for step in STEPS if step[0] < "p2_13"), *LATER):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
        choose(connection, revision)
    spent = "SELECT sum(input_tokens), sum(output_tokens) FROM scenario_generation_queue"
    assert tuple(connection.execute(text(spent)).one()) == (900, 700)
    connection.commit()
    for revision, _ in reversed(LATER):
        alembic_runner.migrate_down_one()
        assert count(connection, "scenario_generation_queue") == 2, revision
    alembic_runner.migrate_up_to("head")


def test_revisions_carry_the_name_of_their_phase() -> None:
    assert all(revision.startswith("p2_") for revision, _ in (*STEPS, *LATER))


def test_a_voice_that_goes_takes_nobody_along(alembic_runner: MigrationContext, connection: Connection) -> None:
    for revision, rows in (*PHASE_ONE, *STEPS):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
        choose(connection, revision)
    connection.execute(text("DELETE FROM speakers"))
    connection.commit()
    assert count(connection, "conversations") == 1
    assert connection.execute(text("SELECT preferred_speaker_id FROM user_preferences")).scalar_one() is None
    connection.commit()


def test_what_was_talked_before_is_counted(alembic_runner: MigrationContext, connection: Connection) -> None:
    for revision, rows in (*PHASE_ONE, *(step for step in STEPS if step[0] < "p2_08")):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
        choose(connection, revision)
    for _ in range(2):
        alembic_runner.migrate_up_to("p2_08_scenario_progress")
        progress = connection.execute(
            text("SELECT times_attempted, times_completed, total_seconds_spent, is_saved FROM user_scenario_progress")
        ).one()
        everybody = connection.execute(
            text(
                "SELECT total_times_used, total_attempts, completion_rate, average_seconds_spent, trending_score > 0"
                " FROM scenario_metadata"
            )
        ).one()
        used = connection.execute(text("SELECT usage_count FROM scenarios")).scalar_one()
        connection.commit()
        assert tuple(progress) == (1, 1, 90, False)
        assert tuple(everybody) == (1, 1, 1.0, 90.0, True)
        assert used == 1
        alembic_runner.migrate_down_one()
    alembic_runner.migrate_up_to("head")


def test_everybody_is_on_free_on_the_day_billing_comes(
    alembic_runner: MigrationContext, connection: Connection
) -> None:
    for revision, rows in (*PHASE_ONE, *(step for step in STEPS if step[0] < "p2_13")):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
    alembic_runner.migrate_up_to("p2_14_everybody_on_free")
    assert tiers_of_months(connection) == ["free"]
    lines = "SELECT before ->> 'tier', after ->> 'tier' FROM billing_changes"
    assert [tuple(row) for row in connection.execute(text(lines))] == [("plus", "free")]
    connection.commit()
    alembic_runner.migrate_down_one()
    assert tiers_of_months(connection) == ["plus"]
    assert count(connection, "billing_changes") == 0


def test_nobody_who_pays_is_put_on_free(alembic_runner: MigrationContext, connection: Connection) -> None:
    for revision, rows in (*PHASE_ONE, *(step for step in STEPS if step[0] <= "p2_13_billing")):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
    with pytest.raises(RuntimeError, match="has a subscription already"):
        alembic_runner.migrate_up_to("p2_14_everybody_on_free")


def tiers_of_months(connection: Connection) -> list[str]:
    found = [str(row[0]) for row in connection.execute(text("SELECT tier_id FROM user_usage"))]
    connection.commit()
    return found


def test_words_of_titles_move_to_their_column_and_back(
    alembic_runner: MigrationContext, connection: Connection
) -> None:
    for revision, rows in (*PHASE_ONE, *(step for step in STEPS if step[0] < "p2_13")):
        alembic_runner.migrate_up_to(revision)
        for table, row in rows:
            insert(connection, table, row)
    words = "SELECT search_words::text, {} FROM scenarios"
    connection.execute(
        text("UPDATE scenarios SET search_words = $$'=医院' '=doctor' 'doctor' 'pain' '医院'$$::tsvector")
    )
    connection.commit()
    before = tuple(connection.execute(text(words.format("''"))).one())
    connection.commit()
    for _ in range(2):
        alembic_runner.migrate_up_to("p2_15_title_words")
        moved = connection.execute(text(words.format("title_words::text"))).one()
        connection.commit()
        assert tuple(moved) == ("'doctor' 'pain' '医院'", "'doctor' '医院'")
        alembic_runner.migrate_down_one()
        assert tuple(connection.execute(text(words.format("''"))).one()) == before
        connection.commit()
