"""Commands for whoever runs Kaiwa."""

import sys

import click
import psycopg
from flask import current_app
from flask.cli import with_appcontext

from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.errors import StartError
from kaiwa.extensions import db
from kaiwa.gateways.speech import current_speech
from kaiwa.ops import preparing, working
from kaiwa.ops.backlog import count_overdue, read_backlog
from kaiwa.ops.health import issues, own_connection
from kaiwa.ops.model_check import check_models


@click.command("health")
@with_appcontext
def health() -> None:
    """Say whether Kaiwa can serve; the exit status is 1 when it cannot."""
    found = issues()
    for sentence in found:
        click.echo(sentence)
    if found:
        sys.exit(1)
    click.echo("Everything is well.")


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Upgrade the schema and the seeds; every machine may do it, one does it at a time."""
    try:
        preparing.prepare(current_app._get_current_object())  # type: ignore[attr-defined]
    except StartError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do the jobs of the queue until told to stop; as many of these may run as are wanted."""
    working.work(current_app._get_current_object())  # type: ignore[attr-defined]


@click.group("model")
def model() -> None:
    """The models behind the free partner."""


@model.command("check")
@with_appcontext
def check() -> None:
    """Call the model of each job once and say what works; the exit status is 1 where one does not."""
    settings = current_settings()
    if not settings.has_model:
        click.echo("No model is set: the rehearsal partner plays. MODEL_BASE_URL and MODEL_TALK make it free.")
        return
    found = []
    for each in check_models(settings, current_speech()):
        found.append(each)
        state = "-" if each.works is None else "works" if each.works else "FAILS"
        click.echo(f"{each.job:<11} {each.model:<28} {state:<6} {each.told}")
    if any(each.works is False for each in found):
        sys.exit(1)


@click.group("queue")
def queue() -> None:
    """The days of learning paths that are to be written."""


@queue.command("status")
@with_appcontext
def status() -> None:
    """Say how far behind their writing is; the exit status is 1 where days failed, or are overdue by an hour."""
    at = now()
    try:
        with own_connection(db.engine.url) as connection:
            backlog = read_backlog(connection, at)
            overdue = count_overdue(connection, at)
    except psycopg.Error:
        click.echo("The database does not answer.", err=True)
        sys.exit(1)
    for name, count in backlog.counts.items():
        click.echo(f"{name:<10} {count}")
    click.echo(f"{'due now':<10} {backlog.due}")
    if backlog.oldest is not None:
        minutes = int(backlog.behind(at).total_seconds() // 60)
        click.echo(f"The oldest is due since {backlog.oldest:%Y-%m-%d %H:%M} UTC: {minutes} min behind.")
    if overdue or backlog.counts["failed"]:
        click.echo(f"{overdue} overdue by more than an hour, {backlog.counts['failed']} given up.")
        sys.exit(1)


commands = (health, prepare, worker, model, queue)
