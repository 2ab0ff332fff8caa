"""Objectives stand on every page in the language of the pages where they are written in it, and are marked so."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from kaiwa.extensions import db
from kaiwa.models import ScenarioText
from kaiwa.models.scenarios import Visibility
from kaiwa.web.sql_counting import count_statements
from tests.accounts.test_interface_language import JAPANESE
from tests.conversations.guests import begin, read_stream, send_by_htmx
from tests.scenarios.test_list import own, somebody

ORDER, ASK = "飲み物を注文する", "自分から一つ質問する"
IN_JAPANESE, IN_ENGLISH = f'<bdi lang="ja">{ORDER}</bdi>', "Order a drink"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Somebody whose browser reads Japanese."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = JAPANESE["Accept-Language"]
    return client


@pytest.mark.parametrize("path", ["/scenarios/order-coffee", "/?scene=order-coffee&language=es"])
def test_what_one_sets_out_to_do_is_told_in_the_language_of_the_page(
    client: FlaskClient, reader: FlaskClient, path: str
) -> None:
    for _ in range(2):
        japanese, english = reader.get(path).text, client.get(path).text
        assert IN_JAPANESE in japanese
        assert IN_ENGLISH not in japanese
        assert IN_ENGLISH in english
        assert ORDER not in english


def test_so_it_is_in_a_conversation_its_replies_and_its_summary(reader: FlaskClient, stranger: FlaskClient) -> None:
    conversation = begin(reader, language="es", content="Un café, por favor")
    here = f"/conversations/{conversation}"
    assert IN_JAPANESE in reader.get(here).text
    assert stranger.get(here).status_code == 404
    stream = read_stream(reader, send_by_htmx(reader, conversation, "Mediano, por favor"))
    assert IN_JAPANESE in stream
    assert IN_ENGLISH not in stream
    reader.post(f"{here}/completion")
    summary = reader.get(f"{here}/summary").text
    assert IN_JAPANESE in summary
    assert "次はこれもやってみましょう" in summary
    for goal in ("Choose a size", "Say whether it is to stay", "Order a drink"):
        assert goal not in summary


def test_a_turn_costs_as_many_statements_in_any_language(client: FlaskClient, reader: FlaskClient) -> None:
    taken = []
    for visitor in (client, reader):
        conversation = begin(visitor)
        with count_statements() as statements:
            read_stream(visitor, send_by_htmx(visitor, conversation, "ホットで"))
        taken.append(len(statements))
    assert taken[0] == taken[1]


def test_the_first_page_costs_none(reader: FlaskClient) -> None:
    reader.get("/")
    with count_statements() as statements:
        assert "あいさつをして、名前を言う" in reader.get("/").text
    assert statements == []


def test_what_is_not_written_in_japanese_is_english_and_says_so(
    app: Flask, client: FlaskClient, reader: FlaskClient
) -> None:
    own(app, somebody(app, client), "my-own", Visibility.PUBLIC)
    with app.app_context():
        of_coffee = ScenarioText.scenario_id == "order-coffee"
        db.session.execute(update(ScenarioText).where(of_coffee).values(objectives={"ask-question": ASK}))
        db.session.commit()
    for path in ("/scenarios/order-coffee", "/?scene=order-coffee"):
        page = reader.get(path).text
        assert f'<bdi lang="en">{IN_ENGLISH}</bdi>' in page
        assert f'<bdi lang="ja">{ASK}</bdi>' in page
    # of what somebody wrote themselves nobody has said in which language it is
    assert f"<bdi>{IN_ENGLISH}</bdi>" in reader.get("/scenarios/my-own").text
