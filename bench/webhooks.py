"""Stripe's events as they come in: how soon each is answered, and how many a second are stored without loss."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import psutil
import psycopg

from bench.loading import percentile
from bench.scenarios import running
from bench.serving import server
from kaiwa.clock import now
from tests.stripe_server.delivery import signature

SECRET = "whsec_of_the_bench"
KEYS = {"STRIPE_SECRET_KEY": "sk_test_bench", "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_URL": "http://127.0.0.1:9"}
IDLE, PATIENCE_SECONDS = 0.1, 180.0
WARM, ALONE, AT_ONCE, CONNECTIONS = 200, 500, 5_000, 32
STORED = "SELECT count(*) FROM billing_events"
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'billing.process_event'"


@dataclass(frozen=True)
class Taken:
    """Milliseconds for one event after the other, events in a second at once, and how many were sent, stored, jobs."""

    p50: float
    p99: float
    per_second: float
    sent: int
    stored: int
    jobs: int


def measure_webhooks() -> Taken:
    """Send events one after the other, then thirty-two at once, each of them new."""
    with running() as app:
        settings = app.extensions["kaiwa.settings"]
        more = {"DATABASE_URL": settings.database_url, "VAR_DIR": str(settings.var_dir), **KEYS}
        with server("wsgi:app", more) as port:
            # what a process reads after it has begun to answer is not measured
            wait_until_idle()
            send(port, WARM, CONNECTIONS)
            alone, _ = send(port, ALONE, 1)
            _, seconds = send(port, AT_ONCE, CONNECTIONS)
        with psycopg.connect(settings.database_url.replace("+psycopg", "")) as connection:
            stored, jobs = (int((connection.execute(each).fetchone() or (0,))[0]) for each in (STORED, JOBS))
    sent = WARM + ALONE + AT_ONCE
    return Taken(percentile(alone, 0.5), percentile(alone, 0.99), AT_ONCE / seconds, sent, stored, jobs)


def wait_until_idle() -> None:
    """Return when the processes that we have started use a tenth of a processor together."""
    deadline = time.perf_counter() + PATIENCE_SECONDS
    used = PATIENCE_SECONDS
    while used > IDLE and time.perf_counter() < deadline:
        before = _processor_seconds()
        time.sleep(1)
        used = _processor_seconds() - before


def send(port: int, count: int, connections: int) -> tuple[list[float], float]:
    """Send so many new events; gives milliseconds for each, and seconds for all."""
    events = [request() for _ in range(count)]
    begun = time.perf_counter()
    times = asyncio.run(_send(port, events, connections))
    return times, time.perf_counter() - begun


def request() -> bytes:
    """A new event as Stripe sends it, signed."""
    body = json.dumps(event()).encode()
    lines = (
        "POST /webhooks/stripe HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"Stripe-Signature: {signature(body, [SECRET], int(time.time()))}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body


def event() -> dict[str, Any]:
    """An event of about the size of a real one."""
    moment = int(now().timestamp())
    thing = {
        "id": f"sub_{token_hex(12)}",
        "object": "subscription",
        "customer": f"cus_{token_hex(7)}",
        "metadata": {"user_id": token_hex(16)},
        "items": {"object": "list", "data": [{"id": f"si_{token_hex(7)}", "said": "x" * 2_000}]},
    }
    return {
        "id": f"evt_{token_hex(12)}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": moment,
        "data": {"object": thing},
        "livemode": False,
        "type": "customer.subscription.updated",
    }


def _processor_seconds() -> float:
    return float(sum(sum(each.cpu_times()[:2]) for each in psutil.Process().children(recursive=True)))


async def _send(port: int, events: list[bytes], connections: int) -> list[float]:
    times = await asyncio.gather(*(_send_some(port, events[each::connections]) for each in range(connections)))
    return [each for many in times for each in many]


async def _send_some(port: int, events: list[bytes]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    for each in events:
        begun = time.perf_counter()
        writer.write(each)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
        times.append((time.perf_counter() - begun) * 1000)
    writer.close()
    await writer.wait_closed()
    return times
