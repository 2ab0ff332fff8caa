"""`flask users`: the first accounts, and what their people may do."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from kaiwa.extensions import db
from kaiwa.models.users import Role
from tests.accounts.people import MIA, find_user, sign_in

EMAIL = MIA["email"]


def users(app: Flask, *arguments: str, given: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["users", *arguments], input=given)


def role(app: Flask) -> Role:
    user = find_user(app)
    assert user is not None
    return user.role


def test_an_admin_is_made_whose_address_is_confirmed_and_who_gets_no_mail(app: Flask) -> None:
    made = users(
        app, "create", " Mia@Example.org ", "--role", "admin", "--password-stdin", given=MIA["password"] + "\n"
    )
    assert (made.exit_code, made.output) == (0, f"{EMAIL} is a new admin.\n")
    user = find_user(app)
    assert user is not None
    assert user.email_verified_at is not None
    assert user.role is Role.ADMIN
    assert sign_in(app.test_client()).status_code == 303
    with app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar_one() == 0


def test_the_password_is_asked_for_twice_and_not_shown(app: Flask) -> None:
    made = users(app, "create", EMAIL, given=f"{MIA['password']}\n" * 2)
    assert made.exit_code == 0
    assert MIA["password"] not in made.output
    assert role(app) is Role.LEARNER
    assert sign_in(app.test_client()).status_code == 303


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("mia", MIA["password"], "Please give an e-mail address"),
        (EMAIL, "short", "A password has 10 to 200 characters."),
        (EMAIL, "password123", "among the first"),
    ],
)
def test_what_will_not_do_is_said(app: Flask, email: str, password: str, sentence: str) -> None:
    refused = users(app, "create", email, "--password-stdin", given=password)
    assert refused.exit_code == 1
    assert sentence in refused.output
    assert "Traceback" not in refused.output
    assert find_user(app) is None


def test_an_account_that_is_there_is_left_alone(app: Flask) -> None:
    users(app, "create", EMAIL, "--password-stdin", given=MIA["password"])
    again = users(app, "create", EMAIL, "--role", "admin", "--password-stdin", given=MIA["password"])
    assert again.exit_code == 1
    assert "There is an account" in again.output
    assert role(app) is Role.LEARNER


def test_roles_are_granted_and_taken_back(app: Flask) -> None:
    users(app, "create", EMAIL, "--password-stdin", given=MIA["password"])
    assert users(app, "grant", EMAIL, "creator").output == f"{EMAIL} is creator now.\n"
    assert users(app, "grant", EMAIL.upper(), "admin").exit_code == 0
    assert users(app, "grant", EMAIL, "creator").output == f"{EMAIL} is admin already.\n"
    assert role(app) is Role.ADMIN
    assert users(app, "revoke", EMAIL, "creator").exit_code == 1
    assert role(app) is Role.ADMIN
    assert users(app, "revoke", EMAIL, "admin").output == f"{EMAIL} is learner now.\n"
    assert role(app) is Role.LEARNER


@pytest.mark.parametrize("command", ["grant", "revoke"])
def test_nobody_and_nothing_are_said(app: Flask, command: str) -> None:
    assert "There is no account for nobody@example.org" in users(app, command, "nobody@example.org", "admin").output
    assert users(app, command, EMAIL, "queen").exit_code == 2
