"""The queue of days, with workers that are killed, and the sweep of reminders, with a hundred thousand of them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import psycopg
from flask import Flask

from bench.scenarios import running
from kaiwa.clock import now
from kaiwa.config import ROOT
from kaiwa.extensions import db
from kaiwa.paths.jobs import write_day
from kaiwa.paths.reminder_jobs import AT_ONCE, remind_some
from kaiwa.paths.sweeping import defer_due_days

DAYS, DAYS_A_PATH = 1_000, 5
WORKERS, KILLED_WORKERS, KILL_EVERY = 2, 4, 2.0
PLANNER_SECONDS = 0.05
REMINDED = 100_000
PATIENCE_SECONDS = 240
DAY = {
    "theme": "food",
    "description": "Dinner is over, and you would like to pay. The waiter is busy, and your train leaves soon.",
    "difficulty": "beginner",
    "cefr_level": "A1",
    "objectives": ["Ask for the bill", "Say how you pay", "Leave a tip"],
    "estimated_minutes": 10,
    "why": {"key": "why_step_up", "parameters": {"level": "A1"}, "text": ""},
    "kind": "new",
    "planned_by": "model",
    "is_stand_in": False,
}
PEOPLE = """
    INSERT INTO users (id, email, role, time_zone, is_guest, email_verified_at, created_at, updated_at)
    SELECT gen_random_uuid(), 'p' || n || '@example.org', 'learner',
        (ARRAY['Asia/Tokyo', 'Europe/Paris', 'UTC', 'America/New_York'])[n %% 4 + 1], false, now(), now(), now()
    FROM generate_series(1, %(count)s) AS n
"""
PATHS = """
    INSERT INTO learning_paths (id, user_id, title, description, target_language_id, source_language_id, schedule,
        is_template, is_public, status, metadata, version, created_at, updated_at)
    SELECT 'path-' || id, id, 'Dinner in Lyon', 'A course of dinners.', 'fr', 'en', %(schedule)s::jsonb,
        false, false, 'active', '{}', 1, now(), now()
    FROM users WHERE email LIKE 'p%%@example.org'
"""
ASSIGNMENTS = """
    INSERT INTO learning_path_assignments (id, path_id, user_id, role, status, starts_on, current_day_index,
        email_reminders_enabled, reminder_minute, next_reminder_at, unopened_mails, metadata, created_at, updated_at)
    SELECT gen_random_uuid(), 'path-' || id, id, 'learner', 'active', current_date - 3, 0,
        %(reminded)s, 480, now(), 0, '{}', now(), now()
    FROM users WHERE email LIKE 'p%%@example.org'
"""
OWED = """
    INSERT INTO scenario_generation_queue (id, path_id, day_index, target_generation_date, status, retry_count,
        next_attempt_at, input_tokens, output_tokens, created_at, updated_at)
    SELECT gen_random_uuid(), path.id, n, current_date - 3, 'pending', 0, now(), 0, 0, now(), now()
    FROM learning_paths AS path, generate_series(1, %(days)s) AS n
    WHERE path.id LIKE 'path-%%'
"""
LEFT = "SELECT count(*) FROM scenario_generation_queue WHERE status IN ('pending', 'processing')"
ONCE = """
    SELECT count(*) FROM scenario_generation_queue AS day
    JOIN learning_paths AS path ON path.id = day.path_id
    JOIN scenarios AS scenario ON scenario.id = day.scenario_id
    WHERE day.status = 'ready' AND path.schedule -> (day.day_index - 1) ->> 'scenario_id' = scenario.id
"""
MAILS = """
    SELECT sum(jsonb_array_length(args -> 'reminders')) FROM procrastinate_jobs WHERE task_name = 'paths.mail_reminders'
"""


@dataclass(frozen=True)
class Written:
    """How the days were written: in all, each stored once and in its schedule, and scenarios that there are of them."""

    seconds: float
    once: int
    scenarios: int
    tries: int


@dataclass(frozen=True)
class Swept:
    """What the sweep took, how many mails it gave to the queue, and by how much the process grew."""

    seconds: float
    mails: int
    grown_bytes: int


def measure_writing(*, kill_every: float = 0.0) -> Written:
    """Write a thousand days that are due."""
    with running() as app:
        fill(app, DAYS // DAYS_A_PATH, DAYS_A_PATH, reminded=False)
        with app.app_context():
            while defer_due_days(db.session(), write_day, now()):
                db.session.commit()
            db.session.rollback()
        count, seconds = (KILLED_WORKERS, PLANNER_SECONDS) if kill_every else (WORKERS, 0.0)
        begun = time.perf_counter()
        with workers(app, count, seconds, kill_every), connected(app) as connection:
            while _count(connection, LEFT) and time.perf_counter() - begun < PATIENCE_SECONDS:
                time.sleep(0.1)
            passed = time.perf_counter() - begun
        with connected(app) as connection:
            scenarios = _count(connection, "SELECT count(*) FROM scenarios WHERE id LIKE 'day-%'")
            tries = _count(connection, "SELECT sum(retry_count) FROM scenario_generation_queue")
            return Written(passed, _count(connection, ONCE), scenarios, tries)


def measure_reminders(count: int = REMINDED) -> Swept:
    """Remind everybody at once, which is the most that can come together; the first round more warms up."""
    with running() as app, connected(app) as connection:
        fill(app, count + AT_ONCE, 28, reminded=True)
        process = psutil.Process()
        with app.app_context():
            remind_some()
            mailed = _count(connection, MAILS)
            before, begun = process.memory_info().rss, time.perf_counter()
            while remind_some() == AT_ONCE:
                pass
            passed = time.perf_counter() - begun
        mails = _count(connection, MAILS) - mailed
        return Swept(passed, mails, process.memory_info().rss - before)


def fill(app: Flask, people: int, days: int, *, reminded: bool) -> None:
    """So many people, each on a path of so many days; the days are owed unless reminders are measured."""
    schedule = [DAY | {"day_index": n, "title": f"Step {n}", "scenario_id": None} for n in range(1, days + 1)]
    with connected(app) as connection:
        connection.execute(PEOPLE, {"count": people})
        connection.execute(PATHS, {"schedule": json.dumps(schedule)})
        connection.execute(ASSIGNMENTS, {"reminded": reminded})
        if not reminded:
            connection.execute(OWED, {"days": days})
        connection.execute("ANALYZE")


@contextmanager
def connected(app: Flask) -> Iterator[psycopg.Connection]:
    """A connection that commits each statement."""
    with psycopg.connect(_url(app), autocommit=True) as connection:
        yield connection


@contextmanager
def workers(app: Flask, count: int, seconds: float, kill_every: float) -> Iterator[None]:
    """Workers in processes of their own."""
    url = _url(app).replace("postgresql://", "postgresql+psycopg://", 1)
    folder = str(app.extensions["kaiwa.settings"].var_dir)
    command = [sys.executable, "-m", "bench.path_workers", url, folder, str(count), str(seconds), str(kill_every)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _url(app: Flask) -> str:
    with app.app_context():
        return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _count(connection: psycopg.Connection, question: str) -> int:
    row = connection.execute(question.encode()).fetchone()
    return int(row[0] or 0) if row else 0
