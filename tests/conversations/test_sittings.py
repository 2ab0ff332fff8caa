"""Sittings: active seconds counted, held and given back; what a dead maker held; the partner's last line."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.billing.releasing import ABANDONED_AFTER
from kaiwa.conversations.jobs import release_stale_turns
from kaiwa.extensions import db
from kaiwa.models import Message
from kaiwa.models.conversations import CLAIM_LASTS, MessageState
from tests.conftest import MakeApp
from tests.conversations.guests import FIRST, HTMX, begin, page, plain, read_stream, send, send_by_htmx
from tests.conversations.minds import FailingMind
from tests.conversations.sitters import (
    Clock,
    allow,
    have_account,
    is_played_out,
    say_after,
    sittings,
    usage,
    use_up,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(make_app: MakeApp, clock: Clock) -> Flask:
    return make_app(clock=clock)


def held(app: Flask) -> list[tuple[int | None, str]]:
    with app.app_context():
        query = select(Message.reserved_seconds, Message.state).where(Message.in_reply_to_id.is_not(None))
        return [(seconds, state.value) for seconds, state in db.session.execute(query.order_by(Message.position))]


def test_a_sitting_counts_active_seconds_ninety_a_turn_at_most(client: FlaskClient, app: Flask, clock: Clock) -> None:
    conversation = begin(client)
    assert say_after(client, clock, conversation, 40) == 303
    assert say_after(client, clock, conversation, 500, "Mで") == 303
    [sitting] = sittings(app, conversation)
    assert (sitting.seconds_consumed, sitting.duration_seconds, sitting.limit_seconds) == (130, 540, 300)
    assert (sitting.user_id, sitting.network, sitting.language_id) == (None, "127.0.0.0/24", "ja")
    assert sitting.end_time == clock.at


def test_half_an_hour_later_it_is_another_sitting(client: FlaskClient, app: Flask, clock: Clock) -> None:
    conversation = begin(client)
    say_after(client, clock, conversation, 30 * 60)
    say_after(client, clock, conversation, 30 * 60 + 1, "Mで")
    first, second = sittings(app, conversation)
    assert (first.seconds_consumed, second.seconds_consumed) == (90, 0)
    assert second.start_time == second.end_time == clock.at


def test_a_learners_month_counts_what_their_turns_took(client: FlaskClient, app: Flask, clock: Clock) -> None:
    user = have_account(client, app)
    conversation = begin(client)
    say_after(client, clock, conversation, 25)
    month = usage(app)
    assert (month.period, month.tier_id, month.conversations_used, month.seconds_used) == ("2026-11", "free", 1, 25)
    [sitting] = sittings(app, conversation)
    assert (sitting.user_id, sitting.network) == (user.id, None)
    assert held(app) == [(None, "complete")] * 2


def test_while_an_answer_is_owed_ninety_seconds_are_held(client: FlaskClient, app: Flask) -> None:
    have_account(client, app)
    conversation = begin(client)
    reply = send_by_htmx(client, conversation, "ホットで")
    assert usage(app).seconds_used == 90
    assert held(app)[-1] == (90, "streaming")
    read_stream(client, reply)
    assert usage(app).seconds_used == 0
    read_stream(client, reply)
    assert usage(app).seconds_used == 0


def test_a_turn_that_fails_costs_nothing_and_its_retry_is_held_anew(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(clock=clock, mind=FailingMind(failures=0))
    client = app.test_client()
    have_account(client, app)
    conversation = begin(client)
    app.extensions["kaiwa.mind"].failures = 1
    say_after(client, clock, conversation, 30)
    assert usage(app).seconds_used == 0
    assert held(app)[-1] == (None, "failed")
    clock.pass_(seconds=60)
    with app.app_context():
        failed = db.session.scalars(select(Message.id).where(Message.state == MessageState.FAILED)).one()
    client.post(f"/messages/{failed}/attempts", headers=HTMX)
    assert usage(app).seconds_used == 90
    client.post(f"/messages/{failed}/attempts", headers=HTMX)
    assert usage(app).seconds_used == 90
    read_stream(client, failed)
    assert usage(app).seconds_used == 30
    assert sittings(app, conversation)[0].seconds_consumed == 30


def die(app: Flask, reply: UUID, clock: Clock) -> None:
    """The maker of a reply is gone."""
    with app.app_context():
        message = db.session.get_one(Message, reply)
        message.claimed_by, message.claimed_at = uuid4(), clock.at
        db.session.commit()


def test_whoever_takes_a_reply_over_settles_it_without_the_time_that_was_lost(
    client: FlaskClient, app: Flask, clock: Clock
) -> None:
    have_account(client, app)
    conversation = begin(client)
    clock.pass_(seconds=20)
    reply = send_by_htmx(client, conversation, "ホットで")
    die(app, reply, clock)
    clock.pass_(seconds=CLAIM_LASTS.total_seconds() + 40)
    read_stream(client, reply)
    assert usage(app).seconds_used == 20


def test_what_an_abandoned_reply_held_is_given_back_once(client: FlaskClient, app: Flask, clock: Clock) -> None:
    have_account(client, app)
    conversation = begin(client)
    clock.pass_(seconds=20)
    reply = send_by_htmx(client, conversation, "ホットで")
    die(app, reply, clock)
    for passed, used in ((timedelta(minutes=9), 90), (ABANDONED_AFTER, 0), (timedelta(), 0)):
        clock.at += passed
        with app.app_context():
            # not through the queue, into which a worker puts it by itself when a minute turns
            release_stale_turns(timestamp=0)
        assert usage(app).seconds_used == used
    read_stream(client, reply)
    assert usage(app).seconds_used == 20
    assert held(app)[-1] == (None, "complete")


def test_what_is_abandoned_is_given_back_before_a_turn_is_refused(
    client: FlaskClient, app: Flask, clock: Clock
) -> None:
    have_account(client, app)
    first, second = begin(client), begin(client)
    send_by_htmx(client, first, "ホットで")
    use_up(app, seconds_used=900)
    assert say_after(client, clock, second, 60) == 422
    assert say_after(client, clock, second, ABANDONED_AFTER.total_seconds()) == 303


def test_tabs_that_send_at_once_never_pass_the_limit(client: FlaskClient, app: Flask) -> None:
    have_account(client, app)
    talks = [begin(client) for _ in range(8)]
    use_up(app, seconds_used=900 - 3 * 90)
    cookies = {name: client.get_cookie(name) for name in ("kaiwa", "kaiwa_session")}

    def say(talk: UUID) -> int:
        tab = app.test_client()
        for name, cookie in cookies.items():
            assert cookie is not None
            tab.set_cookie(name, cookie.value)
        return tab.post(f"/conversations/{talk}/messages", data={"content": "ホットで"}, headers=HTMX).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(say, talks))
    assert answers == [200] * 3 + [422] * 5
    assert usage(app).seconds_used == 900


def test_a_guests_sittings_become_the_learners(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    user = have_account(client, app)
    [sitting] = sittings(app, conversation)
    assert sitting.user_id == user.id


def test_at_the_sittings_limit_the_partner_closes_the_scene(client: FlaskClient, app: Flask, clock: Clock) -> None:
    conversation = begin(client)
    for line in ("ええと", "ホットで", "Mで"):
        assert say_after(client, clock, conversation, 90, line) == 303
        assert not is_played_out(app, conversation)
    assert say_after(client, clock, conversation, 90, "持ち帰りで") == 303
    assert is_played_out(app, conversation)
    shown = plain(page(client, conversation))
    assert "またのお越しをお待ちしております。" in shown
    assert "Thesceneisover." in shown
    assert send(client, conversation, "まだ").status_code == 409
    assert client.get(f"/conversations/{conversation}/summary").status_code == 200
    assert sittings(app, conversation)[0].seconds_consumed == 360


def test_at_the_end_of_the_month_the_partner_closes_the_scene(client: FlaskClient, app: Flask, clock: Clock) -> None:
    have_account(client, app)
    conversation = begin(client)
    use_up(app, seconds_used=830)
    assert say_after(client, clock, conversation, 30) == 303
    assert not is_played_out(app, conversation)
    assert say_after(client, clock, conversation, 45, "Mで") == 303
    assert is_played_out(app, conversation)
    assert usage(app).seconds_used == 900


def test_a_mind_that_does_not_end_is_ended(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(clock=clock, mind=FailingMind(failures=0))
    allow(app, max_session_length_seconds=60)
    client = app.test_client()
    conversation = begin(client)
    app.extensions["kaiwa.mind"].failures = 1
    say_after(client, clock, conversation, 70)
    assert not is_played_out(app, conversation)
    with app.app_context():
        failed = db.session.scalars(select(Message.id).where(Message.state == MessageState.FAILED)).one()
    client.post(f"/messages/{failed}/attempts")
    assert is_played_out(app, conversation)


def test_with_nothing_left_no_conversation_begins(client: FlaskClient, app: Flask) -> None:
    have_account(client, app)
    begin(client)
    use_up(app, conversations_used=100)
    assert client.post("/conversations", data=FIRST).status_code == 422
    use_up(app, conversations_used=1, seconds_used=895)
    assert client.post("/conversations", data=FIRST).status_code == 422
    assert usage(app).conversations_used == 1
