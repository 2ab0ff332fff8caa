"""Finish, the summary, comfort in five faces, Keep talking and Not now; hints and correction styles."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.extensions import db
from kaiwa.models import AnalyticsEvent, Conversation
from tests.conversations.guests import HTMX, begin, page, plain, send

TO_THE_END = ["ホットで", "Mで", "持ち帰りで", "けっこうです", "カードで", "マリアです"]


def test_finish_shows_what_was_proved(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client, content="コーヒーがください")
    send(client, conversation, "ホットでお願いします")
    done = client.post(f"/conversations/{conversation}/completion")
    assert done.status_code == 303
    summary = client.get(done.headers["Location"]).text
    assert "コーヒーをください。" in plain(summary)
    assert "ホットでお願いします" in plain(summary)
    assert "Order a drink" in summary
    with app.app_context():
        row = db.session.get_one(Conversation, conversation)
        assert row.ended_at is not None
        assert row.engagement_level is not None


def test_finish_by_htmx_goes_to_the_summary(client: FlaskClient) -> None:
    conversation = begin(client)
    done = client.post(f"/conversations/{conversation}/completion", headers=HTMX)
    assert done.headers["HX-Redirect"] == f"/conversations/{conversation}/summary"


def test_a_scene_played_out_ends_and_ticks_its_objectives(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    for line in TO_THE_END:
        assert send(client, conversation, line).status_code == 303, line
    with app.app_context():
        row = db.session.get_one(Conversation, conversation)
        assert row.is_played_out
        assert set(row.objectives_met) >= {"order-drink", "choose-size", "say-where", "pay", "give-name"}
    shown = page(client, conversation)
    assert "マリア様" in plain(shown)
    assert send(client, conversation, "もう一度").status_code == 409


@pytest.mark.parametrize("rating", ["1", "5"])
def test_comfort_is_kept_and_the_last_answer_counts(client: FlaskClient, app: Flask, rating: str) -> None:
    conversation = begin(client)
    client.post(f"/conversations/{conversation}/comfort", data={"rating": "3"})
    assert (
        client.post(f"/conversations/{conversation}/comfort", data={"rating": rating}, headers=HTMX).status_code == 200
    )
    with app.app_context():
        assert db.session.get_one(Conversation, conversation).comfort_rating == int(rating)


@pytest.mark.parametrize("rating", ["0", "6", "", "five"])
def test_a_comfort_that_is_none_of_the_faces_is_refused(client: FlaskClient, rating: str) -> None:
    conversation = begin(client)
    response = client.post(f"/conversations/{conversation}/comfort", data={"rating": rating})
    assert response.status_code == 422


def test_keep_talking_takes_an_unfinished_scene_up_again(client: FlaskClient) -> None:
    conversation = begin(client)
    client.post(f"/conversations/{conversation}/completion")
    assert send(client, conversation, "ホットで").status_code == 409
    back = client.post(f"/conversations/{conversation}/continuation")
    assert back.headers["Location"].startswith(f"/conversations/{conversation}")
    assert send(client, conversation, "ホットで").status_code == 303


def test_keep_talking_after_the_end_opens_the_scene_anew(client: FlaskClient) -> None:
    conversation = begin(client)
    for line in TO_THE_END:
        send(client, conversation, line)
    client.post(f"/conversations/{conversation}/completion")
    back = client.post(f"/conversations/{conversation}/continuation")
    assert back.headers["Location"] == "/?scene=order-coffee&language=ja"


def test_finishing_twice_changes_nothing(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    client.post(f"/conversations/{conversation}/completion")
    with app.app_context():
        first = db.session.get_one(Conversation, conversation).ended_at
    client.post(f"/conversations/{conversation}/completion")
    with app.app_context():
        assert db.session.get_one(Conversation, conversation).ended_at == first


def test_the_hint_opens_in_three_steps(client: FlaskClient) -> None:
    conversation = begin(client)
    address = f"/conversations/{conversation}/hint?step="
    steps = [plain(client.get(f"{address}{step}", headers=HTMX).text) for step in (1, 2, 3)]
    assert "Choose hot or iced." in client.get(f"{address}1", headers=HTMX).text
    assert "＿＿でお願いします。" not in steps[0]
    assert "＿＿でお願いします。" in steps[1]
    assert "ホットでお願いします。" not in steps[1]
    assert "ホットでお願いします。" in steps[2]


def test_the_hint_opens_without_javascript(client: FlaskClient) -> None:
    conversation = begin(client)
    opened = client.get(f"/conversations/{conversation}/hint?step=3")
    assert opened.status_code == 303
    assert "ホットでお願いします。" in plain(client.get(opened.headers["Location"]).text)


@pytest.mark.parametrize("step", ["0", "9", "x", "-1"])
def test_an_odd_step_is_met_kindly(client: FlaskClient, step: str) -> None:
    conversation = begin(client)
    assert client.get(f"/conversations/{conversation}/hint?step={step}", headers=HTMX).status_code == 200


def test_the_correction_style_changes_what_happens(client: FlaskClient) -> None:
    conversation = begin(client)
    chosen = client.post(f"/conversations/{conversation}/correction-style", data={"style": "immediate"})
    assert chosen.status_code == 303
    for line in ("ホットで", "Mで", "持ち帰りで", "けっこうです"):
        send(client, conversation, line)
    send(client, conversation, "カードを払います")
    assert "「カードで払います」と言ってみてください" in plain(page(client, conversation)) or "おしいです" in plain(
        page(client, conversation)
    )


def test_an_unknown_style_is_refused(client: FlaskClient) -> None:
    conversation = begin(client)
    response = client.post(f"/conversations/{conversation}/correction-style", data={"style": "shouting"})
    assert response.status_code == 422


def test_readings_are_remembered(client: FlaskClient) -> None:
    assert client.post("/preferences/readings", data={"shown": "no"}).status_code == 303
    hidden = client.get("/?scene=order-coffee&language=ja").text
    client.post("/preferences/readings", data={"shown": "yes"}, headers=HTMX)
    shown = client.get("/?scene=order-coffee&language=ja").text
    assert hidden != shown


def test_what_happened_is_noted_without_what_was_said(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    client.post(f"/conversations/{conversation}/completion")
    client.post(f"/conversations/{conversation}/comfort", data={"rating": "4"})
    with app.app_context():
        names = db.session.scalars(select(AnalyticsEvent.event_name).order_by(AnalyticsEvent.id)).all()
    assert names == ["conversation_started", "conversation_finished", "comfort_rated"]
