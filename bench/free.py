"""What our server adds to a model's answer: the time to the first words, and memory, with many streams open."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.loading import percentile
from bench.serving import kaiwa_server
from bench.talking import START, Guest, found
from tests.minds.model.test_reviewing import answer
from tests.model_server import ModelServer, running_model

# a line of a usual length from a slow model, such as one on somebody's own machine: eight seconds, so that many streams
# are open together
LINE = "そうですね、今日はとてもいい天気ですから、外のテラスで飲みませんか。それとも、店内の窓のそばがいいですか。"
# the first piece of it; the endpoint sends one without words before
FIRST_WORDS = "そ".encode()
FIRST_TOKEN_MS, PIECES_A_SECOND = 400, 7
# first so many streams are opened within this time; then, while they are open, some more, which are measured
OPENING_SECONDS, MEASURED, MEASURING_SECONDS = 4.5, 24, 3.0
ROUNDS = 3


@dataclass(frozen=True)
class Added:
    """Milliseconds that our server added to the first words, with so many streams open, and bytes for each of them."""

    streams: int
    p50: float
    p95: float
    stream_bytes: float


def measure_added(streams: Sequence[int]) -> list[Added]:
    """Ask the endpoint itself and then through us, with so many streams at once."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        model = stack.enter_context(running_model(folder))
        model.says(LINE, chunkSize=1, streamingProfile={"ttft": FIRST_TOKEN_MS, "tps": PIECES_A_SECOND})
        model.answers(answer(), match={"responseFormat": "json_schema"})
        port = stack.enter_context(kaiwa_server(_settings(model)))
        asyncio.run(_together(8, lambda path: _first_words(port, path), _replies(port, 8 + MEASURED)))
        return [_measure(model, port, count) for count in streams]


def _settings(model: ModelServer) -> dict[str, str]:
    plenty = dict.fromkeys(("MODEL_TOKENS_GUEST", "MODEL_TOKENS_ADDRESS"), "1000000000")
    return {"MODEL_BASE_URL": model.base_url, "MODEL_TALK": "talker", "MODEL_FEEDBACK": "teacher", **plenty}


def _measure(model: ModelServer, port: int, count: int) -> Added:
    """The middle of three rounds."""
    rounds = []
    for _ in range(ROUNDS):
        direct = asyncio.run(_together(count, lambda _: _first_token(model.port), [""] * (count + MEASURED)))
        paths = _replies(port, count + MEASURED)
        before, peak = _memory(), [0]
        ours = asyncio.run(_together(count, lambda path: _first_words(port, path), paths, peak))
        added = [percentile(ours, part) - percentile(direct, part) for part in (0.5, 0.95)]
        rounds.append(Added(count, *added, (peak[0] - before) / count))
    return sorted(rounds, key=lambda each: each.p95)[ROUNDS // 2]


def _replies(port: int, count: int) -> list[str]:
    """So many guests who have said something; the addresses of the replies that they are owed, with their cookies."""
    with ThreadPoolExecutor(16) as threads:
        return list(threads.map(lambda _: _begin(port), range(count)))


def _begin(port: int) -> str:
    guest = Guest(port)
    guest.token = found(r'name="csrf_token" value="([^"]+)"', guest.ask("GET", START))
    form = {"scene": "order-coffee", "language": "ja", "level": "new", "content": "コーヒーをひとつお願いします"}
    path = found(r"(/messages/[0-9a-f-]+/stream)", guest.ask("POST", "/conversations", form))
    guest.connection.close()
    return path + "\r\n" + "; ".join(f"{name}={value}" for name, value in guest.cookies.items())


async def _together(
    count: int, ask: Callable[[str], Awaitable[float]], paths: Sequence[str], peak: list[int] | None = None
) -> list[float]:
    """Milliseconds to the first words of the measured ones, which begin while `count` others are open."""

    async def begin(number: int) -> float:
        measured = number - count
        wait = measured * MEASURING_SECONDS / MEASURED if measured >= 0 else number * OPENING_SECONDS / count
        await asyncio.sleep(wait + (OPENING_SECONDS if measured >= 0 else 0))
        return await ask(paths[number])

    async def watch(peak: list[int]) -> None:
        await asyncio.sleep(OPENING_SECONDS)
        peak[0] = _memory()

    watching = asyncio.create_task(watch(peak)) if peak is not None else None
    times = await asyncio.gather(*(begin(number) for number in range(len(paths))))
    if watching is not None:
        await watching
    return times[count:]


async def _first_token(port: int) -> float:
    body = json.dumps(
        {"model": "talker", "stream": True, "messages": [{"role": "user", "content": "コーヒー"}]}
    ).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: model\r\nContent-Length: {len(body)}\r\n"
    return await _until(port, f"{head}Content-Type: application/json\r\n\r\n".encode() + body, FIRST_WORDS, b"[DONE]")


async def _first_words(port: int, path_and_cookie: str) -> float:
    path, cookie = path_and_cookie.split("\r\n")
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHX-Request: true\r\nCookie: {cookie}\r\n\r\n"
    return await _until(port, head.encode(), FIRST_WORDS, b"event: done")


async def _until(port: int, request: bytes, first: bytes, last: bytes) -> float:
    """Milliseconds from the request until `first` has come; returns once `last` has."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun, heard, took = time.perf_counter(), b"", 0.0
    writer.write(request)
    while last not in heard:
        piece = await reader.read(65536)
        if not piece:
            raise RuntimeError(f"the stream ended early: {heard[:200]!r}")
        heard += piece
        took = took or ((time.perf_counter() - begun) * 1000 if first in heard else 0.0)
    writer.close()
    if not took:
        raise RuntimeError("the stream ended without the model's words")
    return took


def _memory() -> int:
    """Bytes of the measured web processes, which are the children of our children."""
    found = [each for each in psutil.Process().children(recursive=True) if "gunicorn" in " ".join(each.cmdline())]
    return sum(each.memory_info().rss for each in found)
