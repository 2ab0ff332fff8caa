"""People who pay, and the admin who looks after them; bought at the stand-in, or written as rows."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.accounts.sessions import open_session
from kaiwa.billing.auditing import Cause
from kaiwa.billing.customers import ensure_customer
from kaiwa.billing.pricing import sync_prices
from kaiwa.billing.recording_invoices import sync_invoice
from kaiwa.billing.syncing import sync_person
from kaiwa.clock import now
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.gateways.payments import Payments, current_payments
from kaiwa.models import BillingEvent, Payment, Subscription, Tier, User
from kaiwa.models.subscriptions import Actor, EventState, Interval, PaymentStatus, SubscriptionStatus
from kaiwa.models.users import Role
from tests.stripe_server import StripeServer

DONE = Cause(Actor.STRIPE)
numbers = count(1)


def at_stripe(settings: Settings, server: StripeServer) -> Settings:
    """The settings of a test, with Stripe's."""
    asked = {"stripe_api_url": server.url, "stripe_secret_key": server.secret_key}
    return settings.model_copy(update=asked | {"stripe_webhook_secret": (server.webhook_secret,)})


def payments_of(app: Flask) -> Payments:
    """What the application speaks to Stripe with."""
    with app.app_context():
        payments = current_payments()
    assert payments is not None
    return payments


def have_person(app: Flask, email: str = "mia@example.org", role: Role = Role.LEARNER) -> UUID:
    """Somebody with an account."""
    with app.app_context():
        user = User(email=email, role=role, password_hash="none")
        db.session.add(user)
        db.session.commit()
        return user.id


def signed_in_as(app: Flask, user_id: UUID) -> FlaskClient:
    """A browser of somebody's."""
    with app.app_context():
        secret = open_session(db.session(), user_id, at=now(), user_agent=None, ip_address=None)
        db.session.commit()
    browser = app.test_client()
    browser.set_cookie("kaiwa_session", secret)
    return browser


def admin_of(app: Flask) -> FlaskClient:
    """An admin's browser."""
    return signed_in_as(app, have_person(app, "admin@example.org", Role.ADMIN))


def subscribe(app: Flask, server: StripeServer, user_id: UUID, tier_id: str = "plus") -> str:
    """Somebody subscribes and pays, and the books know; gives the subscription's id at Stripe."""
    payments = payments_of(app)
    with app.app_context():
        sync_prices(db.session(), payments)
        customer = ensure_customer(db.session(), payments, db.session.get_one(User, user_id), now())
        price = db.session.get_one(Tier, tier_id).stripe_price_id_monthly
        assert price is not None
        made = str(server.subscribe(customer, price)["id"])
        db.session.commit()
    sync(app, user_id)
    return made


def sync(app: Flask, user_id: UUID) -> None:
    """Set the books of somebody to Stripe's state."""
    payments = payments_of(app)
    with app.app_context():
        sync_person(db.session(), payments, user_id, DONE, now())
        customer = db.session.get_one(User, user_id).stripe_customer_id
        for invoice in list(payments.list_invoices(customer_id=customer)):
            sync_invoice(db.session(), payments, invoice.id, DONE, now(), user_id=user_id)
        db.session.commit()


def the_payment(app: Flask) -> Payment:
    """The one payment that there is."""
    with app.app_context():
        return db.session.scalars(select(Payment)).one()


def payment_of(user: User, **more: Any) -> Payment:
    """A payment that is not stored yet."""
    number = next(numbers)
    facts = {"amount_cents": 1500, "currency": "usd", "status": PaymentStatus.SUCCEEDED, "number": f"K-{number}"}
    times = {"invoiced_at": now(), "paid_at": now()}
    ids = {"stripe_invoice_id": f"in_{number}", "stripe_payment_intent_id": f"pi_{number}"}
    return Payment(user_id=user.id, stripe_customer_id="cus_1", **{**facts, **times, **ids, **more})


def subscription_of(user: User, **more: Any) -> Subscription:
    """A subscription that is not stored yet."""
    number = next(numbers)
    ids = {
        "stripe_subscription_id": f"sub_{number}",
        "stripe_customer_id": f"cus_{user.id}",
        "stripe_item_id": f"si_{number}",
        "stripe_price_id": "price_1",
    }
    times = {
        "current_period_start": now() - timedelta(days=3),
        "current_period_end": now() + timedelta(days=27),
        "stripe_created_at": now() - timedelta(days=3),
        "stripe_updated_at": now(),
    }
    facts = {"tier_id": "plus", "status": SubscriptionStatus.ACTIVE, "interval": Interval.MONTH}
    return Subscription(user_id=user.id, **{**ids, **times, **facts, **more})


def failed_event(user: User | None, **more: Any) -> BillingEvent:
    """An event that failed, not stored yet."""
    facts = {"state": EventState.FAILED, "attempts": 7, "last_error": "Stripe refused a request: unknown (req_1)"}
    times = {"stripe_created_at": now(), "received_at": now() - timedelta(days=3)}
    payload = {"customer_id": "cus_1", "user_id": str(user.id) if user else None}
    who = {"user_id": user.id if user else None}
    row = {"id": f"evt_{next(numbers)}", "type": "invoice.paid", "payload": payload}
    return BillingEvent(**{**row, **who, **facts, **times, **more})
