"""What the list of scenarios costs with a thousand and with a hundred thousand in it, and whether saves are lost."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from flask import Flask
from flask.testing import FlaskClient

from bench.catalogue import fill
from bench.loading import percentile
from kaiwa.app import create_app
from kaiwa.clock import now
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import ScenarioMetadata, User
from kaiwa.ops.preparing import prepare
from kaiwa.scenarios.progress import save_scenario
from kaiwa.web.assets import build
from kaiwa.web.sql_counting import count_statements

FEW, MANY = 1_000, 100_000
ROUNDS, SAVERS, SAVES = 40, 16, 20
SOMEBODY = {"email": "bench@example.org", "password": "three blue umbrellas"}
PAGES = {
    "first page": "/scenarios",
    "filtered": "/scenarios?level=B2&category=work&length=medium",
    "Chinese search, 医院": "/scenarios?q=医院",
    "English search, doctor": "/scenarios?q=doctor",
    "English search, half typed": "/scenarios?q=sympt",
    "search and filters": "/scenarios?q=doctor&level=B1&role=expert",
}
FIFTIETH = "page 50"


@dataclass(frozen=True)
class Cost:
    """What a page took: milliseconds in the middle, and statements."""

    p50: float
    statements: int


@dataclass(frozen=True)
class Measured:
    """Each page's cost with few and with many scenarios, and how many of the parallel saves were counted."""

    few: dict[str, Cost]
    many: dict[str, Cost]
    saved: int


def measure_scenarios(many: int = MANY) -> Measured:
    """Fill a database twice and measure each time."""
    with running() as app:
        client = app.test_client()
        client.post("/sign-up", data=SOMEBODY)
        costs: list[dict[str, Cost]] = []
        for first, last in ((0, FEW), (FEW, many)):
            with app.app_context():
                address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(address) as connection:
                fill(connection, first, last)
            costs.append({name: cost(client, path) for name, path in pages(client)})
        return Measured(costs[0], costs[1], save_at_once(app))


@contextmanager
def running() -> Iterator[Flask]:
    """An application on a database of its own."""
    with TemporaryDirectory() as folder:
        build(Path(folder) / "assets")
        app = create_app(Settings.from_environment({"VAR_DIR": folder, "LOG_LEVEL": "ERROR"}))
        try:
            prepare(app)
            app.config["WTF_CSRF_ENABLED"] = False
            yield app
        finally:
            with app.app_context():
                db.engine.dispose()
            app.extensions["kaiwa.embedded"].close()


def pages(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """The pages that are measured; the last is found as a person finds it, by turning forty-nine times."""
    yield from PAGES.items()
    path = "/scenarios"
    for _ in range(49):
        more = re.search(r'href="(/scenarios\?[^"]*after=[^"]+)" rel="nofollow"', client.get(path).text)
        if more is None:
            break
        path = more[1].replace("&amp;", "&")
    yield FIFTIETH, path


def cost(client: FlaskClient, path: str) -> Cost:
    """Ask for a page again and again."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append((time.perf_counter() - begun) * 1000)
    with count_statements() as sql:
        client.get(path)
    return Cost(percentile(times, 0.5), len(sql))


def save_at_once(app: Flask) -> int:
    """How often a scenario is counted as saved after so many people have saved it at once."""
    with app.app_context():
        people = [User(email=f"{number}@example.org") for number in range(SAVERS * SAVES)]
        db.session.add_all(people)
        db.session.commit()
        ids = [each.id for each in people]
        before = db.session.get_one(ScenarioMetadata, "order-coffee").saved_count

    def save(mine: slice) -> None:
        for user_id in ids[mine]:
            with app.app_context():
                save_scenario(db.session(), user_id, "order-coffee", now())
                db.session.commit()

    with ThreadPoolExecutor(SAVERS) as threads:
        list(threads.map(save, [slice(at * SAVES, (at + 1) * SAVES) for at in range(SAVERS)]))
    with app.app_context():
        return db.session.get_one(ScenarioMetadata, "order-coffee").saved_count - before
