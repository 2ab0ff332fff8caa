"""Somebody who buys from a stand-in for Stripe, and an application that is told of it."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from kaiwa.billing.customers import ensure_customer
from kaiwa.billing.entitlement import entitle
from kaiwa.billing.pricing import price_id_of, sync_prices
from kaiwa.billing.subscribing import find_subscriptions
from kaiwa.clock import now
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.gateways.payments import Payments
from kaiwa.models import BillingEvent, Payment, Subscription, Tier, User
from kaiwa.models.subscriptions import Interval
from tests.billing.buyers import settings_for
from tests.conftest import MakeApp
from tests.jobs import do_jobs
from tests.stripe_server import StripeServer
from tests.stripe_server.delivery import signature
from tests.stripe_server.rendering import plain
from tests.stripe_server.state import Obj

WEBHOOK = "/webhooks/stripe"


@dataclass
class Shop:
    """An application with prices at the stand-in, whose clock is the stand-in's; `mia` is a person with a customer."""

    app: Flask
    stripe: StripeServer
    mia: UUID
    customer: str

    @property
    def payments(self) -> Payments:
        """What speaks to the stand-in."""
        payments: Payments = self.app.extensions["kaiwa.payments"]
        return payments

    def price(self, tier_id: str, interval: Interval = Interval.MONTH) -> str:
        """The price of a tier."""
        with self.app.app_context():
            found = price_id_of(db.session.get_one(Tier, tier_id), interval)
            assert found is not None
            return found

    def subscribe(
        self, tier_id: str = "plus", interval: Interval = Interval.MONTH, how: str = "ok", **more: object
    ) -> str:
        """Mia subscribes; the id at Stripe."""
        metadata = {"user_id": str(self.mia)}
        found = self.stripe.subscribe(self.customer, self.price(tier_id, interval), how, metadata=metadata, **more)
        return str(found["id"])

    def send(self, event: Obj, *, secret: str | None = None) -> int:
        """What the webhook answers to an event, signed now."""
        body = json.dumps(plain(self.stripe.world, event)).encode()
        signed = signature(body, [secret or self.stripe.webhook_secret], int(time.time()))
        return self.app.test_client().post(WEBHOOK, data=body, headers={"Stripe-Signature": signed}).status_code

    def tell(self, events: Iterable[Obj] | None = None) -> None:
        """Have the application told of events, or of all that there are, and do what they make necessary."""
        for event in list(self.stripe.sent_events() if events is None else events):
            assert self.send(event) == 200
        do_jobs(self.app)

    def events(self, kind: str) -> list[Obj]:
        """The events of a type, the oldest first."""
        return [each for each in self.stripe.sent_events() if each["type"] == kind]

    def subscriptions(self) -> list[Subscription]:
        """Mia's rows."""
        with self.app.app_context():
            return find_subscriptions(db.session(), self.mia)

    def paid(self) -> list[Payment]:
        """All payments, the oldest first."""
        with self.app.app_context():
            return list(db.session.scalars(select(Payment).order_by(Payment.invoiced_at, Payment.stripe_invoice_id)))

    def tier(self) -> str:
        """What Mia may use."""
        with self.app.app_context():
            return entitle(find_subscriptions(db.session(), self.mia), now()).tier_id

    def kept(self, event: Obj) -> BillingEvent:
        """What became of an event."""
        with self.app.app_context():
            return db.session.get_one(BillingEvent, event["id"])


def open_shop(make_app: MakeApp, settings: Settings, stripe: StripeServer) -> Shop:
    """A shop with its prices, and Mia as a customer who has bought nothing."""
    app = make_app(settings_for(settings, stripe), clock=lambda: datetime.fromtimestamp(stripe.now, UTC))
    with app.app_context():
        payments: Payments = app.extensions["kaiwa.payments"]
        sync_prices(db.session(), payments)
        mia = User(email="mia@example.org", time_zone="UTC")
        db.session.add(mia)
        db.session.flush()
        customer = ensure_customer(db.session(), payments, mia, now())
        db.session.commit()
        return Shop(app, stripe, mia.id, customer)
