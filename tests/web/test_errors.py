"""Everything that goes wrong answers with a kind page, a fragment for htmx, or JSON."""

import logging

import pytest
from flask import Flask, abort, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kaiwa import errors
from kaiwa.extensions import db, limiter


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with pages that fail."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.route("/abort/<int:status>", methods=["GET", "POST"])
    def fail(status: int) -> str:
        abort(status)

    @app.get("/domain/<name>")
    def refuse(name: str) -> str:
        raise vars(errors)[name]("In its own words.")

    @app.get("/crash")
    def crash() -> str:
        raise ValueError("a detail nobody should read")

    @app.get("/undefined")
    def undefined() -> str:
        return render_template_string("{{ missing }}")

    @app.get("/database")
    def lose_database() -> str:
        raise PoolTimeout("all taken")

    @app.get("/statement")
    def fail_statement() -> str:
        db.session.execute(text("SELECT 1 / :number"), {"number": 0})
        return ""

    @app.get("/limited")
    @limiter.limit("1 per hour")
    def limit() -> str:
        return "once"

    @app.post("/echo")
    def echo() -> str:
        return "sent"

    return app


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 422, 429, 500, 503])
def test_a_status_has_a_page_of_ours(client: FlaskClient, status: int) -> None:
    response = client.get(f"/abort/{status}", headers={"Accept": "text/html"})
    page = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "<h1>" in page
    assert response.headers["X-Request-ID"] in page


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    response = client.post("/healthz")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("NotFound", 404), ("NotAllowed", 403), ("Conflict", 409), ("LimitReached", 429), ("Unavailable", 503)],
)
def test_a_domain_error_speaks_for_itself(client: FlaskClient, name: str, status: int) -> None:
    response = client.get(f"/domain/{name}")
    assert response.status_code == status
    assert "In its own words." in response.get_data(as_text=True)


def test_htmx_gets_one_sentence_for_the_notice(client: FlaskClient) -> None:
    response = client.get("/domain/Conflict", headers={"HX-Request": "true"})
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#notice", "innerHTML")
    assert response.get_data(as_text=True).strip() == "<p>In its own words.</p>"


def test_restoring_history_gets_the_whole_page(client: FlaskClient) -> None:
    response = client.get("/nowhere", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<!doctype html>" in response.get_data(as_text=True).lower()


def test_a_program_gets_json(client: FlaskClient) -> None:
    response = client.get("/domain/Conflict", headers={"Accept": "application/json"})
    assert response.json == {"error": "In its own words.", "request_id": response.headers["X-Request-ID"]}
    assert client.get("/nowhere", headers={"Accept": "*/*"}).mimetype == "text/html"


def test_a_crash_shows_no_detail(client: FlaskClient) -> None:
    response = client.get("/crash")
    assert response.status_code == 500
    assert "nobody should read" not in response.get_data(as_text=True)


def test_an_undefined_name_in_a_template_is_an_error(client: FlaskClient) -> None:
    assert client.get("/undefined").status_code == 500


def test_a_page_that_cannot_even_fail_well_still_says_so(client: FlaskClient, app: Flask) -> None:
    @app.context_processor
    def broken() -> dict[str, object]:
        raise RuntimeError("the layout is broken")

    response = client.get("/crash")
    assert (response.status_code, response.mimetype) == (500, "text/plain")


def test_a_database_without_a_free_connection_is_busy(client: FlaskClient) -> None:
    response = client.get("/database")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_a_failed_statement_keeps_its_values_out_of_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert client.get("/statement").status_code == 500
    assert "hide_parameters" in caplog.text
    assert "'number'" not in caplog.text


def test_too_much_at_once_is_a_kind_page(client: FlaskClient) -> None:
    assert client.get("/limited").status_code == 200
    response = client.get("/limited")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "nothing is lost" in response.get_data(as_text=True)


def test_a_form_without_its_token_is_told_to_reload(client: FlaskClient) -> None:
    response = client.post("/echo", csrf=False)
    assert response.status_code == 400
    assert "Your text is kept: reload the page" in response.get_data(as_text=True)
    assert client.post("/echo").get_data(as_text=True) == "sent"


def test_a_body_that_is_too_big_is_refused(client: FlaskClient) -> None:
    response = client.post("/echo", data={"content": "x" * 300_000}, csrf=False)
    assert response.status_code == 413
