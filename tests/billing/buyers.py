"""People who buy at the stand-in for Stripe, and what the pages tell them."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kaiwa.billing.pricing import sync_prices
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.gateways.payments import Payments, current_payments
from kaiwa.models import Subscription, User
from kaiwa.models.users import Role
from tests.accounts.people import MIA, sign_up
from tests.stripe_server import StripeServer

CHOICE = {"tier": "plus", "interval": "month"}


def settings_for(settings: Settings, server: StripeServer) -> Settings:
    """Settings that lead to a stand-in."""
    given = {name.lower(): value for name, value in server.settings().items()}
    secret = given.pop("stripe_webhook_secret")
    return settings.model_copy(update={**given, "stripe_webhook_secret": (secret,)})


def sell(app: Flask) -> None:
    """Make what is sold at Stripe, as `flask billing sync-prices` does; gone with the test's rows."""
    with app.app_context():
        sync_prices(db.session(), payments_of(app))
        db.session.commit()


def payments_of(app: Flask) -> Payments:
    """What the application speaks to Stripe with."""
    with app.app_context():
        payments = current_payments()
        assert payments is not None
        return payments


@dataclass
class Buyer:
    """Somebody with an account, their browser, and the stand-in at which they pay."""

    app: Flask
    client: FlaskClient
    server: StripeServer
    email: str

    @property
    def user(self) -> User:
        """Their row."""
        with self.app.app_context():
            return db.session.scalars(select(User).where(User.email == self.email)).one()

    @property
    def customer(self) -> str:
        """Their customer at Stripe."""
        found = self.user.stripe_customer_id
        assert found is not None
        return found

    def subscriptions(self) -> list[Subscription]:
        """Their rows."""
        with self.app.app_context():
            query = select(Subscription).where(Subscription.user_id == self.user.id)
            return list(db.session.scalars(query.order_by(Subscription.stripe_created_at)))

    def subscription(self) -> Subscription:
        """Their one row."""
        [found] = self.subscriptions()
        return found

    def choose(self, **changes: str) -> TestResponse:
        """Press the button of a plan."""
        return self.client.post("/billing/checkout", data=CHOICE | changes)

    def buy(self, **changes: str) -> TestResponse:
        """Choose, pay and come back."""
        checkout = self.choose(**changes).headers["Location"].rsplit("/", 1)[1]
        self.server.pay(checkout)
        return self.client.get(f"/billing/return?session={checkout}")

    def post(self, path: str, **data: Any) -> TestResponse:
        """Send a form of one's page of billing."""
        key = re.search(r'name="key" value="([^"]+)"', self.client.get("/billing").text)
        return self.client.post(path, data={"key": key[1] if key else "0" * 36, **data})

    def page(self, path: str = "/billing") -> str:
        """What a page says, without its marks."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.status
        return words(answer)

    def at(self, subscription_id: str | None = None) -> dict[str, Any]:
        """Their subscription as the stand-in has it."""
        number = subscription_id or self.subscription().stripe_subscription_id
        return self.server.world.by_id[number]


def words(answer: TestResponse) -> str:
    """What stands in the main part of a page."""
    main = re.search(r"<main.*</main>", answer.text, re.S)
    text = re.sub(r"<[^>]+>", " ", main[0] if main else answer.text)
    return re.sub(r"\s+", " ", unescape(text).replace("\N{NO-BREAK SPACE}", " "))


def have_buyer(app: Flask, server: StripeServer, email: str = MIA["email"]) -> Buyer:
    """Somebody who has just made an account."""
    client = app.test_client()
    sign_up(client, email=email)
    return Buyer(app, client, server, email)


def make_admin(app: Flask, user_id: UUID) -> None:
    """Let somebody be an admin."""
    with app.app_context():
        db.session.get_one(User, user_id).role = Role.ADMIN
        db.session.commit()
