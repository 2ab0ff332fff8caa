"""The real thing: a webhook of a live server, a worker of its own process, and what only a kill -9 shows."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select, text

from kaiwa.billing.checking import check_books
from kaiwa.clock import now
from kaiwa.config import ROOT
from kaiwa.extensions import db
from kaiwa.models import BillingEvent
from kaiwa.models.subscriptions import EventState
from tests.billing.shop import WEBHOOK, Shop
from tests.live_server import running_server

PATIENCE_SECONDS = 40


def until(is_so: Callable[[], bool]) -> float:
    """How long it took; fails when it does not come."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() < begun + PATIENCE_SECONDS
        time.sleep(0.01)
    return time.monotonic() - begun


@contextmanager
def worker(variables: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}, stdout=out, stderr=out)
        try:
            until(lambda: b"worker started" in log.read_bytes())
            yield process
        finally:
            process.kill()
            process.wait()


def variables_of(shop: Shop, environment: dict[str, str], database_url: str) -> dict[str, str]:
    return environment | {"DATABASE_URL": database_url} | shop.stripe.settings()


def workers(shop: Shop) -> int:
    with shop.app.app_context():
        return int(db.session.execute(text("SELECT count(*) FROM procrastinate_workers")).scalar_one())


def states(shop: Shop) -> set[EventState]:
    with shop.app.app_context():
        return set(db.session.scalars(select(BillingEvent.state)))


def test_limits_follow_within_a_second_of_the_webhook(
    shop: Shop, environment: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    variables = variables_of(shop, environment, database_url)
    with running_server(variables, tmp_path / "web") as server, worker(variables, tmp_path / "worker"):
        until(lambda: workers(shop) > 0)
        shop.stripe.connect(server.url + WEBHOOK)
        # the first event of all brings the modules and connections that the next ones find
        number = shop.subscribe("plus")
        until(lambda: shop.tier() == "plus")
        shop.payments.cancel_now(number)
        shop.stripe.wait_until_delivered()
        assert until(lambda: shop.tier() == "free") < 1


def test_an_event_whose_worker_was_killed_is_done_by_another(
    shop: Shop, environment: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    variables = variables_of(shop, environment, database_url)
    shop.stripe.fail_next("timeout", path="/v1/subscriptions")
    shop.subscribe("plus")
    for event in shop.stripe.sent_events():
        assert shop.send(event) == 200
    with worker(variables, tmp_path / "killed") as first:
        # it holds the person and waits for Stripe
        until(lambda: not shop.stripe.faults.wanted)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert shop.tier() == "free"
    with shop.app.app_context():
        db.session.execute(text("UPDATE billing_events SET due_at = now()"))
        db.session.commit()
    with worker(variables, tmp_path / "worker"):
        until(lambda: states(shop) == {EventState.DONE})
    assert shop.tier() == "plus"
    assert len(shop.paid()) == 1
    with shop.app.app_context():
        assert list(check_books(db.session(), shop.payments, now())) == []
