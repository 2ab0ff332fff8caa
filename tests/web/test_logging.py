"""The request log: one line with what operating needs and nothing that somebody wrote."""

import json
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from kaiwa.extensions import db
from kaiwa.web.logging import JsonLines
from kaiwa.web.sql_counting import count_statements


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with a page that asks the database twice."""

    @app.post("/notes/<int:number>")
    def note(number: int) -> str:
        db.session.execute(text("SELECT 1"))
        db.session.execute(text("SELECT 2"))
        return str(number)

    return app


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """The lines of the request log, as they would stand on stdout."""
    return [json.loads(JsonLines().format(each)) for each in caplog.records if each.name == "kaiwa.request"]


def test_a_line_says_what_was_asked_and_what_it_cost(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.post("/notes/7?token=private", data={"content": "my secret words"})
    (line,) = logged(caplog)
    assert {name: line[name] for name in ("method", "route", "status", "sql")} == {
        "method": "POST",
        "route": "/notes/<int:number>",
        "status": 200,
        "sql": 2,
    }
    assert isinstance(line["ms"], float)
    assert "private" not in caplog.text
    assert "my secret words" not in caplog.text


def test_the_id_that_came_is_kept_when_it_is_well_formed(client: FlaskClient) -> None:
    given = {"X-Request-ID": "proxy-0123456789"}
    assert client.get("/healthz", headers=given).headers["X-Request-ID"] == "proxy-0123456789"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space 12345", '<script>alert("x")'])
def test_another_id_is_replaced(client: FlaskClient, given: str) -> None:
    returned = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert returned != given
    assert len(returned) == 32


def test_a_line_inside_a_request_carries_its_id(app: Flask) -> None:
    record = logging.makeLogRecord({"name": "kaiwa.anything", "msg": "said %s", "args": ("this",), "levelname": "INFO"})
    with app.test_request_context(headers={"X-Request-ID": "proxy-0123456789"}):
        app.preprocess_request()
        line = json.loads(JsonLines().format(record))
    assert (line["message"], line["request_id"]) == ("said this", "proxy-0123456789")


def test_statements_are_counted_for_a_test(client: FlaskClient) -> None:
    with count_statements() as statements:
        client.post("/notes/1")
    assert statements == ["SELECT 1", "SELECT 2"]
    client.post("/notes/1")
    assert len(statements) == 2
