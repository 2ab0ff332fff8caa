"""Stripe's gateway, led to a stand-in."""

from collections.abc import Callable
from typing import Any

import pytest

from kaiwa.config import Settings
from kaiwa.gateways.payment_facts import PriceFacts
from kaiwa.gateways.payments import Payments
from tests.stripe_server import StripeServer

MakePayments = Callable[..., Payments]


@pytest.fixture
def make_payments(stripe_server: StripeServer, environment: dict[str, str]) -> MakePayments:
    """`make_payments(STRIPE_TAX="true", …)`: the gateway with other settings; it waits a second for an answer."""

    def make(**other: str) -> Payments:
        return Payments(Settings.from_environment(environment | stripe_server.settings() | other), seconds=1)

    return make


@pytest.fixture
def payments(make_payments: MakePayments) -> Payments:
    """The gateway."""
    return make_payments()


@pytest.fixture
def sold(payments: Payments) -> dict[str, PriceFacts]:
    """What is sold: `plus`, `premium` by the month and `year` is plus by the year."""
    plus, premium = (
        payments.find_or_create_product("plus", "Plus"),
        payments.find_or_create_product("premium", "Premium"),
    )
    return {
        "plus": payments.create_price(plus, "kaiwa_plus_month", 1500, "usd", "month"),
        "premium": payments.create_price(premium, "kaiwa_premium_month", 2500, "usd", "month"),
        "year": payments.create_price(plus, "kaiwa_plus_year", 14400, "usd", "year"),
    }


def count(server: StripeServer, kind: str, **wanted: Any) -> int:
    """How many objects of the kind there are at Stripe."""
    with server.world.lock:
        return len(server.world.all(kind, **wanted))
