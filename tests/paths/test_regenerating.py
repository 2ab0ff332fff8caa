"""Something else for a day of one's own path: asked of a model as for a preview, paid for, and told where it fails."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models.paths import DayStatus
from tests.accounts.people import sign_up
from tests.conftest import MakeApp
from tests.conversations.test_free_partner import model_settings
from tests.minds.model.test_plan import scene, written
from tests.model_server import ModelServer
from tests.paths.courses import owed, path_of
from tests.paths.followers import TODAY, Calendar, entry, follow

PATIENT = {"model_first_token_seconds": 6.0, "model_stall_seconds": 6.0}
ANOTHER = "Shopping with the grandmother"


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, model_server: ModelServer) -> Flask:
    model_server.answers(written(1, title=ANOTHER), match={"systemMessage": "You replace one day"})
    model_server.answers(scene(), match={"systemMessage": "You write a scene"})
    return make_app(settings=settings.model_copy(update=model_settings(model_server) | PATIENT), clock=Calendar())


@pytest.fixture
def mia(client: FlaskClient) -> FlaskClient:
    sign_up(client)
    return client


def regenerate(browser: FlaskClient, path: str, day: int, version: int = 1) -> int:
    form = {"act": "regenerate", "day": str(day), "version": str(version)}
    return browser.post(f"/paths/{path}/outline", data=form).status_code


def test_a_model_gives_another_day_that_is_written_in_time(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    assert regenerate(mia, path, 10) == 303
    after = path_of(app, path)
    day = after.schedule[9]
    assert (day.title, day.scenario_id, day.planned_by, after.version) == (ANOTHER, None, "model", 2)
    assert [each.title for each in after.schedule[:9]] == [f"Step {index}" for index in range(1, 10)]
    rows = owed(app, path)
    assert (rows[10].status, rows[10].target_generation_date) == (DayStatus.PENDING, TODAY + timedelta(days=6))
    assert rows[0].output_tokens > 0
    assert ANOTHER in mia.get(f"/paths/{path}/outline").text


def test_a_model_that_is_away_leaves_it_to_the_catalogue_and_the_page_says_so(
    app: Flask, mia: FlaskClient, model_server: ModelServer
) -> None:
    path = follow(app)
    model_server.fails(500)
    assert regenerate(mia, path, 2) == 303
    day = path_of(app, path).schedule[1]
    assert day.scenario_id not in (None, "ask-directions")
    assert owed(app, path).get(2) is None
    page = mia.get(f"/paths/{path}/outline").text
    assert page.count("since the language model did not answer") == day.is_stand_in


def test_whoever_has_used_up_their_share_gets_the_catalogue(
    make_app: MakeApp, settings: Settings, model_server: ModelServer
) -> None:
    few = settings.model_copy(update=model_settings(model_server) | PATIENT | {"model_tokens_free": 0})
    app = make_app(settings=few, clock=Calendar())
    mia = app.test_client()
    sign_up(mia)
    path = follow(app)
    assert regenerate(mia, path, 2) == 303
    assert path_of(app, path).schedule[1].scenario_id not in (None, "ask-directions")
    assert model_server.requests() == []


def test_what_was_changed_meanwhile_stays_and_is_paid_for(
    app: Flask, mia: FlaskClient, model_server: ModelServer
) -> None:
    path = follow(app)
    assert regenerate(mia, path, 10, version=7) == 409
    assert model_server.requests() == []
    assert regenerate(mia, path, 10) == 303
    assert regenerate(mia, path, 10) == 409
    assert path_of(app, path).version == 2


def test_no_connection_is_held_while_the_model_thinks(app: Flask, mia: FlaskClient, model_server: ModelServer) -> None:
    path = follow(app)
    held: list[int] = []

    class Looking:
        def regenerate(self, *told: object) -> object:
            held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
            return planner.regenerate(*told)

    planner = app.extensions["kaiwa.planner"]
    app.extensions["kaiwa.planner"] = Looking()
    assert regenerate(mia, path, 10) == 303
    assert held == [0]
    assert entry(10).title != path_of(app, path).schedule[9].title
