"""/healthz, /readyz and `flask health`, both ways."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from kaiwa.accounts.jobs import ask_to_reset
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.ops import health
from tests.conftest import MakeApp
from tests.jobs import do_jobs
from tests.live_server import free_port


@pytest.fixture
def lost(make_app: MakeApp, settings: Settings, tmp_path: Path) -> Flask:
    """An application whose database is gone and whose assets were never built."""
    changes = {
        "kaiwa_env": "production",
        "var_dir": tmp_path,
        "database_url": f"postgresql+psycopg://someone:hidden@127.0.0.1:{free_port()}/gone",
    }
    return make_app(settings.model_copy(update=changes))


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_sound_process_says_so(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json) == (200, {"healthy": True, "issues": []})


def test_alive_is_not_ready(lost: Flask) -> None:
    client = lost.test_client()
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {
        "healthy": False,
        "issues": [
            "The database does not answer.",
            "The assets are not built: run `python -m kaiwa.web.assets build`.",
        ],
    }
    assert "hidden" not in response.get_data(as_text=True)


def test_missing_seeds_and_an_unknown_revision_are_named(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE languages (id text)",
            "CREATE TABLE scenarios (id text, is_onboarding boolean)",
            "CREATE TABLE tiers (id text)",
            "CREATE TABLE alembic_version (version_num text)",
            "INSERT INTO alembic_version VALUES ('from_the_future')",
        ):
            connection.execute(text(statement))
    engine.dispose()
    assert health.database_issues(engine.url) == [
        "The schema is not up to date: run `flask db upgrade`.",
        "No language is seeded: run `flask seed`.",
        "The first conversation is not seeded: run `flask seed`.",
        "The free tier is not seeded: run `flask seed`.",
    ]


def test_the_command_says_the_same(app: Flask, lost: Flask) -> None:
    sound = app.test_cli_runner().invoke(args=["health"])
    assert (sound.exit_code, sound.output) == (0, "Everything is well.\n")
    broken = lost.test_cli_runner().invoke(args=["health"])
    assert broken.exit_code == 1
    assert "The database does not answer." in broken.output


def test_a_queue_that_nobody_works_off_is_named(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        ask_to_reset(db.session(), "mia@example.org", "en")
        db.session.commit()
        assert health.issues() == []
        db.session.execute(text("UPDATE procrastinate_events SET at = now() - interval '11 minutes'"))
        db.session.commit()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {
        "healthy": False,
        "issues": ["A job has waited for more than 10 minutes: start `flask worker`."],
    }
    do_jobs(app)
    assert client.get("/readyz").status_code == 200


def test_a_job_that_is_put_off_is_not_overdue(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        ask_to_reset(db.session(), "mia@example.org", "en")
        db.session.execute(text("UPDATE procrastinate_events SET at = now() - interval '1 day'"))
        db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 minute'"))
        db.session.commit()
    assert client.get("/readyz").status_code == 200
