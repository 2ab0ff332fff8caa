"""Each way to stand with us, brought about at the stand-in for Stripe: what is bought before, and what happens then."""

from collections.abc import Callable
from typing import Any

from tests.stripe_server import StripeServer
from tests.stripe_server.ending import end

Happen = Callable[[StripeServer, str], None]


def subscription_at(server: StripeServer, customer: str) -> dict[str, Any]:
    """The newest subscription of a customer."""
    return server.world.all("subscription", customer=customer)[0]


def go_on(_server: StripeServer, _customer: str) -> None:
    """Nothing more."""


def end_later(server: StripeServer, customer: str) -> None:
    """As the portal does."""
    with server.world.lock:
        found = subscription_at(server, customer)
        found["cancel_at"] = found["items"]["data"][0]["current_period_end"]


def owe(server: StripeServer, customer: str) -> None:
    """The next month is not paid."""
    server.next_payment("declined", customer=customer, times=20)
    server.advance(days=32)


def owe_for_long(server: StripeServer, customer: str) -> None:
    """It is not paid after all tries either."""
    server.rules.after_retries = "unpaid"
    owe(server, customer)
    server.advance(days=16)


def end_now(server: StripeServer, customer: str) -> None:
    """It is over."""
    with server.world.lock:
        end(server.world, subscription_at(server, customer))


def pause(server: StripeServer, customer: str) -> None:
    """Its trial ended without a card."""
    server.pause(str(subscription_at(server, customer)["id"]))


def begin_unpaid(server: StripeServer, customer: str) -> None:
    """Somebody began to pay, and the card was refused."""
    price = next(each for each in server.world.all("price") if each["lookup_key"] == "kaiwa_premium_month")
    server.subscribe(customer, price["id"], how="declined")


# what is bought (a tier by the month, nothing where it is only chosen, "" where not even that), and what happens
STANDINGS: dict[str, tuple[str | None, Happen]] = {
    "free": ("", go_on),
    "trialing": ("plus", go_on),
    "active": ("premium", go_on),
    "ending": ("premium", end_later),
    "past_due": ("premium", owe),
    "unpaid": ("premium", owe_for_long),
    "incomplete": (None, begin_unpaid),
    "canceled": ("premium", end_now),
    "paused": ("plus", pause),
}
