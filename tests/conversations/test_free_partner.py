"""A conversation with a free partner, over HTTP, against an endpoint on loopback: it never dies of its endpoint."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import Conversation, Message
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX, begin, page, plain, read_stream, send, send_by_htmx
from tests.jobs import do_jobs
from tests.minds.model.test_reviewing import answer
from tests.model_server import ModelServer

LINE = "Sure, one coffee! What size would you like?"
STAND_IN = "the script took this turn"
ENGLISH = {"language": "en", "content": "A coffee please"}


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, model_server: ModelServer) -> Flask:
    """The application with an endpoint that answers well until a test says otherwise."""
    model_server.says(LINE, chunkSize=6)
    model_server.answers(review(), match={"responseFormat": "json_schema"})
    return make_app(settings=settings.model_copy(update=model_settings(model_server)))


def model_settings(server: ModelServer) -> dict[str, Any]:
    quick = {"model_connect_seconds": 0.5, "model_first_token_seconds": 1.0, "model_stall_seconds": 1.0}
    return {"model_base_url": server.base_url, "model_talk": "talker", **quick}


def review(**changes: Any) -> dict[str, Any]:
    correction = {
        "said": "large",
        "better": "A large one, please",
        "why": "Say the whole.",
        "kind": "word",
        "confidence": 0.9,
    }
    return answer(**{"corrections": [correction], "objectives_met": ["order-drink"]} | changes)


def replies(app: Flask, conversation: UUID) -> list[Message]:
    with app.app_context():
        query = select(Message).where(Message.conversation_id == conversation, Message.role == "assistant")
        return list(db.session.scalars(query.order_by(Message.position)))


def test_it_talks_freely_and_looks_back(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client, **ENGLISH)
    stream = read_stream(client, send_by_htmx(client, conversation, "large"))
    assert stream.index("Sure, one coffee!") < stream.index("A large one, please")
    shown = page(client, conversation)
    assert "A large one, please" in shown
    assert "Claro, un café." in shown
    assert STAND_IN not in shown
    last = replies(app, conversation)[-1]
    assert (last.content, last.mind, last.is_stand_in) == (LINE, "model", False)
    assert last.vocabulary_analysis is not None
    assert [item.text for item in last.vocabulary_analysis] == ["size"]
    with app.app_context():
        assert db.session.get_one(Conversation, conversation).objectives_met == ["order-drink"]


def test_the_hint_comes_with_the_line(client: FlaskClient) -> None:
    conversation = begin(client, **ENGLISH)
    read_stream(client, send_by_htmx(client, conversation, "large"))
    assert "A large one, please." in client.get(f"/conversations/{conversation}?hint=3").text


def test_without_javascript_nobody_waits_for_looking_back(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    conversation = begin(client, **ENGLISH)
    send(client, conversation, "large")
    assert len(model_server.bodies()) == 2
    assert "A large one, please" not in page(client, conversation)
    do_jobs(app)
    assert len(model_server.bodies()) == 4
    assert "A large one, please" in page(client, conversation)


@pytest.mark.parametrize(
    "fault",
    ["gone", "401", "429", "500", "slow", "stalled", "cut", "malformed", "empty", "other language", "endless dots"],
)
def test_the_script_takes_over_and_says_so(
    client: FlaskClient, app: Flask, model_server: ModelServer, fault: str
) -> None:
    conversation = begin(client, **ENGLISH)
    break_it(model_server, fault)
    stream = read_stream(client, send_by_htmx(client, conversation, "A latte please"))
    assert stream.endswith("event: done\ndata: done\n\n")
    last = replies(app, conversation)[-1]
    assert (last.mind, last.is_stand_in) == ("rehearsal", True)
    assert last.content
    shown = page(client, conversation)
    assert STAND_IN in shown
    assert "A latte please" in shown
    assert client.post(f"/conversations/{conversation}/completion").status_code == 303
    assert client.get(f"/conversations/{conversation}/summary").status_code == 200


def break_it(server: ModelServer, fault: str) -> None:
    if fault.isdecimal():
        server.fails(int(fault))
    elif fault == "gone":
        server.stop()
    elif fault == "slow":
        server.says(LINE, streamingProfile={"ttft": 10_000, "tps": 50})
    elif fault == "stalled":
        server.says(LINE, chunkSize=4, latency=5_000)
    elif fault == "cut":
        server.says(LINE, chunkSize=4, latency=50, truncateAfterChunks=5)
    elif fault == "malformed":
        server.disturb(malformedRate=1)
    else:
        server.says(
            {"empty": " ", "endless dots": "." * 100_000}.get(fault, "Claro que sí, un café para usted. ¿Qué tamaño?")
        )


def test_a_line_that_was_begun_in_the_wrong_language_is_taken_back(
    client: FlaskClient, model_server: ModelServer
) -> None:
    conversation = begin(client, **ENGLISH)
    break_it(model_server, "other language")
    read_stream(client, send_by_htmx(client, conversation, "A latte please"))
    assert "Claro" not in plain(page(client, conversation))


def test_the_free_partner_comes_back(client: FlaskClient, app: Flask, model_server: ModelServer) -> None:
    conversation = begin(client, **ENGLISH)
    model_server.fails(401)
    read_stream(client, send_by_htmx(client, conversation, "A latte please"))
    model_server.says(LINE)
    read_stream(client, send_by_htmx(client, conversation, "large"))
    assert [reply.is_stand_in for reply in replies(app, conversation)] == [False, False, True, False]


def test_no_review_leaves_the_conversation_as_it_is(client: FlaskClient, app: Flask, model_server: ModelServer) -> None:
    conversation = begin(client, **ENGLISH)
    model_server.says("no JSON", match={"responseFormat": "json_schema"})
    read_stream(client, send_by_htmx(client, conversation, "large"))
    last = replies(app, conversation)[-1]
    assert (last.content, last.translated_content) == (LINE, None)
    assert page(client, conversation).count(LINE) >= 1


def test_a_scene_that_the_partner_ends_is_over(client: FlaskClient, model_server: ModelServer) -> None:
    conversation = begin(client, **ENGLISH)
    model_server.answers(review(scene_over=True), match={"responseFormat": "json_schema"})
    read_stream(client, send_by_htmx(client, conversation, "Goodbye!"))
    assert 'id="composer-form"' not in page(client, conversation)


def test_script_in_an_answer_is_only_text(client: FlaskClient, model_server: ModelServer) -> None:
    conversation = begin(client, **ENGLISH)
    evil = '<img src=x onerror="alert(1)">'
    model_server.answers(
        review(translation=f"{evil}Claro", glosses=[{"word": "size", "meaning": f"{evil}tamaño"}]),
        match={"responseFormat": "json_schema"},
    )
    model_server.says(f"{evil}Sure, one coffee! What size would you like?")
    stream = read_stream(client, send_by_htmx(client, conversation, "large"))
    assert "<img" not in stream + page(client, conversation)


def test_what_the_page_says_of_the_partner_is_true(client: FlaskClient) -> None:
    conversation = begin(client, **ENGLISH)
    assert "is played by a language model" in page(client, conversation)
    assert "with a script" not in page(client, conversation)


def spent(app: Flask) -> int:
    with app.app_context():
        return int(
            db.session.execute(text("SELECT sum(input_tokens + output_tokens) FROM conversation_sessions")).scalar_one()
        )


def test_every_call_is_counted_with_the_sitting(client: FlaskClient, app: Flask, model_server: ModelServer) -> None:
    conversation = begin(client, **ENGLISH)
    do_jobs(app)
    before = spent(app)
    assert before > 0
    read_stream(client, send_by_htmx(client, conversation, "large"))
    with_review = spent(app) - before
    model_server.says("no JSON", match={"responseFormat": "json_schema"})
    before = spent(app)
    read_stream(client, send_by_htmx(client, conversation, "to go"))
    # the broken review and its repair cost as well
    assert spent(app) - before > with_review / 2


@pytest.mark.parametrize("ceiling", ["model_tokens_guest", "model_tokens_address", "model_tokens_site"])
def test_where_a_ceiling_is_reached_the_script_plays(
    make_app: MakeApp, settings: Settings, model_server: ModelServer, ceiling: str
) -> None:
    model_server.says(LINE)
    app = make_app(settings=settings.model_copy(update={**model_settings(model_server), ceiling: 10}))
    client = app.test_client()
    conversation = begin(client, **ENGLISH)
    assert len(model_server.bodies()) == 1
    send(client, conversation, "A latte please")
    do_jobs(app)
    assert len(model_server.bodies()) == 1
    assert [reply.is_stand_in for reply in replies(app, conversation)] == [False, False, True]


def test_no_connection_is_held_while_a_stream_is_open(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    conversation = begin(client, **ENGLISH)
    # slower than pieces are handed on, so that there are several
    model_server.says(LINE, chunkSize=4, latency=150)
    reply = send_by_htmx(client, conversation, "large")
    response = client.get(f"/messages/{reply}/stream", headers=HTMX, buffered=False)
    with app.app_context():
        pool = db.engine.pool
    held: list[int] = []
    for piece in response.response:
        if b"Sure" in (piece if isinstance(piece, bytes) else piece.encode()) and len(held) < 5:
            held.append(pool.checkedout())  # type: ignore[attr-defined]
    response.close()
    assert held == [0] * 5
