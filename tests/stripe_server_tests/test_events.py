"""Events are signed and sent, again when they are refused, and in whatever order a test wants."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import stripe

from tests.stripe_server import StripeServer
from tests.stripe_server_tests.receiver import Receiver


@pytest.fixture
def receiver(stripe_server: StripeServer) -> Iterator[Receiver]:
    """Somebody who is told of events."""
    stripe_server.delivery.retry_seconds = 0.05
    with Receiver(stripe_server.webhook_secret) as receiver:
        stripe_server.connect(receiver.url)
        yield receiver


def sent(server: StripeServer) -> list[str]:
    """The ids of the events of which somebody is told."""
    return [each["id"] for each in server.sent_events()]


def test_events_are_signed_and_sent_in_order(
    receiver: Receiver, stripe_server: StripeServer, subscription: Any
) -> None:
    stripe_server.wait_until_delivered()

    assert receiver.taken == sent(stripe_server)
    assert len(receiver.taken) >= 4
    assert receiver.wrong_signatures == 0


def test_what_is_refused_is_sent_again(receiver: Receiver, stripe_server: StripeServer, subscription: Any) -> None:
    receiver.refusals += [500, 404, 302]

    stripe_server.advance(days=32)
    stripe_server.wait_until_delivered()

    assert sorted(receiver.taken) == sorted(sent(stripe_server))
    assert [status for _, status in stripe_server.delivery.attempts if status != 200] == [500, 404, 302]


def test_events_come_late_out_of_order_and_twice(
    receiver: Receiver, stripe_server: StripeServer, checkout: Any
) -> None:
    session = checkout()
    stripe_server.wait_until_delivered()
    receiver.taken.clear()
    stripe_server.hold()
    stripe_server.pay(session.id)
    stripe_server.wait_until_delivered()
    assert receiver.taken == []
    numbers = [each["id"] for each in stripe_server.delivery.waiting()]
    wanted = [numbers[2], numbers[0], numbers[2]]

    assert stripe_server.deliver(wanted) == [200, 200, 200]
    assert receiver.taken == wanted
    stripe_server.release()
    stripe_server.wait_until_delivered()

    assert sorted(set(receiver.taken)) == sorted(numbers)
    assert len(receiver.taken) == len(numbers) + 1
    assert stripe_server.deliver(numbers * 3, at_once=8) == [200] * len(numbers) * 3


def test_secrets_may_be_changed(receiver: Receiver, stripe_server: StripeServer, v1: Any, customer: Any) -> None:
    old = receiver.secret
    new = stripe_server.rotate_secret()
    v1.customers.update(customer.id, {"name": "Mei"})
    stripe_server.wait_until_delivered()
    receiver.secret = new
    v1.customers.update(customer.id, {"name": "Mei Sato"})
    stripe_server.wait_until_delivered()
    assert (len(receiver.taken), receiver.wrong_signatures) == (2, 0)

    receiver.secret = old
    stripe_server.end_overlap()

    assert stripe_server.deliver(receiver.taken[:1]) == [400]


def test_an_endpoint_made_by_the_api_is_told_what_it_asked_for(stripe_server: StripeServer, v1: Any) -> None:
    with Receiver("") as receiver:
        params = {"url": receiver.url, "enabled_events": ["customer.created"], "api_version": "2026-10-28.endive"}
        receiver.secret = v1.webhook_endpoints.create(params).secret
        v1.customers.update(v1.customers.create({}).id, {"name": "Mei"})
        stripe_server.wait_until_delivered()

        assert len(receiver.taken) == 1


def test_an_event_says_what_was_before_and_which_request_it_was(
    v1: Any, stripe_server: StripeServer, customer: Any
) -> None:
    v1.customers.update(customer.id, {"name": "Mei"}, {"idempotency_key": "name-1"})

    event = v1.events.list({"type": "customer.updated"}).data[0]

    assert event.data.previous_attributes.to_dict() == {"name": None}
    assert event.data.object.name == "Mei"
    assert event.request.idempotency_key == "name-1"
    assert isinstance(event.created, int)


def test_events_can_be_signed_for_other_means(stripe_server: StripeServer, v1: Any, subscription: Any) -> None:
    number = stripe_server.emit("invoice.finalization_failed", subscription.latest_invoice)

    body, header = stripe_server.signed(number)

    event = stripe.Webhook.construct_event(body, header, stripe_server.webhook_secret)
    assert (event.type, event.data.object.id) == ("invoice.finalization_failed", subscription.latest_invoice)


def test_people_steer_it_in_a_browser(
    receiver: Receiver, stripe_server: StripeServer, subscription: Any, v1: Any
) -> None:
    stripe_server.wait_until_delivered()
    page = requests.get(f"{stripe_server.url}/_control/", timeout=5).text
    assert "+1 month" in page
    assert "checkout.session.completed" in page
    before = stripe_server.now

    requests.post(f"{stripe_server.url}/_control/payments", {"how": "declined"}, timeout=5)
    requests.post(f"{stripe_server.url}/_control/clock", {"advance_seconds": 32 * 86400}, timeout=5)
    number = receiver.taken[0]
    answer = requests.post(f"{stripe_server.url}/_control/events/{number}/deliveries", json={}, timeout=5)

    assert answer.json() == {"statuses": [200]}
    assert receiver.taken.count(number) == 2
    assert stripe_server.now - before >= 32 * 86400
    assert v1.subscriptions.retrieve(subscription.id).status == "past_due"
