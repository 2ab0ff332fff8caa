"""Commands for whoever runs Kaiwa."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from kaiwa.config import current_settings
from kaiwa.errors import StartError
from kaiwa.gateways.speech import current_speech
from kaiwa.ops import preparing, working
from kaiwa.ops.health import issues
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


commands = (health, prepare, worker, model)
