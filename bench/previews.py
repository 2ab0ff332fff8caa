"""A path from its sentence to its start: the first day, the whole outline, a wish, the start, the page of the path."""

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from bench.signed_in import SOMEBODY
from kaiwa.app import create_app
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.ops.preparing import prepare
from kaiwa.web.assets import build
from kaiwa.web.sql_counting import count_statements

SENTENCE = "Meet my girlfriend's parents in Osaka in May, I know hiragana"
TERMS = {"starts_on": "2026-12-01", "reminders": "true", "remind_at": "07:30"}
ROUNDS = 9


@dataclass(frozen=True)
class PathTimes:
    """Milliseconds, and the SQL statements of the path's page."""

    first_day: float
    whole: float
    wish: float
    commit: float
    statements: int


def measure_paths() -> PathTimes:
    """Plan, change and start so many paths in one process on the embedded database; the middle of each counts."""
    with TemporaryDirectory() as folder:
        build(Path(folder) / "assets")
        app = create_app(Settings.from_environment({"VAR_DIR": folder, "LOG_LEVEL": "ERROR"}))
        try:
            prepare(app)
            app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
            client = app.test_client()
            client.post("/sign-up", data=SOMEBODY)
            rounds = [_one(client) for _ in range(ROUNDS)][1:]
            return PathTimes(*(median(each) for each in list(zip(*rounds, strict=True))[:4]), rounds[-1][4])
        finally:
            with app.app_context():
                db.engine.dispose()
            app.extensions["kaiwa.embedded"].close()


def _one(client: FlaskClient) -> tuple[float, float, float, float, int]:
    first, whole, place = planned(client)
    wish, _ = _timed(client, f"{place}/refinements", {"wish": "easier"})
    commit, path = _timed(client, f"{place}/commitment", TERMS)
    client.get(path)
    with count_statements() as sql:
        assert client.get(path).status_code == 200
    return first, whole, wish, commit, len(sql)


def planned(client: FlaskClient) -> tuple[float, float, str]:
    """The milliseconds to the first day and to the whole, and the preview's address."""
    answer = client.post("/paths/new", data={"intent": SENTENCE}, headers={"HX-Request": "true"})
    place = answer.headers["HX-Redirect"]
    began, first = time.perf_counter(), 0.0
    stream = client.get(f"{place}/stream", buffered=False)
    for piece in stream.iter_encoded():
        if not first and b'class="day"' in piece:
            first = time.perf_counter() - began
    return first * 1000, (time.perf_counter() - began) * 1000, place


def _timed(client: FlaskClient, path: str, form: dict[str, str]) -> tuple[float, str]:
    began = time.perf_counter()
    answer = client.post(path, data=form)
    assert answer.status_code == 303, answer.text[:300]
    return (time.perf_counter() - began) * 1000, answer.headers["Location"].partition("#")[0]
