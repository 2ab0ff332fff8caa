"""aimock in an endpoint's place: chat, transcription and speech on a loopback port, with faults on request."""

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from kaiwa.config import ROOT
from tests.live_server import free_port

AIMOCK = ROOT / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
START_SECONDS = 30
CHAT = "/v1/chat/completions"
TRANSCRIPTIONS = "/v1/audio/transcriptions"
SPEECH = "/v1/audio/speech"
KINDS = {429: "rate_limit_error", 401: "authentication_error"}


class ModelServer:
    """What it answers, what it was asked, and how it goes wrong; of two answers that fit the later holds.

    `how` is aimock's: latency (ms between two chunks), chunkSize (characters), truncateAfterChunks, disconnectAfterMs,
    streamingProfile (ttft in ms, tps), chaos (dropRate, malformedRate, disconnectRate, rateLimitRate, latencyMs).
    """

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._fixtures: list[dict[str, Any]] = []
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        """What MODEL_BASE_URL is."""
        return f"http://127.0.0.1:{self.port}/v1"

    def settings(self) -> dict[str, str]:
        """The settings that lead here, as variables; every kind of model is there."""
        models = ("talk", "transcribe", "speak")
        return {"MODEL_BASE_URL": self.base_url, **{f"MODEL_{name.upper()}": f"a-model-to-{name}" for name in models}}

    def says(self, text: str, to: str | None = None, *, match: dict[str, Any] | None = None, **how: Any) -> None:
        """Answer a chat: one whose last line holds `to`, or whatever `match` says in aimock's words."""
        wanted = {"endpoint": "chat", **({"userMessage": to} if to else {}), **(match or {})}
        self.add(wanted, {"content": text}, **how)

    def answers(self, value: object, to: str | None = None, **how: Any) -> None:
        """Answer a chat with JSON."""
        self.says(json.dumps(value, ensure_ascii=False), to, **how)

    def hears(self, text: str, **how: Any) -> None:
        """Write down whatever is spoken as this."""
        self.add({"endpoint": "transcription"}, {"transcription": {"text": text}}, **how)

    def speaks(self, audio: bytes, to: str | None = None, *, audio_format: str = "mp3", **how: Any) -> None:
        """Say a line that holds `to`, or any, with this sound."""
        wanted = {"endpoint": "speech", **({"userMessage": to} if to else {})}
        self.add(wanted, {"audio": base64.b64encode(audio).decode(), "format": audio_format}, **how)

    def fails(self, status: int, *, endpoint: str = "chat", **how: Any) -> None:
        """Refuse every request to the endpoint (chat, transcription or speech) with this status."""
        error = {"message": "An error that a test wants", "type": KINDS.get(status, "server_error")}
        self.add({"endpoint": endpoint}, {"error": error, "status": status}, **how)

    def fails_once(self, status: int) -> None:
        """Refuse the next request, whichever it is, and none after it."""
        error = {"message": "An error that a test wants", "type": KINDS.get(status, "server_error")}
        self._control("POST", "error", {"status": status, "body": error})

    def disturb(self, **rates: float) -> None:
        """Disturb every request: dropRate, malformedRate, disconnectRate, rateLimitRate from 0 to 1, latencyMs."""
        self._control("POST", "chaos", rates)

    def add(self, match: dict[str, Any], response: dict[str, Any], **how: Any) -> None:
        """Add an answer in aimock's own words."""
        self._fixtures.insert(0, {"match": match, "response": response, **how})
        self._control("DELETE", "fixtures")
        self._control("POST", "fixtures", {"fixtures": self._fixtures})

    def requests(self, path: str = CHAT) -> list[dict[str, Any]]:
        """The requests so far, the oldest first: each with `headers`, `body` and `response`."""
        found: list[dict[str, Any]] = self._control("GET", f"journal?path={path}")
        return found

    def bodies(self, path: str = CHAT) -> list[dict[str, Any]]:
        """What was sent; of speech only the model and the line, of a transcription only the model."""
        return [request["body"] for request in self.requests(path)]

    def forget(self) -> None:
        """Be as new: running, without an answer, a fault or a memory."""
        self.start()
        self._fixtures.clear()
        self._control("DELETE", "chaos")
        self._control("POST", "reset")

    def start(self) -> None:
        """Run on the port, with what it has to answer; running already, do nothing."""
        if self._process is not None:
            return
        node = shutil.which("node")
        assert node is not None, "Node.js is needed"
        fixtures = self._folder / "fixtures"
        fixtures.mkdir(exist_ok=True)
        (fixtures / "all.json").write_text(json.dumps({"fixtures": self._fixtures}), encoding="utf-8")
        command = [node, str(AIMOCK), "--port", str(self.port), "--fixtures", str(fixtures), "--log-level", "warn"]
        with (self._folder / "log").open("ab") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        self._wait()

    def stop(self) -> None:
        """End it: nobody listens on the port any more, and every open stream is cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                self._control("GET", "health")
                return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise RuntimeError(f"aimock does not answer:\n{(self._folder / 'log').read_text()}")

    def _control(self, method: str, path: str, body: object = None) -> Any:
        url = f"http://127.0.0.1:{self.port}/__aimock/{path}"
        answer = requests.request(method, url, json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()


@contextmanager
def running_model(folder: Path) -> Iterator[ModelServer]:
    """An endpoint on a free port, its fixtures and its log in the folder."""
    server = ModelServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
