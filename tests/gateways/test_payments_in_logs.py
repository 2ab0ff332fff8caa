"""What no log may hold: our secrets, the addresses of Checkout and portal, and whose customer it is."""

import logging
import traceback
from collections.abc import Callable

import pytest

from kaiwa.errors import KaiwaError
from kaiwa.gateways.payment_facts import PriceFacts
from kaiwa.gateways.payments import Payments
from tests.gateways.conftest import MakePayments
from tests.stripe_server import StripeServer

EMAIL = "mia.very.private@example.org"
OTHER_KEY, NOBODY = "sk_test_1234567890wxyz", "cus_nobody"
LOGGERS = ("", "stripe", "urllib3", "urllib3.connectionpool", "requests", "kaiwa")


def buy(server: StripeServer, payments: Payments, sold: dict[str, PriceFacts]) -> list[str]:
    """Everything in which something passes that is nobody's business; gives the addresses."""
    customer = payments.create_customer("mia-id", EMAIL)
    session = payments.create_checkout(
        customer, sold["plus"].id, user_id="mia-id", back="https://k/b", away="https://k/a", trial_days=0, key="k"
    )
    [still_open] = payments.list_open_checkouts(customer)
    portal = payments.create_portal(customer, "https://kaiwa.example/billing")
    server.pay(session.id)
    [subscription] = payments.list_subscriptions(customer)
    assert subscription.latest_invoice_id is not None
    invoice = payments.get_invoice(subscription.latest_invoice_id)
    addresses = [session.url, still_open.url, portal, invoice.hosted_url, invoice.pdf_url]
    return [each for each in addresses if each]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs."""
    for name in LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def test_what_goes_well_is_not_logged(
    stripe_server: StripeServer,
    payments: Payments,
    sold: dict[str, PriceFacts],
    log: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in LOGGERS:
        log.set_level(logging.DEBUG, logger=name)
    addresses = buy(stripe_server, payments, sold)
    assert len(addresses) == 5
    said = log.text + "".join(capfd.readouterr())
    # the connection pool says that something was asked, so the test does listen
    assert "urllib3" in said
    for secret in (stripe_server.secret_key, stripe_server.webhook_secret, EMAIL, *addresses):
        assert secret not in said


def test_what_goes_wrong_says_nothing_of_it(
    stripe_server: StripeServer, payments: Payments, make_payments: MakePayments, log: pytest.LogCaptureFixture
) -> None:
    told = []
    acts: list[Callable[[], str]] = [
        # Stripe repeats the address that it does not like, the key that it does not know, and what was sent
        lambda: payments.create_customer("mia-id", EMAIL),
        lambda: make_payments(STRIPE_SECRET_KEY=OTHER_KEY).create_customer("mia-id", EMAIL),
        lambda: payments.create_portal(NOBODY, f"https://kaiwa.example/{EMAIL}"),
        lambda: make_payments(STRIPE_API_URL="http://127.0.0.1:9").create_customer("mia-id", EMAIL),
    ]
    for act in acts:
        stripe_server.fail_next("500", path="/v1/customers", times=3)
        try:
            act()
        except KaiwaError as error:
            logging.getLogger("kaiwa").exception("it failed")
            told.append("".join(traceback.format_exception(error)))
    assert len(told) == 4
    said = log.text + "".join(told)
    for secret in (stripe_server.secret_key, OTHER_KEY, "sk_test", "wxyz", EMAIL, NOBODY):
        assert secret not in said
