"""Whether this process can serve: each thing in the way as a sentence."""

from functools import cache
from pathlib import Path

import psycopg
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import URL

from kaiwa.clock import now
from kaiwa.config import ROOT
from kaiwa.extensions import db
from kaiwa.ops.backlog import count_overdue
from kaiwa.web.assets import Assets

MIGRATIONS = ROOT / "migrations"
PATIENCE_SECONDS = 2
SEEDS = {
    "languages": ("SELECT count(*) FROM languages", "No language is seeded: run `flask seed`."),
    "scenarios": (
        "SELECT count(*) FROM scenarios WHERE is_onboarding",
        "The first conversation is not seeded: run `flask seed`.",
    ),
    "tiers": ("SELECT count(*) FROM tiers WHERE id = 'free'", "The free tier is not seeded: run `flask seed`."),
}

OVERDUE_MINUTES = 10
# a job that was never put off is due since it was made, which only its events tell
OVERDUE = """
    SELECT 1 FROM procrastinate_jobs AS job
    WHERE status = 'todo' AND now() - %s::interval > coalesce(
        scheduled_at, (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id))
    LIMIT 1
"""


def issues() -> list[str]:
    """What keeps this process from serving; empty when it can."""
    assets: Assets = current_app.extensions["kaiwa.assets"]
    unbuilt = [] if assets.built else ["The assets are not built: run `python -m kaiwa.web.assets build`."]
    return database_issues(db.engine.url) + unbuilt


def database_issues(url: URL) -> list[str]:
    """What is wrong with the database; asked over a connection of its own, so that a full pool is no wrong answer."""
    try:
        with own_connection(url) as connection:
            connection.execute(f"SET LOCAL statement_timeout = '{PATIENCE_SECONDS}s'")
            return [issue for question in QUESTIONS for issue in question(connection)]
    except psycopg.Error:
        return ["The database does not answer."]


def own_connection(url: URL) -> psycopg.Connection:
    """A connection beside the pool, which gives up soon; raises psycopg.Error."""
    return psycopg.connect(
        url.set(drivername="postgresql").render_as_string(hide_password=False),
        connect_timeout=PATIENCE_SECONDS,
        tcp_user_timeout=PATIENCE_SECONDS * 1000,
        prepare_threshold=None,
    )


def schema_issues(connection: psycopg.Connection) -> list[str]:
    """Whether every revision has been applied, and none that we do not know."""
    heads = migration_heads(MIGRATIONS)
    applied: set[str] = set()
    if exists(connection, "alembic_version"):
        applied = {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
    return [] if applied == heads else ["The schema is not up to date: run `flask db upgrade`."]


def seed_issues(connection: psycopg.Connection) -> list[str]:
    """Whether the languages, the first conversation and the free tier are there, as far as their tables are."""
    found = []
    for table, (question, sentence) in SEEDS.items():
        if exists(connection, table):
            row = connection.execute(question).fetchone()
            if row is None or row[0] == 0:
                found.append(sentence)
    return found


def queue_issues(connection: psycopg.Connection) -> list[str]:
    """Whether a job has been due for so long that no worker can be there."""
    if not exists(connection, "procrastinate_jobs"):
        return []
    overdue = connection.execute(OVERDUE, [f"{OVERDUE_MINUTES} minutes"]).fetchone()
    return [f"A job has waited for more than {OVERDUE_MINUTES} minutes: start `flask worker`."] if overdue else []


def writing_issues(connection: psycopg.Connection) -> list[str]:
    """Whether days of learning paths are long overdue."""
    overdue = count_overdue(connection, now()) if exists(connection, "scenario_generation_queue") else 0
    if not overdue:
        return []
    what = "1 day of a learning path is" if overdue == 1 else f"{overdue} days of learning paths are"
    return [f"{what} overdue by more than an hour: start `flask worker`; `flask queue status` says more."]


QUESTIONS = (schema_issues, seed_issues, queue_issues, writing_issues)


def exists(connection: psycopg.Connection, table: str) -> bool:
    """Whether the database has the table."""
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return bool(row and row[0])


@cache
def migration_heads(folder: Path) -> frozenset[str]:
    """The last revisions of the code that is running."""
    return frozenset(ScriptDirectory(str(folder)).get_heads()) if (folder / "versions").is_dir() else frozenset()
