"""What a partner remembers: found after a conversation, used in the next, read and deleted by its learner alone."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import LearnerFact
from kaiwa.models.speakers import Speaker
from tests.accounts.people import MIA, sign_in, sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import begin, read_stream, send_by_htmx
from tests.conversations.test_free_partner import ENGLISH, LINE, model_settings, review
from tests.jobs import do_jobs
from tests.model_server import ModelServer

CAT = "Has a cat called Momo."
REMEMBERS = {"systemMessage": "You note what somebody told"}


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, model_server: ModelServer) -> Flask:
    model_server.says(LINE)
    model_server.answers(review(), match={"systemMessage": "after each turn"})
    model_server.answers({"facts": [CAT]}, match=REMEMBERS)
    return make_app(settings=settings.model_copy(update=model_settings(model_server)))


def talk(client: FlaskClient, app: Flask, **changes: str) -> UUID:
    """A whole conversation, finished, with what the queue does after it."""
    conversation = begin(client, **ENGLISH | changes)
    read_stream(client, send_by_htmx(client, conversation, "I have a cat called Momo"))
    assert client.post(f"/conversations/{conversation}/completion").status_code == 303
    do_jobs(app)
    return conversation


def facts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(LearnerFact.fact).order_by(LearnerFact.created_at, LearnerFact.id)))


def frames(server: ModelServer) -> list[str]:
    """What the partner was told of the scene, request by request."""
    said = [body["messages"][0]["content"] for body in server.bodies() if body.get("stream")]
    return [str(frame) for frame in said]


def test_the_next_conversation_begins_with_it(client: FlaskClient, app: Flask, model_server: ModelServer) -> None:
    sign_up(client)
    talk(client, app)
    assert facts(app) == [CAT]
    assert not any("Momo" in frame for frame in frames(model_server))
    talk(client, app)
    assert "Momo" in frames(model_server)[-1]
    noted = [body["messages"] for body in model_server.bodies() if "You note what" in body["messages"][0]["content"]]
    assert CAT in noted[-1][1]["content"]


def test_another_speaker_knows_nothing_of_it(client: FlaskClient, app: Flask, model_server: ModelServer) -> None:
    sign_up(client)
    conversation = talk(client, app)
    with app.app_context():
        known = db.session.scalars(select(LearnerFact)).one()
        assert known.conversation_id == conversation
        other = db.session.scalars(
            select(Speaker.id).where(Speaker.language_id == "en", Speaker.id != known.speaker_id)
        ).first()
    assert other is not None
    again = begin(client, **ENGLISH)
    assert client.post(f"/conversations/{again}/speaker", data={"speaker": other}).status_code == 303
    read_stream(client, send_by_htmx(client, again, "Hello again"))
    assert "Momo" not in frames(model_server)[-1]


def test_it_is_read_and_deleted(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    talk(client, app)
    assert CAT in client.get("/settings/memory").text
    with app.app_context():
        fact = db.session.scalars(select(LearnerFact.id)).one()
    assert client.post(f"/settings/memory/{fact}/deletion").status_code == 303
    assert facts(app) == []
    assert "Nothing yet." in client.get("/settings/memory").text


def test_everything_is_forgotten_at_once(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    talk(client, app)
    assert client.post("/settings/memory/deletion").status_code == 303
    assert facts(app) == []


def test_a_stranger_neither_reads_nor_deletes_it(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    sign_up(client)
    talk(client, app)
    sign_up(stranger, email="kim@example.org")
    assert CAT not in stranger.get("/settings/memory").text
    with app.app_context():
        fact = db.session.scalars(select(LearnerFact.id)).one()
    assert stranger.post(f"/settings/memory/{fact}/deletion").status_code == 404
    stranger.post("/settings/memory/deletion")
    assert facts(app) == [CAT]


def test_at_most_twelve_are_kept_and_the_newest_stay(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    sign_up(client)
    model_server.answers({"facts": [f"Old fact {number}." for number in range(20)]}, match=REMEMBERS)
    talk(client, app)
    assert len(facts(app)) == 12
    model_server.answers({"facts": [f"New fact {number}." for number in range(5)]}, match=REMEMBERS)
    talk(client, app)
    kept = facts(app)
    assert len(kept) == 12
    assert [fact for fact in kept if fact.startswith("New")] == [f"New fact {number}." for number in range(5)]


def test_a_guest_leaves_nothing_to_remember(client: FlaskClient, app: Flask, model_server: ModelServer) -> None:
    talk(client, app)
    assert facts(app) == []
    assert not any("You note what" in body["messages"][0]["content"] for body in model_server.bodies())


def test_an_endpoint_that_fails_remembers_nothing(client: FlaskClient, app: Flask, model_server: ModelServer) -> None:
    sign_up(client)
    model_server.says("no JSON", match=REMEMBERS)
    talk(client, app)
    assert facts(app) == []


def test_it_is_exported_and_goes_with_the_account(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    talk(client, app)
    assert b"PK" in client.get("/privacy/export").data[:2]
    client.post("/sign-out")
    sign_in(client)
    client.post("/settings/privacy/deletion", data={"password": MIA["password"]})
    assert facts(app) == []
