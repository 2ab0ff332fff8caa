"""The partner's lines as sound: the owner's alone, in the conversation's voice, made once and kept while it is used."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kaiwa.conversations.clips import CLAIM_LASTS, KEPT, clip_id, forget_clips, say_line
from kaiwa.extensions import db
from kaiwa.gateways.speech import SpeechFailed
from kaiwa.ids import new_id
from kaiwa.models import Message, SpeechClip
from kaiwa.models.conversations import MessageRole, MessageState
from tests.conftest import MakeApp
from tests.conversations.guests import begin, page
from tests.conversations.voices import FakeSpeech, SlowSpeech

OPENING = "/openings/speech?scene=order-coffee&language=ja"


@pytest.fixture
def speech() -> FakeSpeech:
    return FakeSpeech()


@pytest.fixture
def app(make_app: MakeApp, speech: FakeSpeech) -> Flask:
    return make_app(speech=speech)


def lines_of(app: Flask, conversation: UUID) -> list[Message]:
    query = select(Message).where(Message.conversation_id == conversation).order_by(Message.position)
    with app.app_context():
        return list(db.session.scalars(query))


def clips(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SpeechClip)) or 0


def test_a_line_is_said_in_the_voice_of_the_conversation(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client, speaker="ja-jp-male")
    first, _, reply = lines_of(app, conversation)
    answer = client.get(f"/messages/{reply.id}/speech")
    assert (answer.status_code, answer.mimetype) == (200, "audio/mpeg")
    assert answer.data == f"echo: {reply.content}".encode()
    assert f'data-speech="/messages/{first.id}/speech"' in page(client, conversation)
    client.post(f"/conversations/{conversation}/speaker", data={"speaker": "ja-jp-female"})
    assert client.get(f"/messages/{reply.id}/speech").data == f"coral: {reply.content}".encode()


def test_a_line_is_said_once_and_then_kept(client: FlaskClient, app: Flask, speech: FakeSpeech) -> None:
    first = lines_of(app, begin(client))[0]
    answers = [client.get(f"/messages/{first.id}/speech") for _ in range(3)]
    answers.append(client.get(OPENING))
    assert len({answer.data for answer in answers}) == 1
    assert len(speech.said) == clips(app) == 1
    again = client.get(OPENING, headers={"If-None-Match": answers[0].headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert answers[0].headers["Cache-Control"] == "private, no-cache"


def test_a_piece_of_a_line_can_be_fetched(client: FlaskClient) -> None:
    whole = client.get(OPENING).data
    piece = client.get(OPENING, headers={"Range": "bytes=0-4"})
    assert (piece.status_code, piece.data) == (206, whole[:5])
    assert piece.headers["Content-Range"] == f"bytes 0-4/{len(whole)}"


def test_a_stranger_hears_nothing(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    begin(stranger)
    for message in lines_of(app, conversation):
        assert stranger.get(f"/messages/{message.id}/speech").status_code == 404


def test_only_whole_lines_of_the_partner_are_said(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    _, said, reply = lines_of(app, conversation)
    assert said.role is MessageRole.USER
    assert client.get(f"/messages/{said.id}/speech").status_code == 404
    with app.app_context():
        db.session.get_one(Message, reply.id).state = MessageState.FAILED
        db.session.commit()
    assert client.get(f"/messages/{reply.id}/speech").status_code == 404


@pytest.mark.parametrize("query", ["scene=nothing&language=ja", "scene=order-coffee&language=xx"])
def test_what_does_not_exist_is_not_said(client: FlaskClient, query: str) -> None:
    assert client.get(f"/openings/speech?{query}").status_code == 404


def test_without_a_model_there_is_no_server_voice(make_app: MakeApp) -> None:
    client = make_app().test_client()
    assert client.get(OPENING).status_code == 404
    shown = client.get("/?scene=order-coffee&language=ja").text
    assert "data-speech" not in shown
    assert "data-transcribe" not in shown
    assert "data-say" in shown


def test_a_failure_is_said_and_the_next_try_may_succeed(client: FlaskClient, app: Flask, speech: FakeSpeech) -> None:
    speech.fails = True
    assert client.get(OPENING).status_code == 503
    assert clips(app) == 0
    speech.fails = False
    assert client.get(OPENING).status_code == 200


def test_however_many_ask_at_once_it_is_made_once(make_app: MakeApp) -> None:
    speech = SlowSpeech()
    app = make_app(speech=speech)
    browsers = [app.test_client() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(browser.get, OPENING) for browser in browsers]
        assert speech.begun.wait(10)
        speech.let_go.set()
        answers = [each.result(30) for each in asked]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert len(speech.said) == 1


def test_who_waits_for_a_voice_that_fails_hears_of_it(make_app: MakeApp) -> None:
    speech = SlowSpeech()
    speech.fails = True
    app = make_app(speech=speech)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(app.test_client().get, OPENING)
        assert speech.begun.wait(10)
        second = pool.submit(app.test_client().get, OPENING)
        speech.let_go.set()
        assert [first.result(30).status_code, second.result(30).status_code] == [503, 503]


def test_no_connection_waits_for_the_endpoint(make_app: MakeApp) -> None:
    speech = SlowSpeech()
    app = make_app(speech=speech)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(app.test_client().get, OPENING)
        assert speech.begun.wait(10)
        with app.app_context():
            checked_out = db.engine.pool.checkedout()  # type: ignore[attr-defined]
        speech.let_go.set()
        assert asked.result(30).status_code == 200
    assert checked_out == 0


def test_a_clip_whose_maker_died_is_made_by_the_next(make_app: MakeApp) -> None:
    clock, speech = [datetime.now(UTC)], FakeSpeech()
    app = make_app(clock=lambda: clock[0], speech=speech)
    wanted = clip_id("はい", "coral", "a-model-to-speak")
    with app.app_context():
        db.session.add(SpeechClip(id=wanted, claimed_by=new_id(), claimed_at=clock[0], used_at=clock[0]))
        db.session.commit()
        clock[0] += CLAIM_LASTS + timedelta(seconds=1)
        assert say_line(db.session(), speech, "はい", "coral").sound == "coral: はい".encode()
        assert db.session.get_one(SpeechClip, wanted).claimed_by is None


def test_another_text_voice_or_model_is_another_clip() -> None:
    kinds = [("a", "b", "c"), ("x", "b", "c"), ("a", "x", "c"), ("a", "b", "x"), ("ab", "", "c")]
    assert len({clip_id(*kind) for kind in kinds}) == len(kinds)


def test_what_nobody_listens_to_for_a_month_is_dropped(make_app: MakeApp) -> None:
    clock, speech = [datetime.now(UTC)], FakeSpeech()
    app = make_app(clock=lambda: clock[0], speech=speech)
    with app.app_context():
        session = db.session()
        for line in ("はい", "いいえ"):
            say_line(session, speech, line, "coral")
        clock[0] += KEPT - timedelta(hours=1)
        say_line(session, speech, "はい", "coral")
        clock[0] += timedelta(hours=2)
        forget_clips(session, clock[0])
        session.commit()
        assert session.scalars(select(SpeechClip.id)).all() == [clip_id("はい", "coral", "a-model-to-speak")]


def test_a_speech_that_fails_leaves_no_claim(app: Flask, speech: FakeSpeech) -> None:
    speech.fails = True
    with app.app_context(), pytest.raises(SpeechFailed):
        say_line(db.session(), speech, "はい", "coral")
    assert clips(app) == 0
