"""What goes wrong on demand, and that nothing is done twice when it is tried again."""

import time
from typing import Any

import pytest
import stripe

from tests.stripe_server import StripeServer


@pytest.mark.parametrize("how", ["500", "reset", "reset_after", "500_after"])
def test_a_request_that_fails_once_is_done_once(v1: Any, stripe_server: StripeServer, how: str) -> None:
    stripe_server.fail_next(how, path="/v1/customers", method="POST")

    made = v1.customers.create({"email": "mei@example.com"})

    assert [each.id for each in v1.customers.list().data] == [made.id]


def test_a_fault_is_for_so_many_requests_to_its_path(v1: Any, stripe_server: StripeServer) -> None:
    stripe_server.fail_next("500", path="/v1/prices.*", times=3)

    v1.customers.list()
    with pytest.raises(stripe.APIError):
        v1.prices.list()
    v1.prices.list()


def test_too_many_requests(v1: Any, stripe_server: StripeServer) -> None:
    stripe_server.fail_next("429")

    with pytest.raises(stripe.RateLimitError):
        v1.customers.list()


def test_an_answer_may_not_come(stripe_server: StripeServer) -> None:
    addresses: Any = {"api": stripe_server.url}
    http = stripe.RequestsClient(timeout=0.2)
    client = stripe.StripeClient(stripe_server.secret_key, base_addresses=addresses, http_client=http)
    stripe_server.fail_next("timeout")
    began = time.monotonic()

    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.list()

    assert time.monotonic() - began < 2


def test_there_are_no_other_faults(stripe_server: StripeServer) -> None:
    with pytest.raises(ValueError, match="flood"):
        stripe_server.fail_next("flood")
    with pytest.raises(ValueError, match="stolen"):
        stripe_server.next_payment("stolen")


def test_several_servers_know_nothing_of_each_other(stripe_server: StripeServer, v1: Any, customer: Any) -> None:
    with StripeServer() as other:
        assert other.url != stripe_server.url
        assert not other.events
