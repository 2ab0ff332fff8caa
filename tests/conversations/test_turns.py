"""A turn: posted, streamed, claimed once, taken over, drained, retried; no line is ever lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.extensions import db
from kaiwa.minds.rehearsal.library import Library
from kaiwa.models import Message
from kaiwa.models.conversations import CLAIM_LASTS, MessageState
from kaiwa.scenarios.content import SEED
from kaiwa.web.sql_counting import count_statements
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX, begin, page, plain, read_stream, send, send_by_htmx
from tests.conversations.minds import FailingMind, MarkupMind, SlowMind, SpeechlessMind, UncriticalMind

MOST_STATEMENTS = 10


def stored(app: Flask, reply: UUID) -> Message:
    with app.app_context():
        return db.session.get_one(Message, reply)


def test_posted_then_streamed_to_the_end(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    reply = send_by_htmx(client, conversation, "ホットで")
    stream = read_stream(client, reply)
    assert stream.endswith("event: done\ndata: done\n\n")
    assert "hx-partial" in stream
    message = stored(app, reply)
    assert message.state is MessageState.COMPLETE
    assert message.content.endswith("サイズはS、M、Lのどれになさいますか。")
    assert plain(page(client, conversation)).count("サイズはS、M、Lのどれになさいますか。") >= 1


def test_a_turn_costs_at_most_ten_statements(client: FlaskClient) -> None:
    conversation = begin(client)
    with count_statements() as statements:
        read_stream(client, send_by_htmx(client, conversation, "ホットで"))
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)


def test_a_finished_reply_is_sent_at_once_and_stays_as_it_is(client: FlaskClient, app: Flask) -> None:
    reply = send_by_htmx(client, begin(client), "ホットで")
    read_stream(client, reply)
    before = stored(app, reply).content
    again = read_stream(client, reply)
    assert "hx-partial" in again
    assert stored(app, reply).content == before


def test_two_readers_at_once_get_one_reply(make_app: MakeApp) -> None:
    mind = SlowMind()
    app = make_app(mind=mind)
    mind.let_go.set()
    client = app.test_client()
    conversation = begin(client)
    mind.let_go.clear()
    mind.begun.clear()
    asked = mind.asked
    reply = send_by_htmx(client, conversation, "ホットで")
    cookie = client.get_cookie("kaiwa")
    assert cookie is not None

    def read(_: int) -> str:
        tab = app.test_client()
        tab.set_cookie("kaiwa", cookie.value)
        return read_stream(tab, reply)

    with ThreadPoolExecutor(2) as pool:
        streams = [pool.submit(read, index) for index in range(2)]
        assert mind.begun.wait(10)
        mind.let_go.set()
        texts = [stream.result(20) for stream in streams]
    assert mind.asked == asked + 1
    assert all("hx-partial" in text for text in texts)


def test_a_reply_whose_maker_died_is_taken_over(make_app: MakeApp) -> None:
    clock = [datetime.now(UTC)]
    app = make_app(clock=lambda: clock[0])
    client = app.test_client()
    conversation = begin(client)
    reply = send_by_htmx(client, conversation, "ホットで")
    with app.app_context():
        message = db.session.get_one(Message, reply)
        message.claimed_by, message.claimed_at = uuid4(), clock[0]
        db.session.commit()
    clock[0] += CLAIM_LASTS + timedelta(seconds=1)
    read_stream(client, reply)
    assert stored(app, reply).state is MessageState.COMPLETE


def test_who_lost_the_claim_writes_nothing(make_app: MakeApp) -> None:
    mind = SlowMind()
    app = make_app(mind=mind)
    mind.let_go.set()
    client = app.test_client()
    conversation = begin(client)
    mind.let_go.clear()
    mind.begun.clear()
    reply = send_by_htmx(client, conversation, "ホットで")
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_stream, client, reply)
        assert mind.begun.wait(10)
        with app.app_context():
            message = db.session.get_one(Message, reply)
            message.claimed_by, message.content, message.state = uuid4(), "別の答え", MessageState.COMPLETE
            db.session.commit()
        mind.let_go.set()
        reading.result(20)
    assert stored(app, reply).content == "別の答え"


def test_a_reader_who_goes_away_leaves_a_finished_reply(client: FlaskClient, app: Flask) -> None:
    reply = send_by_htmx(client, begin(client), "コーヒーが払います。カードを払います")
    response = client.get(f"/messages/{reply}/stream", headers=HTMX, buffered=False)
    first = next(iter(response.response))
    assert b"data:" in first if isinstance(first, bytes) else "data:" in first
    response.close()
    message = stored(app, reply)
    assert message.state is MessageState.COMPLETE
    assert message.content


def test_a_mind_that_fails_leaves_a_bubble_that_offers_retry(make_app: MakeApp) -> None:
    app = make_app(mind=FailingMind(failures=1))
    client = app.test_client()
    conversation = begin(client)
    shown = page(client, conversation)
    assert "コーヒーを二つお願いします" in plain(shown)
    assert "/attempts" in shown
    with app.app_context():
        failed = db.session.scalars(select(Message).where(Message.state == MessageState.FAILED)).one()
    retried = client.post(f"/messages/{failed.id}/attempts")
    assert retried.status_code == 303
    assert "コーヒーをふたつですね" in plain(page(client, conversation))


def test_retry_by_htmx_gives_a_bubble_that_streams(make_app: MakeApp) -> None:
    app = make_app(mind=FailingMind(failures=1))
    client = app.test_client()
    begin(client)
    with app.app_context():
        failed = db.session.scalars(select(Message).where(Message.state == MessageState.FAILED)).one()
    retried = client.post(f"/messages/{failed.id}/attempts", headers=HTMX)
    assert f"/messages/{failed.id}/stream" in retried.text
    assert "hx-partial" in read_stream(client, failed.id)
    assert stored(app, failed.id).state is MessageState.COMPLETE


def test_a_failed_stream_says_so_in_its_bubble(make_app: MakeApp) -> None:
    mind = FailingMind(failures=0)
    app = make_app(mind=mind)
    client = app.test_client()
    conversation = begin(client)
    mind.failures = 1
    stream = read_stream(client, send_by_htmx(client, conversation, "ホットで"))
    assert "/attempts" in stream
    assert stream.endswith("event: done\ndata: done\n\n")
    assert "went dead" not in stream


def test_a_speechless_mind_is_a_failed_reply(make_app: MakeApp) -> None:
    client = make_app(mind=SpeechlessMind()).test_client()
    assert "/attempts" in page(client, begin(client))


def test_after_a_failed_reply_one_can_go_on(make_app: MakeApp) -> None:
    client = make_app(mind=FailingMind(failures=1)).test_client()
    conversation = begin(client)
    assert send(client, conversation, "ホットで").status_code == 303


def test_a_judgement_that_fails_does_not_harm_the_answer(make_app: MakeApp) -> None:
    client = make_app(mind=UncriticalMind()).test_client()
    assert "ホットとアイス" in plain(page(client, begin(client)))


def test_markup_from_a_mind_is_text(make_app: MakeApp) -> None:
    client = make_app(mind=MarkupMind()).test_client()
    conversation = begin(client)
    stream = read_stream(client, send_by_htmx(client, conversation, "<b>hi</b>"))
    shown = page(client, conversation) + stream
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown
    assert "<b>hi</b>" not in shown


def test_a_second_message_waits_for_the_answer(make_app: MakeApp) -> None:
    client = make_app().test_client()
    conversation = begin(client)
    send_by_htmx(client, conversation, "ホットで")
    response = client.post(f"/conversations/{conversation}/messages", data={"content": "Mで"}, headers=HTMX)
    assert response.status_code == 409
    assert "Your text is kept" in response.text
    assert response.headers["HX-Retarget"] == "#notice"


def test_two_tabs_that_send_at_once_share_positions(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    cookie = client.get_cookie("kaiwa")
    assert cookie is not None

    def say(text: str) -> int:
        tab = app.test_client()
        tab.set_cookie("kaiwa", cookie.value)
        return send(tab, conversation, text).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(say, ["ホットで", "アイスで", "ホットで", "アイスで"]))
    assert set(answers) <= {303, 409}
    with app.app_context():
        positions = db.session.scalars(
            select(Message.position).where(Message.conversation_id == conversation).order_by(Message.position)
        ).all()
    assert list(positions) == sorted(set(positions))
    assert len(positions) == 3 + 2 * answers.count(303)


@pytest.mark.parametrize("content", ["", "  "])
def test_an_empty_message_keeps_the_page(client: FlaskClient, content: str) -> None:
    conversation = begin(client)
    assert send(client, conversation, content).status_code == 422
    answer = client.post(f"/conversations/{conversation}/messages", data={"content": content}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#composer"


def test_how_far_the_hint_was_opened_is_kept(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    send(client, conversation, "ホットで", hint_steps="2")
    with app.app_context():
        steps = db.session.scalars(
            select(Message.hint_steps).where(Message.conversation_id == conversation, Message.position == 4)
        ).one()
    assert steps == 2


def test_feedback_follows_the_reply(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client, content="コーヒーがください")
    with app.app_context():
        said = db.session.scalars(
            select(Message).where(Message.conversation_id == conversation, Message.position == 2)
        ).one()
    assert said.grammar_analysis is not None
    assert said.grammar_analysis.better == "コーヒーをください。"
    [recast] = [each for each in Library(SEED).script("order-coffee", "ja").recasts if "が(ください" in each.said[0]]
    assert recast.partner
    assert recast.partner.text.format(drink="コーヒー") in plain(page(client, conversation))


def test_a_disputed_correction_goes_and_is_kept_to_be_looked_at(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client, content="コーヒーがください")
    with app.app_context():
        said = db.session.scalars(
            select(Message).where(Message.conversation_id == conversation, Message.position == 2)
        ).one()
    assert client.post(f"/messages/{said.id}/disputes").status_code == 303
    with app.app_context():
        kept = db.session.get_one(Message, said.id).grammar_analysis
    assert kept is not None
    assert kept.is_disputed
    assert "コーヒーをください。" not in plain(client.get(f"/conversations/{conversation}/summary").text)
