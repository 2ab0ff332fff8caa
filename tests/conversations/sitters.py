"""A clock that tests turn, and what stands in the rows of sittings and months."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kaiwa.extensions import db
from kaiwa.models import Conversation, Sitting, Tier, User, UserUsage
from tests.accounts.people import find_user, sign_up
from tests.conversations.guests import send


@dataclass
class Clock:
    """The application's clock: `clock.pass_(seconds=40)`."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **length: float) -> None:
        self.at += timedelta(**length)


def say_after(client: FlaskClient, clock: Clock, conversation: UUID, seconds: float, content: str = "ホットで") -> int:
    """Say a line so many seconds after the partner's; gives the status."""
    clock.pass_(seconds=seconds)
    return send(client, conversation, content).status_code


def sittings(app: Flask, conversation: UUID) -> list[Sitting]:
    """A conversation's sittings, oldest first."""
    with app.app_context():
        query = select(Sitting).where(Sitting.conversation_id == conversation).order_by(Sitting.start_time)
        return list(db.session.scalars(query))


def have_account(client: FlaskClient, app: Flask) -> User:
    """Sign up; gives the row."""
    sign_up(client)
    user = find_user(app)
    assert user is not None
    return user


def usage(app: Flask) -> UserUsage:
    """The only month of anybody."""
    with app.app_context():
        return db.session.scalars(select(UserUsage)).one()


def use_up(app: Flask, **used: Any) -> None:
    """Have something used in the only month of anybody."""
    with app.app_context():
        db.session.execute(update(UserUsage).values(**used))
        db.session.commit()


def allow(app: Flask, **terms: Any) -> None:
    """Other terms of the free tier."""
    with app.app_context():
        db.session.execute(update(Tier).where(Tier.id == "free").values(**terms))
        db.session.commit()


def is_played_out(app: Flask, conversation: UUID) -> bool:
    """Whether the partner has closed the scene."""
    with app.app_context():
        return db.session.get_one(Conversation, conversation).is_played_out
