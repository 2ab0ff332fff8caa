"""A course that a model plans at eighty tokens a second: its first day and its whole, beside the raw stream."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from bench.previews import SENTENCE, planned
from bench.scenarios import running
from kaiwa.app import create_app
from kaiwa.extensions import db
from tests.minds.model.test_plan import HEADING, PLACES, lines, scene, understood, written
from tests.model_server import ModelServer, running_model

TOKENS_A_SECOND, FIRST_TOKEN_MS, SIGNS_A_TOKEN = 80, 400, 4
LEVELS = ["A1"] * 8 + ["A2"] * 12 + ["B1"] * 8
WEEKS, ROUNDS = 4, 5
PATIENT = {"model_first_token_seconds": 8.0, "model_stall_seconds": 15.0}
UNLIMITED = {"model_tokens_guest": 10**9, "model_tokens_address": 10**9}


@dataclass(frozen=True)
class ModelTimes:
    """Milliseconds to the first day and to the whole course: in the raw stream, and as they are seen."""

    raw_first: float
    raw_whole: float
    first: float
    whole: float

    @property
    def first_after_token(self) -> float:
        """From the model's first token to the first day that is seen."""
        return self.first - FIRST_TOKEN_MS


def measure_model_previews() -> ModelTimes:
    """The middle of some rounds, one guest at a time."""
    with running() as base, TemporaryDirectory() as folder, running_model(Path(folder)) as model:
        teach(model)
        more = {"model_base_url": model.base_url, "model_talk": "talker", **PATIENT, **UNLIMITED}
        app = create_app(base.extensions["kaiwa.settings"].model_copy(update=more))
        app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
        try:
            seen = [planned(fresh(app.test_client()))[:2] for _ in range(ROUNDS + 1)][1:]
            raw = [ask_for_weeks(model.port) for _ in range(ROUNDS)]
        finally:
            with app.app_context():
                db.engine.dispose()
    both = [median(each) for times in (raw, seen) for each in zip(*times, strict=True)]
    return ModelTimes(*both)


def fresh(client: FlaskClient) -> FlaskClient:
    """A guest of their own."""
    client.get("/")
    return client


def teach(model: ModelServer) -> None:
    """Have the endpoint give a course of four weeks, at its pace."""
    pace = {"streamingProfile": {"ttft": FIRST_TOKEN_MS, "tps": TOKENS_A_SECOND}, "chunkSize": SIGNS_A_TOKEN}
    model.answers(scene(), match={"responseFormat": "json_schema"})
    model.answers(understood(days=28, deadline=""), SENTENCE[:20], match={"systemMessage": "verdict"})
    for week in range(WEEKS):
        course = lines({"theme": f"Week {week + 1}"}, *(day(n) for n in range(week * 7 + 1, week * 7 + 8)))
        model.says(course, match={"systemMessage": f"Write week {week + 1} of {WEEKS}"}, **pace)
    model.says(lines(HEADING), match={"systemMessage": "You name a course"}, **pace)


def day(index: int) -> dict[str, object]:
    """A day like no other of the course."""
    place = f"{'old' if index > len(PLACES) else 'new'} {PLACES[(index - 1) % len(PLACES)]}"
    return written(
        index,
        LEVELS[index - 1],
        title=f"A talk at the {place}",
        description=f"You meet somebody at the {place} and they ask you something that you did not expect.",
        objectives=[f"Greet at the {place}", f"Ask the way to the {place}", "Say goodbye politely"],
    )


def ask_for_weeks(port: int) -> tuple[float, float]:
    """Ask the endpoint itself for all weeks at once: milliseconds until the first day is there, and until all are."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(WEEKS) as threads:
        ends = list(threads.map(lambda week: _hear(port, week, begun), range(1, WEEKS + 1)))
    return ends[0][0], max(end for _, end in ends)


def _hear(port: int, week: int, begun: float) -> tuple[float, float]:
    task = {"role": "system", "content": f"Write week {week} of {WEEKS}"}
    body = json.dumps({"model": "planner", "stream": True, "messages": [task, {"role": "user", "content": "{}"}]})
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
    heard, first = "", 0.0
    for line in connection.getresponse():
        said = line.removeprefix(b"data: ").strip()
        if not said or said == b"[DONE]":
            continue
        heard += (json.loads(said)["choices"][0]["delta"] or {}).get("content") or ""
        # the theme's line, and that of the first day
        first = first or ((time.perf_counter() - begun) * 1000 if heard.count("\n") > 1 else 0.0)
    connection.close()
    return first, (time.perf_counter() - begun) * 1000
