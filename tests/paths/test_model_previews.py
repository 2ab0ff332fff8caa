"""A course that a model plans: shown as it grows, its first days to be tried, and the catalogue where it fails."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.clock import now
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import PathPreview, Scenario
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX
from tests.conversations.sitters import have_account
from tests.conversations.test_free_partner import model_settings
from tests.minds.model.test_plan import TEXT, good_weeks, says_course, scene, understood, written
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
    assert "The first days are being written" in stream
    opened = client.get(f"{place}/openings").text
    assert [opened.count(f'hx-target="#try-{index}"') for index in (1, 2, 3, 4)] == [1, 1, 1, 0]
    page = client.get(place).text
    assert "The first days are being written" not in page
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


def test_a_first_day_that_will_not_do_is_paid_for_all_the_same(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    opening = {"text": "Hello there, my dear friend.", "meaning": ""}
    model_server.answers(scene(opening=opening), match={"systemMessage": "You write a scene"})
    place = client.post("/paths/new", data={"intent": TEXT}, headers=HTMX).headers["HX-Redirect"]
    spent = []
    assert client.get(f"{place}/stream").text
    for _ in range(2):
        # whoever comes back has the days tried again that are not there
        assert client.get(f"{place}/openings").text
        kept = row(app)
        assert not any(day.scenario_id for day in kept.schedule)
        spent.append(kept.output_tokens)
    assert 0 < spent[0] < spent[1]


def test_two_windows_have_the_first_days_written_once(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    place = client.post("/paths/new", data={"intent": TEXT}, headers=HTMX).headers["HX-Redirect"]
    assert client.get(f"{place}/stream").text
    asked = len(model_server.requests())
    got: list[str] = []
    twin = app.test_client()
    kept = client.get_cookie("kaiwa")
    assert kept is not None
    twin.set_cookie("kaiwa", kept.value)
    threads = [
        threading.Thread(target=lambda each=each: got.append(each.get(f"{place}/openings").text))
        for each in (client, twin)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(model_server.requests()) == asked + 3
    assert all(stream.endswith("event: done\ndata: done\n\n") for stream in got)
    assert all('hx-target="#try-3"' in stream for stream in got)


def test_a_first_day_that_was_changed_can_be_tried_too(
    client: FlaskClient, app: Flask, model_server: ModelServer
) -> None:
    model_server.answers(written(2, title="Shopping with grandmother"), match={"systemMessage": "You replace one day"})
    place = client.post("/paths/new", data={"intent": TEXT}).headers["Location"]
    first = [day.scenario_id for day in row(app).schedule[:3]]
    changed = client.post(f"{place}/days/2/regenerations", headers=HTMX).text
    assert "Shopping with grandmother" in changed
    assert "The first days are being written" in changed
    assert client.get(f"{place}/openings").text.count('hx-partial hx-target="#try-') == 1
    client.post(f"{place}/days/2/regenerations")
    now_first = [day.scenario_id for day in row(app).schedule[:3]]
    assert None not in now_first
    assert (now_first[0], now_first[2]) == (first[0], first[2])
    assert now_first[1] != first[1]


def test_what_a_guest_tried_is_theirs_from_the_start_on(
    client: FlaskClient, app: Flask, stranger: FlaskClient, model_server: ModelServer
) -> None:
    place = client.post("/paths/new", data={"intent": TEXT}).headers["Location"]
    model_server.answers(written(2, title="Shopping with grandmother"), match={"systemMessage": "You replace one day"})
    before = row(app).schedule[1].scenario_id
    client.post(f"{place}/days/2/regenerations")
    first = [day.scenario_id for day in row(app).schedule[:3]]
    page = f"/scenarios/{first[0]}?language=ja"
    assert stranger.get(page).status_code == 200
    user_id = have_account(client, app).id
    path = client.post(f"{place}/commitment", data={"starts_on": now().date().isoformat()}).headers["Location"]
    with app.app_context():
        for each in (*first, before):
            scenario = db.session.get_one(Scenario, each)
            assert (scenario.created_by_user_id, scenario.visibility) == (user_id, "private")
    assert stranger.get(page).status_code == 404
    assert client.get(page).status_code == 200
    assert client.get(f"/?scene={first[0]}&language=ja").status_code == 200
    assert client.get(f"{path}/days/1").status_code == 200
