"""Tokens are counted with the sitting, and a ceiling of the site, a learner, a guest or an address is a ceiling."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text

from kaiwa.billing.ceilings import ceiling_of, may_use_model
from kaiwa.config import Settings
from kaiwa.conversations.metering import count_tokens
from kaiwa.extensions import db
from kaiwa.ids import new_id
from kaiwa.minds.answers import Tokens
from kaiwa.models import Conversation, User
from kaiwa.web.sql_counting import count_statements
from tests.conftest import MakeApp
from tests.conversations.guests import begin
from tests.conversations.sitters import Clock, have_account, say_after, sittings

NETWORK = "127.0.0.0/24"
NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(make_app: MakeApp, clock: Clock) -> Flask:
    return make_app(clock=clock)


def spend(app: Flask, conversation: UUID, given: int, made: int = 0) -> None:
    with app.app_context():
        count_tokens(db.session(), conversation, Tokens(given, made))
        db.session.commit()


def guest_of(app: Flask, conversation: UUID) -> UUID | None:
    with app.app_context():
        return db.session.get_one(Conversation, conversation).guest_id


def may(app: Flask, settings: Settings, at: datetime = NOVEMBER, **asks: Any) -> bool:
    with app.app_context():
        who: dict[str, Any] = {"user": None, "guest_id": None, "network": None, **asks}
        return may_use_model(db.session(), settings, at=at, **who)


def test_tokens_are_counted_with_the_latest_sitting(client: FlaskClient, app: Flask, clock: Clock) -> None:
    conversation = begin(client)
    spend(app, conversation, 100, 20)
    clock.pass_(minutes=40)
    say_after(client, clock, conversation, 0)
    spend(app, conversation, 7, 3)
    spend(app, conversation, 1)
    found = [(each.input_tokens, each.output_tokens) for each in sittings(app, conversation)]
    assert found == [(100, 20), (8, 3)]


def test_what_costs_nothing_costs_no_statement(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    with count_statements() as counted:
        spend(app, conversation, 0)
    assert counted == []


def test_a_guest_has_a_ceiling_a_day(client: FlaskClient, app: Flask, settings: Settings) -> None:
    conversation = begin(client)
    guest = guest_of(app, conversation)
    few = settings.model_copy(update={"model_tokens_guest": 100})
    spend(app, conversation, 60, 39)
    assert may(app, few, guest_id=guest, network=NETWORK)
    spend(app, conversation, 0, 1)
    assert not may(app, few, guest_id=guest, network=NETWORK)
    assert may(app, few, guest_id=new_id(), network=NETWORK)
    assert may(app, few, NOVEMBER + timedelta(hours=12), guest_id=guest, network=NETWORK)


def test_the_guests_of_an_address_share_a_ceiling(
    client: FlaskClient, stranger: FlaskClient, app: Flask, settings: Settings
) -> None:
    few = settings.model_copy(update={"model_tokens_address": 100})
    spend(app, begin(client), 60)
    assert may(app, few, guest_id=None, network=NETWORK)
    spend(app, begin(stranger), 60)
    assert not may(app, few, guest_id=None, network=NETWORK)
    assert may(app, few, guest_id=None, network="192.0.2.0/24")
    assert may(app, few, guest_id=None, network=None)


def test_a_learner_has_a_ceiling_a_month_of_their_time_zone(
    client: FlaskClient, app: Flask, settings: Settings
) -> None:
    user = have_account(client, app)
    spend(app, begin(client), 100)
    few = settings.model_copy(update={"model_tokens_free": 100, "model_tokens_guest": 0})
    assert not may(app, few, user=user)
    user.time_zone = "Asia/Tokyo"
    assert not may(app, few, datetime(2026, 11, 30, 14, tzinfo=UTC), user=user)
    assert may(app, few, datetime(2026, 11, 30, 16, tzinfo=UTC), user=user)
    assert may(app, few.model_copy(update={"model_tokens_free": 101}), user=user)


def test_the_site_has_a_ceiling_for_everybody_together(client: FlaskClient, app: Flask, settings: Settings) -> None:
    spend(app, begin(client), 100)
    few = settings.model_copy(update={"model_tokens_site": 100})
    assert not may(app, few, guest_id=new_id(), network=None)
    assert not may(app, few, user=User(id=new_id(), time_zone="UTC"))
    assert may(app, few, datetime(2026, 12, 1, tzinfo=UTC), guest_id=new_id())
    assert may(app, settings, guest_id=new_id())


def test_each_tier_has_its_ceiling(settings: Settings) -> None:
    assert [ceiling_of(settings, tier) for tier in ("free", "plus", "premium", "of-our-own")] == [
        500_000,
        5_000_000,
        15_000_000,
        500_000,
    ]


def fill(app: Flask) -> None:
    """Many sittings of many guests, networks and people, over a year and more."""
    many = """
        INSERT INTO users (id, email, role, time_zone, is_guest, created_at, updated_at)
        SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '@example.org', 'learner', 'UTC',
            false, now(), now() FROM generate_series(1, 200) n;
        INSERT INTO conversations (id, guest_id, user_id, target_language_id, native_language_id, mode,
            correction_style, scenario_id, is_onboarding, is_played_out, started_at, duration_seconds, message_count,
            audio_seconds, objectives_met, collected, created_at, updated_at)
        SELECT ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid,
            ('00000000-0000-7000-a000-' || lpad(n::text, 12, '0'))::uuid, NULL, 'ja', 'en', 'traditional', 'gentle',
            'order-coffee', false, false, now(), 0, 1, 0, '[]', '{"proposed": {}, "confirmed": {}}', now(), now()
        FROM generate_series(1, 20000) n;
        INSERT INTO conversation_sessions (id, conversation_id, user_id, language_id, mode, network, start_time,
            end_time, duration_seconds, seconds_consumed, limit_seconds, input_tokens, output_tokens, was_extended,
            extensions_used, created_at, updated_at)
        SELECT ('00000000-0000-7000-b000-' || lpad(n::text, 12, '0'))::uuid,
            ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid,
            CASE WHEN n % 2 = 0
                THEN ('00000000-0000-7000-8000-' || lpad((1 + n % 200)::text, 12, '0'))::uuid END,
            'ja', 'traditional', '10.0.' || n % 250 || '.0/24', timestamptz '2026-11-22' - n * interval '30 minutes',
            now(), 0, 0, 300, 10, 10, false, 0, now(), now()
        FROM generate_series(1, 20000) n;
    """
    with app.app_context():
        for statement in many.split(";\n"):
            if statement.strip():
                db.session.execute(text(statement))
        db.session.commit()
        db.session.execute(text("ANALYZE conversations"))
        db.session.execute(text("ANALYZE conversation_sessions"))
        db.session.commit()


@contextmanager
def plans() -> Iterator[list[str]]:
    """How the database goes about each statement of the block."""
    found: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith("EXPLAIN"):
            rows = connection.exec_driver_sql("EXPLAIN " + statement, parameters)
            found.append("\n".join(row[0] for row in rows))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def test_every_sum_goes_by_an_index(app: Flask, settings: Settings) -> None:
    fill(app)
    guest = UUID("00000000-0000-7000-a000-000000000007")
    somebody = User(id=UUID("00000000-0000-7000-8000-000000000007"), time_zone="UTC")
    limited = settings.model_copy(update={"model_tokens_site": 1})
    with app.app_context(), plans() as found:
        may_use_model(db.session(), limited, user=None, guest_id=guest, network="10.0.7.0/24", at=NOVEMBER)
        may_use_model(db.session(), limited, user=somebody, guest_id=None, network=None, at=NOVEMBER)
    of_guest, of_user = found
    for plan in found:
        assert "ix_conversation_sessions_start_time" in plan
        assert "Seq Scan on conversation" not in plan
    assert "ix_conversations_guest_id_started_at" in of_guest
    assert "ix_conversation_sessions_conversation_id_start_time" in of_guest
    assert "ix_conversation_sessions_network_start_time" in of_guest
    assert "ix_conversation_sessions_user_id_start_time" in of_user
