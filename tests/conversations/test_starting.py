"""The first message: it begins the conversation, or says kindly why it cannot."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import AnalyticsEvent, Conversation, Message
from tests.conftest import MakeApp
from tests.conversations.guests import FIRST, HTMX, begin, page, plain


def test_the_answer_is_there_without_javascript(client: FlaskClient) -> None:
    shown = plain(page(client, begin(client)))
    assert "コーヒーを二つお願いします" in shown
    assert "コーヒーをふたつですね" in shown
    assert "ホットとアイス" in shown


def test_htmx_gets_the_conversation_and_its_address(client: FlaskClient) -> None:
    response = client.post("/conversations", data=FIRST, headers=HTMX)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"].startswith("/conversations/")
    assert "hx-sse:connect" in response.text
    assert "<html" not in response.text


@pytest.mark.parametrize("content", ["", "   ", "\n\n", "\x00"])
def test_an_empty_line_is_asked_for_again(client: FlaskClient, content: str, app: Flask) -> None:
    response = client.post("/conversations", data=FIRST | {"content": content})
    assert response.status_code == 422
    assert "Please fill this in." in response.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Conversation)) == 0


def test_a_text_that_is_too_long_is_kept_in_the_field(client: FlaskClient) -> None:
    response = client.post("/conversations", data=FIRST | {"content": "あ" * 2001})
    assert response.status_code == 422
    assert "too long" in response.text
    assert "あ" * 2001 in response.text


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"scene": "nothing"}, 404), ({"language": "tlh"}, 404), ({"level": "expert"}, 422)],
)
def test_what_was_tampered_with_is_refused(client: FlaskClient, changes: dict[str, str], status: int) -> None:
    assert client.post("/conversations", data=FIRST | changes).status_code == status


def test_without_a_token_nothing_happens(client: FlaskClient, app: Flask) -> None:
    response = client.post("/conversations", data=FIRST, csrf=False)
    assert response.status_code == 400
    assert "Your text is kept" in response.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Conversation)) == 0


def test_what_is_noted_holds_no_word_of_it(client: FlaskClient, app: Flask) -> None:
    begin(client)
    with app.app_context():
        event = db.session.scalars(select(AnalyticsEvent)).one()
        assert event.event_name == "conversation_started"
        assert event.properties == {"scenario": "order-coffee", "language": "ja"}
        assert event.ip_address == "127.0.0.0/24"


def test_a_guest_has_a_first_conversation_and_two_more(make_app: MakeApp, settings: Settings) -> None:
    client = make_app(settings=settings.model_copy(update={"guest_conversations": 3})).test_client()
    for _ in range(3):
        begin(client)
    response = client.post("/conversations", data=FIRST)
    assert response.status_code == 429
    assert "go on with any of them" in response.text


def test_tabs_that_begin_at_once_share_what_is_left(make_app: MakeApp, settings: Settings) -> None:
    app = make_app(settings=settings.model_copy(update={"guest_conversations": 3}))
    first = app.test_client()
    begin(first)
    cookie = first.get_cookie("kaiwa")
    assert cookie is not None

    def try_to_begin(_: int) -> int:
        tab = app.test_client()
        tab.set_cookie("kaiwa", cookie.value)
        return tab.post("/conversations", data=FIRST).status_code

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(try_to_begin, range(6)))
    assert answers == [303, 303, 429, 429, 429, 429]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Conversation)) == 3


def test_too_many_messages_in_a_minute_are_met_kindly(make_app: MakeApp, settings: Settings) -> None:
    client = make_app(settings=settings.model_copy(update={"guest_messages_per_minute": 2})).test_client()
    conversation = begin(client)
    send = {"content": "ホットで"}
    assert client.post(f"/conversations/{conversation}/messages", data=send).status_code == 303
    assert client.post(f"/conversations/{conversation}/messages", data=send).status_code == 303
    refused = client.post(f"/conversations/{conversation}/messages", data=send)
    assert refused.status_code == 429
    assert "nothing is lost" in refused.text
    refused = client.post(f"/conversations/{conversation}/messages", data=send, headers=HTMX)
    assert refused.headers["HX-Retarget"] == "#notice"


def test_the_first_line_and_the_reply_stand_in_order(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    with app.app_context():
        rows = db.session.execute(
            select(Message.position, Message.role, Message.state)
            .where(Message.conversation_id == conversation)
            .order_by(Message.position)
        ).all()
    assert [(row.position, row.role.value, row.state.value) for row in rows] == [
        (1, "assistant", "complete"),
        (2, "user", "complete"),
        (3, "assistant", "complete"),
    ]
