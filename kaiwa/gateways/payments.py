"""Everything that is asked of Stripe; the rules stand in BILLING.md.

Whatever creates or changes carries an idempotency key, so that the SDK's two retries, and ours, do it once.
"""

from flask import Flask, current_app

from kaiwa.config import Settings
from kaiwa.gateways.payment_checkouts import Checkouts
from kaiwa.gateways.payment_customers import Customers
from kaiwa.gateways.payment_events import Events
from kaiwa.gateways.payment_invoices import Invoices
from kaiwa.gateways.payment_prices import Prices
from kaiwa.gateways.payment_subscriptions import Subscriptions


class Payments(Events, Customers, Checkouts, Subscriptions, Invoices, Prices):
    """One account at Stripe. Its methods raise PaymentsUnavailable, PaymentRefused, UnknownObject and PaymentFault."""


def init_payments(app: Flask, settings: Settings) -> None:
    """Let the application speak to Stripe, where a key is set."""
    if settings.has_billing:
        app.extensions.setdefault("kaiwa.payments", Payments(settings))


def current_payments() -> Payments | None:
    """What the application speaks to Stripe with; None where no key is set."""
    payments: Payments | None = current_app.extensions.get("kaiwa.payments")
    return payments
