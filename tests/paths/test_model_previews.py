"""A course that a model plans: shown as it grows, its first days to be tried, and the catalogue where it fails."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import PathPreview, Scenario
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX
from tests.conversations.test_free_partner import model_settings
from tests.minds.model.test_plan import TEXT, good_weeks, says_course, scene, understood
from tests.model_server import ModelServer

PATIENT = {"model_first_token_seconds": 6.0, "model_stall_seconds": 6.0}


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, model_server: ModelServer) -> Flask:
    """An application whose courses a model plans, fourteen days long."""
    model_server.answers(scene(), match={"responseFormat": "json_schema"})
    model_server.answers(understood(days=14, deadline=""), TEXT[:20], match={"systemMessage": "verdict"})
    says_course(model_server, *good_weeks())
    return make_app(settings=settings.model_copy(update=model_settings(model_server) | PATIENT))


def row(app: Flask) -> PathPreview:
    with app.app_context():
        return db.session.scalars(select(PathPreview)).one()


def test_a_model_plans_and_the_first_days_can_be_tried(client: FlaskClient, app: Flask, stranger: FlaskClient) -> None:
    place = client.post("/paths/new", data={"intent": TEXT}, headers=HTMX).headers["HX-Redirect"]
    stream = client.get(f"{place}/stream").text
    assert stream.count('<li class="day">') == 14
    page = client.get(place).text
    assert "Planned by a language model." in page
    assert "A talk at the kitchen" in page
    assert page.count("Try day") == 3
    kept = row(app)
    assert all(day.scenario_id for day in kept.schedule[:3])
    assert not any(day.scenario_id for day in kept.schedule[3:])
    assert kept.input_tokens > 0
    first = kept.schedule[0].scenario_id
    assert "いらっしゃい" in client.get(f"/?scene={first}&language=ja").text.replace("<wbr>", "")
    assert "A talk at the kitchen" not in stranger.get("/scenarios").text
    with app.app_context():
        assert db.session.get_one(Scenario, first).visibility == "unlisted"


def test_where_the_model_is_gone_the_catalogue_plans_and_the_page_says_so(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    model_server.stop()
    answer = client.post("/paths/new", data={"intent": TEXT})
    page = client.get(answer.headers["Location"]).text
    assert "so this was planned from our catalogue" in page
    assert page.count('<li id="day-') == 28
    assert "Try day 1 now" in page
    assert row(app).details.is_stand_in
