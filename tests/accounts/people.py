"""People with accounts, for tests: what they send is what a browser sends."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kaiwa.extensions import db
from kaiwa.models import User

MIA = {"email": "mia@example.org", "password": "three blue umbrellas"}


def sign_up(client: FlaskClient, **changes: str) -> TestResponse:
    """Make an account as the form does."""
    return client.post("/sign-up", data=MIA | changes)


def sign_in(client: FlaskClient, **changes: str) -> TestResponse:
    """Sign in as the form does."""
    return client.post("/sign-in", data=MIA | changes)


def is_signed_in(client: FlaskClient) -> bool:
    """Whether the pages are those of somebody with an account."""
    return client.get("/settings/sessions").status_code == 200


def find_user(app: Flask, email: str = MIA["email"]) -> User | None:
    """The row of an address."""
    with app.app_context():
        return db.session.scalars(select(User).where(User.email == email)).one_or_none()
