"""A reply is taken up in one statement: what its mind is told is what the rows say, and nothing is held meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select, text

from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now
from kaiwa.config import Settings
from kaiwa.conversations.framing import frame, turns
from kaiwa.conversations.queries import list_messages
from kaiwa.conversations.taking_up import AwaitedReply, TakenUp, take_up_reply
from kaiwa.extensions import db
from kaiwa.ids import new_id
from kaiwa.models import Conversation, LearnerFact, Message, Scenario
from kaiwa.models.conversations import MessageState
from kaiwa.models.scenario_texts import ScenarioVersion
from kaiwa.models.shapes import ScenarioContent
from kaiwa.web.sql_counting import count_statements
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX, begin, read_stream, send, send_by_htmx
from tests.conversations.sitters import have_account
from tests.conversations.test_free_partner import ENGLISH, LINE, model_settings, review
from tests.model_server import ModelServer

NETWORK = "127.0.0.0/24"
FACT = "Has a cat called Momo."


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, model_server: ModelServer) -> Flask:
    """The application with a model, which is told the most."""
    model_server.says(LINE)
    model_server.answers(review(), match={"responseFormat": "json_schema"})
    return make_app(settings=settings.model_copy(update=model_settings(model_server)))


def take_up(app: Flask, reply: UUID, visitor: Visitor | None = None) -> TakenUp | None:
    """As a request of its owner, or of somebody else, does."""
    with app.app_context():
        talk = conversation_of(reply)
        owner = Visitor(talk.guest_id, talk.user_id)
        mind = current_app.extensions["kaiwa.mind"]
        return take_up_reply(db.session(), mind, AwaitedReply(reply, visitor or owner, NETWORK), now())


def conversation_of(reply: UUID) -> Conversation:
    return db.session.get_one(Conversation, db.session.get_one(Message, reply).conversation_id)


def change(app: Flask, conversation: UUID, changing: Callable[[Conversation], object]) -> None:
    with app.app_context():
        changing(db.session.get_one(Conversation, conversation))
        db.session.commit()


def with_version(talk: Conversation) -> None:
    """As when its author has changed the scenario since."""
    scenario = db.session.get_one(Scenario, talk.scenario_id)
    content = {name: getattr(scenario, name) for name in ScenarioContent.model_fields}
    version = ScenarioVersion(scenario_id=scenario.id, content=ScenarioContent(**content | {"title": "As it was then"}))
    db.session.add(version)
    db.session.flush()
    talk.scenario_version_id = version.id


def without_speaker(talk: Conversation) -> None:
    talk.speaker_id = None


def with_an_objective(talk: Conversation) -> None:
    talk.objectives_met = ["order-drink"]


def as_it_is(_talk: Conversation) -> None:
    """Nothing is different."""


@pytest.mark.parametrize("changing", [as_it_is, with_version, without_speaker, with_an_objective])
def test_the_mind_is_told_what_the_rows_say(
    client: FlaskClient, app: Flask, changing: Callable[[Conversation], None]
) -> None:
    conversation = begin(client, **ENGLISH)
    read_stream(client, send_by_htmx(client, conversation, "large"))
    change(app, conversation, changing)
    reply = send_by_htmx(client, conversation, "To take away, please")
    with app.app_context():
        talk = conversation_of(reply)
        scene = frame(talk, db.session.get_one(Scenario, talk.scenario_id))
        said = turns(list_messages(db.session(), conversation, before=db.session.get_one(Message, reply).position))
        learner_id = db.session.get_one(Message, reply).in_reply_to_id
    taken = take_up(app, reply)
    assert taken is not None
    assert (taken.turn.scene, taken.turn.turns) == (scene, said)
    assert (taken.turn.learner_message_id, taken.turn.reply_id) == (learner_id, reply)
    assert [turn.text for turn in said][-1] == "To take away, please"
    assert any(turn.feedback for turn in said)
    assert any(turn.glossary for turn in said)


def test_a_learner_is_told_by_what_is_remembered_and_their_turn_is_held(client: FlaskClient, app: Flask) -> None:
    user = have_account(client, app)
    reply = send_by_htmx(client, begin(client, **ENGLISH), "large")
    with app.app_context():
        talk = conversation_of(reply)
        db.session.add(LearnerFact(user_id=user.id, speaker_id=talk.speaker_id, conversation_id=talk.id, fact=FACT))
        db.session.commit()
        held = db.session.get_one(Message, reply).reserved_seconds
    taken = take_up(app, reply)
    assert taken is not None
    assert taken.turn.scene.facts == (FACT,)
    assert taken.taken.user_id == user.id
    assert taken.taken.claim.hold is not None
    assert taken.taken.claim.hold.seconds == held


def test_the_last_line_of_a_scene_is_told_to_be_that(client: FlaskClient, app: Flask) -> None:
    reply = send_by_htmx(client, begin(client, **ENGLISH), "large")
    with app.app_context():
        db.session.get_one(Message, reply).is_closing = True
        db.session.commit()
    taken = take_up(app, reply)
    assert taken is not None
    assert taken.turn.scene.closing
    assert taken.taken.claim.is_closing


def test_nobody_else_takes_it_up_and_nobody_twice(client: FlaskClient, app: Flask) -> None:
    reply = send_by_htmx(client, begin(client, **ENGLISH), "large")
    for somebody in (Visitor(new_id()), Visitor(None, new_id()), Visitor(None)):
        assert take_up(app, reply, somebody) is None
    assert take_up(app, reply) is not None
    assert take_up(app, reply) is None


@pytest.mark.parametrize("of", ["guest", "address"])
def test_where_a_ceiling_is_reached_the_script_is_played(
    client: FlaskClient, app: Flask, make_app: MakeApp, settings: Settings, of: str
) -> None:
    reply = send_by_htmx(client, begin(client, **ENGLISH), "large")
    limited = settings.model_copy(update={"model_base_url": "http://127.0.0.1:9", "model_talk": "talker"})
    with app.app_context():
        db.session.execute(text("UPDATE conversation_sessions SET output_tokens = 10"))
        db.session.commit()
    few = make_app(settings=limited.model_copy(update={f"model_tokens_{of}": 10}))
    taken = take_up(few, reply)
    assert taken is not None
    assert replace(taken.turn.scene, is_scripted=False) != taken.turn.scene


@pytest.mark.parametrize("is_learner", [False, True])
def test_the_model_is_asked_after_one_statement(client: FlaskClient, app: Flask, is_learner: bool) -> None:
    if is_learner:
        have_account(client, app)
    reply = send_by_htmx(client, begin(client, **ENGLISH), "large")
    with count_statements() as statements:
        response = client.get(f"/messages/{reply}/stream", headers=HTMX, buffered=False)
    response.close()
    # whoever is signed in is looked up, and what the speaker remembers of them
    assert len(statements) == (3 if is_learner else 1), "\n".join(statements)


def test_asking_for_the_headers_alone_begins_nothing(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    reply = send_by_htmx(client, begin(client, **ENGLISH), "large")
    head = client.head(f"/messages/{reply}/stream")
    assert (head.status_code, head.mimetype) == (200, "text/event-stream")
    assert stranger.head(f"/messages/{reply}/stream").status_code == 404
    assert LINE in read_stream(client, reply)


def test_a_reader_who_is_gone_before_the_first_word_leaves_a_finished_reply(client: FlaskClient, app: Flask) -> None:
    reply = send_by_htmx(client, begin(client, **ENGLISH), "large")
    client.get(f"/messages/{reply}/stream", headers=HTMX, buffered=False).close()
    with app.app_context():
        message = db.session.get_one(Message, reply)
        assert (message.state, message.content) == (MessageState.COMPLETE, LINE)


def test_a_connection_comes_back_as_it_was(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client, **ENGLISH)
    read_stream(client, send_by_htmx(client, conversation, "large"))
    with app.app_context():
        kept = text("SELECT setting = reset_val FROM pg_settings WHERE name = 'synchronous_commit'")
        assert db.session.scalar(kept)
        db.session.get_one(Conversation, conversation).comfort_rating = 5
        db.session.flush()
        db.session.rollback()
        assert db.session.scalar(select(Conversation.comfort_rating).where(Conversation.id == conversation)) is None


def test_without_javascript_it_is_the_same(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client, **ENGLISH)
    assert send(client, conversation, "large").status_code == 303
    with app.app_context():
        last = list_messages(db.session(), conversation)[-1]
        assert (last.state, last.content) == (MessageState.COMPLETE, LINE)
