"""A scenario without a script: a model plays it, the page says so first, and without a model nothing is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import Conversation
from tests.conftest import MakeApp
from tests.conversations.guests import begin, page, send
from tests.conversations.test_free_partner import model_settings, review
from tests.model_server import ModelServer

PAGE = "/scenarios/rent-dispute?language=en"
FIRST = {"scene": "rent-dispute", "language": "en", "content": "Good morning. The heating is still broken."}
LINE = "I'm sorry to hear that. Which room is the coldest?"


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, model_server: ModelServer) -> Flask:
    """The application with an endpoint."""
    model_server.says(LINE, chunkSize=9)
    model_server.answers(review(objectives_met=[], corrections=[]), match={"responseFormat": "json_schema"})
    return make_app(settings=settings.model_copy(update=model_settings(model_server)))


def test_the_page_says_who_plays_before_it_begins(client: FlaskClient) -> None:
    html = client.get(PAGE).text
    assert html.index("played by a language model") < html.index("Useful phrases")
    assert "Start in English" in html
    assert "played by a language model" not in client.get("/scenarios/order-coffee?language=en").text
    assert "is played by a language model" in client.get("/?scene=rent-dispute&language=en").text


def test_it_begins_with_what_its_author_wrote_and_goes_on_freely(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    stage = client.get("/?scene=rent-dispute&language=en").text
    conversation = begin(client, **FIRST)
    shown = page(client, conversation)
    assert "Which room is the coldest?" in shown
    assert "is played by a language model" in shown
    with app.app_context():
        kept = db.session.scalars(select(Conversation.premise)).one()
    assert kept is not None
    assert kept.partner in stage
    asked = next(body for body in model_server.bodies() if body.get("stream"))
    assert kept.place.split(",")[0] in asked["messages"][0]["content"]
    assert kept.opening in {message["content"] for message in asked["messages"]}


def test_the_end_is_summed_up(client: FlaskClient) -> None:
    conversation = begin(client, **FIRST)
    client.post(f"/conversations/{conversation}/completion")
    summary = client.get(f"/conversations/{conversation}/summary").text
    assert "Good morning. The heating is still broken." in summary
    assert "Your goals" in summary


def test_a_model_that_is_gone_leaves_the_line_and_a_way_on(client: FlaskClient, model_server: ModelServer) -> None:
    conversation = begin(client, **FIRST)
    model_server.stop()
    send(client, conversation, "It is twelve degrees in the kitchen.")
    shown = page(client, conversation)
    assert "It is twelve degrees in the kitchen." in shown
    assert "does not answer right now" in shown
    assert "Retry" in shown


def test_it_is_still_there_where_the_model_is_taken_away(
    client: FlaskClient, make_app: MakeApp, settings: Settings
) -> None:
    conversation = begin(client, **FIRST)
    later = make_app(settings=settings).test_client()
    kept = client.get_cookie("kaiwa")
    assert kept is not None
    later.set_cookie("kaiwa", kept.value)
    assert "Which room is the coldest?" in page(later, conversation)
    send(later, conversation, "Hello?")
    assert "does not answer right now" in page(later, conversation)
    later.post(f"/conversations/{conversation}/completion")
    assert later.get(f"/conversations/{conversation}/summary").status_code == 200
