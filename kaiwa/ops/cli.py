"""Commands for whoever runs Kaiwa."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from kaiwa.errors import StartError
from kaiwa.ops import preparing, working
from kaiwa.ops.health import issues


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


commands = (health, prepare, worker)
