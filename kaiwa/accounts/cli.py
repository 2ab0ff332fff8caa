"""Commands for the first accounts: make one, and say what somebody may do."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from kaiwa.accounts.forms import checked_address, folded_address
from kaiwa.accounts.passwords import LEAST, MOST, WeakPassword
from kaiwa.accounts.signing_up import AddressTaken, create_account
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import User
from kaiwa.models.users import Role

RANKS = [Role.LEARNER, Role.CREATOR, Role.ADMIN]
ROLE = click.Choice([role.value for role in RANKS])

users = AppGroup("users", help="Make accounts, and say what their people may do.")


@users.command("create")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
@click.option("--role", type=ROLE, default=Role.LEARNER.value, show_default=True, help="What they may do.")
def create(email: str, password_stdin: bool, role: str) -> None:
    """Make an account; its address counts as confirmed, for whoever runs Kaiwa vouches for it."""
    email = _address(email)
    if _find(email) is not None:
        raise click.ClickException(f"There is an account for {email} already: `flask users grant` changes its role.")
    try:
        user = create_account(db.session(), email, _password(password_stdin))
    except (WeakPassword, AddressTaken) as error:
        raise click.ClickException(str(error)) from error
    user.role = Role(role)
    user.email_verified_at = now()
    db.session.commit()
    click.echo(f"{email} is a new {role}.")


@users.command("grant")
@click.argument("email")
@click.argument("role", type=ROLE)
def grant(email: str, role: str) -> None:
    """Let somebody do more; what they may do already stays."""
    user = _existing(email)
    if RANKS.index(user.role) >= RANKS.index(Role(role)):
        click.echo(f"{user.email} is {user.role} already.")
        return
    user.role = Role(role)
    db.session.commit()
    click.echo(f"{user.email} is {role} now.")


@users.command("revoke")
@click.argument("email")
@click.argument("role", type=ROLE)
def revoke(email: str, role: str) -> None:
    """Take a role back: whoever had it is a learner again."""
    user = _existing(email)
    if user.role is not Role(role) or user.role is Role.LEARNER:
        raise click.ClickException(f"{user.email} is {user.role}: there is nothing to take back.")
    user.role = Role.LEARNER
    db.session.commit()
    click.echo(f"{user.email} is {user.role} now.")


def _address(given: str) -> str:
    try:
        return checked_address(str(folded_address(given)))
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _password(from_stdin: bool) -> str:
    given = (
        sys.stdin.readline().rstrip("\r\n")
        if from_stdin
        else str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    )
    if not LEAST <= len(given) <= MOST:
        raise click.ClickException(f"A password has {LEAST} to {MOST} characters.")
    return given


def _find(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == email, User.deleted_at.is_(None))).one_or_none()


def _existing(email: str) -> User:
    user = _find(_address(email))
    if user is None:
        raise click.ClickException(f"There is no account for {email}: `flask users create` makes one.")
    return user


commands = (users,)
