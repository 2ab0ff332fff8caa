"""`flask model check`: one call for each job, and the truth about it."""

from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from kaiwa.config import Settings
from tests.conftest import MakeApp
from tests.model_server import SPEECH, TRANSCRIPTIONS, ModelServer


def check(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["model", "check"])


def chosen(server: ModelServer, **more: Any) -> dict[str, Any]:
    return {"model_base_url": server.base_url, "model_talk": "talker", "model_connect_seconds": 0.5, **more}


@pytest.fixture
def well(model_server: ModelServer) -> ModelServer:
    """An endpoint where all goes well."""
    model_server.says("Hello!")
    model_server.answers({"colour": "blue"}, to="Name a colour")
    model_server.hears("")
    model_server.speaks(b"sound")
    return model_server


def test_without_a_model_it_says_so(app: Flask) -> None:
    said = check(app)
    assert (said.exit_code, "No model is set" in said.output) == (0, True)


def test_each_job_is_called_once(make_app: MakeApp, settings: Settings, well: ModelServer) -> None:
    more = {"model_feedback": "teacher", "model_speak": "speaker", "model_transcribe": "listener"}
    said = check(make_app(settings=settings.model_copy(update=chosen(well, **more))))
    lines = {line.split()[0]: line for line in said.output.splitlines()}
    assert list(lines) == ["talk", "feedback", "plan", "write", "transcribe", "speak", "realtime"]
    assert "teacher" in lines["feedback"]
    assert "json_schema" in lines["plan"]
    assert all("works" in lines[job] for job in ("talk", "feedback", "plan", "write", "speak"))
    assert "MODEL_REALTIME is not set" in lines["realtime"]
    assert (len(well.requests()), len(well.requests(SPEECH)), len(well.requests(TRANSCRIPTIONS))) == (4, 1, 1)


def test_what_fails_is_named_and_the_exit_status_says_it(
    make_app: MakeApp, settings: Settings, well: ModelServer
) -> None:
    well.fails(401)
    well.fails(500, endpoint="speech")
    said = check(make_app(settings=settings.model_copy(update=chosen(well, model_speak="speaker"))))
    assert said.exit_code == 1
    assert "refused: status 401" in said.output
    assert "InternalServerError" in said.output


def test_an_endpoint_that_is_gone_fails_at_every_job(make_app: MakeApp, settings: Settings, well: ModelServer) -> None:
    well.stop()
    said = check(make_app(settings=settings.model_copy(update=chosen(well, model_realtime="live"))))
    assert said.exit_code == 1
    assert said.output.count("unreachable") == 5
