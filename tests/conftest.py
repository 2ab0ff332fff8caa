"""What every test builds on: settings, a database, an application, a client, a live server, a browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import scoped_session

from kaiwa.app import create_app
from kaiwa.config import Settings
from kaiwa.extensions import db, limiter
from kaiwa.ops.preparing import prepare
from tests.database_server import Cleaner, embedded_server, fresh_database
from tests.form_client import FormClient
from tests.live_server import LiveServer, running_server
from tests.model_server import ModelServer, running_model
from tests.stripe_server import StripeServer

DATABASE_FIXTURES = {
    "database_url",
    "app",
    "empty_database_url",
    "live_server",
    "own_server",
    "free_server",
    "alembic_engine",
}
CHROMIUM = Path("/usr/bin/chromium")
NOWHERE = "http://127.0.0.1:9"
MakeApp = Callable[..., Flask]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database, so that it can run again on another server, and what uses a browser."""
    for item in items:
        if DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        if {"page", "walk"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("journey")


@pytest.fixture(scope="session")
def var_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session's folder for assets and keys."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The PostgreSQL server: TEST_DATABASE_URL, else an embedded one of this session."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    # not in pytest's own folder: another run would take the server's user its way there
    with TemporaryDirectory(prefix="kaiwa-server-") as folder, embedded_server(Path(folder) / "postgres") as url:
        yield url


@pytest.fixture(scope="session")
def environment(var_dir: Path) -> dict[str, str]:
    """The settings of tests as variables, but for the database."""
    return {
        "KAIWA_ENV": "test",
        "SECRET_KEY": "a key that only tests know, long enough for all",
        "VAR_DIR": str(var_dir),
        "GUEST_MESSAGES_PER_MINUTE": "1000",
        "GUEST_CONVERSATIONS": "1000",
    }


@pytest.fixture(scope="session")
def prepared_url(server_url: str, environment: dict[str, str]) -> Iterator[str]:
    """A database with the schema and the seeds, for the whole session."""
    with fresh_database(server_url) as url:
        app = create_app(Settings.from_environment(environment | {"DATABASE_URL": url}))
        prepare(app)
        with app.app_context():
            db.engine.dispose()
        yield url


@pytest.fixture(scope="session")
def cleaner(prepared_url: str) -> Iterator[Cleaner]:
    """What puts the rows back."""
    kept = Cleaner(prepared_url)
    yield kept
    kept.close()


@pytest.fixture
def database_url(prepared_url: str, cleaner: Cleaner) -> Iterator[str]:
    """The prepared database: seeds and nothing else; what the test writes is undone after it."""
    yield prepared_url
    cleaner.clean()


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """A database without a single table, of this test alone."""
    with fresh_database(server_url) as url:
        yield url


@pytest.fixture
def settings(environment: dict[str, str], database_url: str) -> Settings:
    """The settings of the test's application."""
    return Settings.from_environment(environment | {"DATABASE_URL": database_url})


@pytest.fixture
def make_app(settings: Settings) -> Iterator[MakeApp]:
    """`make_app(clock=…, …)`: an application with fakes; other settings by `settings=settings.model_copy(…)`."""
    made: list[Flask] = []

    def make(settings: Settings = settings, **fakes: Any) -> Flask:
        app = create_app(settings, **fakes)
        app.test_client_class = FormClient
        made.append(app)
        limiter.reset()
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The application."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor whose forms carry the CSRF token; `client.post(…, csrf=False)` leaves it out."""
    return app.test_client()


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Somebody else, with cookies of their own."""
    return app.test_client()


@pytest.fixture
def db_session(app: Flask) -> Iterator[scoped_session[Session]]:
    """The session of an application context; commit what a request is to see."""
    with app.app_context():
        yield db.session


@pytest.fixture(scope="session")
def session_server(
    prepared_url: str, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """One live server for every journey that does not hurt it."""
    log = tmp_path_factory.mktemp("live") / "log"
    with running_server(environment | {"DATABASE_URL": prepared_url}, log) as server:
        yield server


@pytest.fixture
def live_server(session_server: LiveServer, database_url: str) -> LiveServer:
    """The shared live server, on clean rows: `url`, `process`."""
    return session_server


@pytest.fixture
def own_server(database_url: str, environment: dict[str, str], tmp_path: Path) -> Iterator[LiveServer]:
    """A live server of this test alone, which may be killed; two web processes, paced as in real use."""
    variables = environment | {"DATABASE_URL": database_url, "REHEARSAL_PACE": "50"}
    with running_server(variables, tmp_path / "log", workers=2) as server:
        yield server


@pytest.fixture(scope="session")
def session_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServer]:
    """One endpoint for the whole session."""
    with running_model(tmp_path_factory.mktemp("model")) as server:
        yield server


@pytest.fixture
def model_server(session_model: ModelServer) -> ModelServer:
    """An OpenAI-compatible endpoint that answers nothing yet; `model_server.settings()` leads to it."""
    session_model.forget()
    return session_model


@pytest.fixture
def free_server(
    database_url: str, environment: dict[str, str], model_server: ModelServer, tmp_path: Path
) -> Iterator[LiveServer]:
    """A live server of this test alone, whose partner is the model server's."""
    limits = {"MODEL_FIRST_TOKEN_SECONDS": "2", "MODEL_STALL_SECONDS": "2", "MODEL_CONNECT_SECONDS": "1"}
    chosen = {"MODEL_BASE_URL": model_server.base_url, "MODEL_TALK": "talker", "DATABASE_URL": database_url}
    with running_server(environment | limits | chosen, tmp_path / "log") as server:
        yield server


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], request: pytest.FixtureRequest) -> dict[str, Any]:
    """What `page.goto("/")` is relative to: the live server of the test."""
    wanted = next((name for name in ("own_server", "free_server", "live_server") if name in request.fixturenames), None)
    base = {"base_url": request.getfixturevalue(wanted).url} if wanted else {}
    return {**browser_context_args, **base}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium where there is one; nothing but this machine can be reached."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")
    found = CHROMIUM if CHROMIUM.exists() else shutil.which("chromium")
    chosen = {"executable_path": str(found)} if found else {}
    proxy = {"server": NOWHERE, "bypass": "127.0.0.1,localhost"}
    return {**browser_type_launch_args, **chosen, "args": quiet, "proxy": proxy}


@pytest.fixture
def alembic_config(empty_database_url: str, environment: dict[str, str]) -> Iterator[dict[str, Any]]:
    """For pytest-alembic: our migrations, inside an application on an empty database."""
    app = create_app(Settings.from_environment(environment | {"DATABASE_URL": empty_database_url}))
    with app.app_context():
        yield {"script_location": str(Path(app.root_path).parent / "migrations")}
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def alembic_engine(empty_database_url: str) -> Iterator[Engine]:
    """For pytest-alembic: an engine on the same empty database."""
    engine = create_engine(empty_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def stripe_server() -> Iterator[StripeServer]:
    """A stand-in for Stripe with nothing in it; `connect` leads its events to a webhook."""
    with StripeServer() as server:
        yield server
