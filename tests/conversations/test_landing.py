"""The first page: already a conversation, and nothing is stored before the first message."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kaiwa.extensions import db
from kaiwa.models import AnalyticsEvent, Conversation, Message
from kaiwa.web.sql_counting import count_statements
from tests.conversations.guests import HTMX, begin, plain


def test_the_partner_has_spoken_first(client: FlaskClient) -> None:
    response = client.get("/?scene=order-coffee&language=ja")
    assert response.status_code == 200
    assert "ご注文はお決まりですか" in plain(response.text)
    assert "Ordering coffee" in response.text
    assert 'name="content"' in response.text


def test_nothing_is_stored_by_looking(client: FlaskClient, app: Flask) -> None:
    client.get("/")
    client.get("/?scene=order-coffee&language=es", headers=HTMX)
    with app.app_context():
        for table in (Conversation, Message, AnalyticsEvent):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-US,en;q=0.9", "ja"),
        ("en-US,en;q=0.9,fr;q=0.7", "fr"),
        ("ja,en;q=0.8", "en"),
        ("de-DE,de;q=0.9,es;q=0.5", "es"),
        ("", "ja"),
        ("pt-BR", "ja"),
        ("*", "ja"),
        ("x;q=oops", "ja"),
    ],
)
def test_a_likely_language_is_guessed(client: FlaskClient, accepted: str, language: str) -> None:
    page = client.get("/", headers={"Accept-Language": accepted}).text
    assert f'lang="{language}"' in page
    assert f'<option value="{language}" selected' in page


def test_changing_the_language_keeps_the_scenario(client: FlaskClient) -> None:
    for language in ("ja", "es", "en", "ko"):
        page = client.get(f"/?scene=order-coffee&language={language}", headers=HTMX).text
        assert "Ordering coffee" in page
        assert f'lang="{language}"' in page
        assert "<html" not in page


def test_a_scene_that_nobody_can_play_in_the_language_gives_way_to_the_first_conversation(client: FlaskClient) -> None:
    page = client.get("/?scene=meet-the-parents&language=it")
    assert page.status_code == 200
    assert "Your first conversation" in page.text


@pytest.mark.parametrize("query", ["?scene=no-such-scene", "?language=tlh", "?language=ja'--"])
def test_what_does_not_exist_is_said_kindly(client: FlaskClient, query: str) -> None:
    response = client.get(f"/{query}")
    assert response.status_code == 404
    assert "could not find" in response.text


@pytest.mark.parametrize("level", ["new", "some", "confident", "nonsense"])
def test_any_level_shows_a_page(client: FlaskClient, level: str) -> None:
    assert client.get(f"/?level={level}&language=ja").status_code == 200


def test_a_guest_finds_their_conversations_again_and_a_stranger_does_not(
    client: FlaskClient, stranger: FlaskClient
) -> None:
    conversation = begin(client)
    assert str(conversation) in client.get("/").text
    assert str(conversation) not in stranger.get("/").text


def test_a_second_look_costs_no_query(client: FlaskClient, app: Flask) -> None:
    client.get("/")
    with count_statements() as counted:
        client.get("/")
    assert counted == []
