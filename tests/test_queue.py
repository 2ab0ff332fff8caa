"""The queue: a job exists only with its transaction, a worker is woken by it, and a worker that dies loses none."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from procrastinate.jobs import Job
from sqlalchemy import text

from kaiwa.accounts.jobs import ask_to_reset
from kaiwa.config import ROOT
from kaiwa.extensions import db
from kaiwa.queue import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, MOST_ATTEMPTS, Backoff, enqueue, retry_stalled
from tests.accounts.people import sign_up
from tests.jobs import do_jobs


def count(app: Flask, condition: str = "task_name LIKE 'accounts.mail%'") -> int:
    with app.app_context():
        found = db.session.execute(text(f"SELECT count(*) FROM procrastinate_jobs WHERE {condition}")).scalar_one()
        return int(found)


def workers(app: Flask) -> int:
    with app.app_context():
        return int(db.session.execute(text("SELECT count(*) FROM procrastinate_workers")).scalar_one())


def until(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def test_a_job_is_made_and_undone_with_its_transaction(app: Flask) -> None:
    with app.app_context():
        ask_to_reset(db.session(), "mia@example.org", "en")
        db.session.rollback()
    assert count(app) == 0
    with app.app_context():
        ask_to_reset(db.session(), "mia@example.org", "en")
        db.session.commit()
    assert count(app) == 1


def test_what_is_done_leaves_no_trace_of_whom_it_was_about(app: Flask) -> None:
    with app.app_context():
        ask_to_reset(db.session(), "mia@example.org", "en")
        db.session.commit()
    do_jobs(app)
    assert count(app, "args::text LIKE '%mia%'") == 0


def test_a_job_whose_worker_died_is_done_by_another(app: Flask) -> None:
    with app.app_context():
        ask_to_reset(db.session(), "mia@example.org", "en")
        db.session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
        enqueue(db.session(), retry_stalled, timestamp=0)
        db.session.commit()
    do_jobs(app)
    do_jobs(app)
    assert count(app) == 0


def test_waits_grow_and_end() -> None:
    def wait(attempts: int) -> float | None:
        job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        decision = Backoff().get_retry_decision(exception=OSError(), job=job)
        return decision.retry_at.timestamp() - time.time() if decision and decision.retry_at else None

    waits = [round(wait(attempts) or 0) for attempts in (0, 1, 2, 20)]
    assert waits == [FIRST_WAIT_SECONDS, 2 * FIRST_WAIT_SECONDS, 4 * FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS]
    assert wait(MOST_ATTEMPTS) is None


def test_a_worker_is_woken_by_a_sign_up_and_stops_when_told(
    app: Flask, environment: dict[str, str], database_url: str, tmp_path: Path
) -> None:
    variables = {**os.environ, **environment, "DATABASE_URL": database_url, "VAR_DIR": str(tmp_path)}
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert until(lambda: bool(workers(app)))
        sign_up(app.test_client())
        assert until(lambda: len(list((tmp_path / "mail").glob("*.eml"))) == 1)
    finally:
        worker.send_signal(signal.SIGTERM)
        output, errors = worker.communicate(timeout=20)
    assert (worker.returncode, errors) == (0, "")
    assert "accounts.mail_verification done" in output
    assert count(app) == 0
