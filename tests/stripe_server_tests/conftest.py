"""A client of the official SDK, of which every answer is walked."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe
from stripe._object_classes import get_object_class

from tests.stripe_server import StripeServer
from tests.stripe_server.routing import find
from tests.stripe_server_tests.sdk_types import mistakes, signature_of


class Walking(stripe.RequestsClient):
    """The SDK's HTTP client; it notes which calls were made and what in their answers is not as annotated."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.calls: set[str] = set()
        self.wrong: list[str] = []

    def request(self, method: str, url: str, headers: Any, post_data: Any = None, **more: Any) -> Any:
        """Send the request and walk what comes back."""
        answer: Any = super().request(method, url, headers, post_data, **more)
        body, status, _ = answer
        route, _ = find(method.upper(), urlsplit(url).path)
        self.calls.add(route.sdk)
        if status == 200:
            self.wrong += mistakes(json.loads(body), signature_of(route.sdk)[1], route.sdk)
        return answer


@pytest.fixture
def walking() -> Walking:
    """The HTTP client of the test."""
    return Walking(timeout=5)


@pytest.fixture
def v1(stripe_server: StripeServer, walking: Walking) -> Iterator[Any]:
    """`client.v1`; afterwards every answer and every event has to be as the SDK says."""
    addresses: Any = {"api": stripe_server.url}
    key = stripe_server.secret_key
    client = stripe.StripeClient(key, base_addresses=addresses, max_network_retries=2, http_client=walking)
    yield client.v1
    for event in stripe_server.events:
        kind = event["type"]
        walking.wrong += mistakes(event, stripe.Event, kind)
        thing = event["data"]["object"]
        walking.wrong += mistakes(thing, get_object_class("V1", thing["object"]), kind)
    assert sorted(set(walking.wrong)) == []


@pytest.fixture
def prices(v1: Any) -> dict[str, Any]:
    """Two plans: Plus by the month and by the year, Pro by the month."""
    plus, pro = v1.products.create({"name": "Plus"}).id, v1.products.create({"name": "Pro"}).id
    wanted = [
        ("plus_monthly", plus, 1200, "month"),
        ("plus_annual", plus, 12000, "year"),
        ("pro_monthly", pro, 2400, "month"),
    ]
    return {
        name: v1.prices.create(
            {
                "currency": "usd",
                "unit_amount": cents,
                "product": product,
                "recurring": {"interval": interval},
                "lookup_key": name,
            }
        )
        for name, product, cents, interval in wanted
    }


@pytest.fixture
def customer(v1: Any) -> Any:
    """Somebody who may buy."""
    return v1.customers.create({"email": "mei@example.com", "metadata": {"user_id": "1"}})


@pytest.fixture
def checkout(v1: Any, prices: dict[str, Any], customer: Any) -> Any:
    """A function that opens a Checkout; `more` goes over what it asks for."""

    def create(price: str = "plus_monthly", **more: Any) -> Any:
        params = {
            "mode": "subscription",
            "customer": customer.id,
            "line_items": [{"price": prices[price].id, "quantity": 1}],
            "success_url": "http://127.0.0.1:9/back?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://127.0.0.1:9/away",
            "allow_promotion_codes": True,
            "metadata": {"user_id": "1"},
            "subscription_data": {"metadata": {"user_id": "1"}},
        }
        return v1.checkout.sessions.create({**params, **more})

    return create


@pytest.fixture
def subscription(v1: Any, stripe_server: StripeServer, checkout: Any) -> Any:
    """A subscription to Plus by the month, paid at Checkout."""
    return v1.subscriptions.retrieve(stripe_server.pay(checkout().id)["id"])
