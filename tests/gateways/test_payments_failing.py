"""When Stripe fails: what was done is done once, and what comes out is a failure of ours with a kind sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from kaiwa.gateways.payment_account import answers
from kaiwa.gateways.payment_facts import (
    PaymentFault,
    PaymentRefused,
    PaymentsUnavailable,
    PriceFacts,
    SubscriptionFacts,
    UnknownObject,
)
from kaiwa.gateways.payments import Payments
from tests.gateways.conftest import MakePayments, count
from tests.stripe_server import StripeServer

# the work is done, and nobody hears of it: the connection is cut, or the answer is an error
LOST = ("reset_after", "500_after")
Sold = dict[str, PriceFacts]
Act = Callable[[Payments], object]


@pytest.fixture
def subscription(stripe_server: StripeServer, payments: Payments, sold: Sold) -> SubscriptionFacts:
    """Somebody's, paid."""
    customer = payments.create_customer("mia-id", "mia@example.org")
    return payments.get_subscription(stripe_server.subscribe(customer, sold["premium"].id)["id"])


def paid_intent(payments: Payments, subscription: SubscriptionFacts) -> str:
    """What the first invoice was paid by."""
    assert subscription.latest_invoice_id is not None
    intent = payments.get_invoice(subscription.latest_invoice_id).payment_intent_id
    assert intent is not None
    return intent


def state(server: StripeServer) -> dict[str, int]:
    """How many there are of what may not be made twice."""
    kinds = ("customer", "checkout.session", "refund", "invoice", "subscription_schedule", "product", "price")
    return {kind: count(server, kind) for kind in kinds}


def acts(payments: Payments, subscription: SubscriptionFacts, sold: Sold) -> dict[str, Act]:
    """Everything that creates or changes, by the path that it asks."""
    customer, intent = subscription.customer_id, paid_intent(payments, subscription)
    end = {"is_to_end": True, "key": "end"}
    return {
        "/v1/customers": lambda by: by.create_customer("yuki-id", "yuki@example.org"),
        "/v1/checkout/sessions": lambda by: by.create_checkout(
            customer, sold["plus"].id, user_id="mia-id", back="https://k/b", away="https://k/a", trial_days=0, key="c"
        ),
        "/v1/refunds": lambda by: by.create_refund(intent, 100, key="r", reason="so"),
        "/v1/products": lambda by: by.find_or_create_product("family", "Family"),
        "/v1/prices": lambda by: by.create_price(sold["plus"].product_id, "kaiwa_x", 1, "usd", "month"),
        "/v1/subscription_schedules": lambda by: by.schedule_price(subscription, sold["plus"].id, key="s"),
        f"/v1/subscriptions/{subscription.id}": lambda by: by.set_cancel_at_period_end(subscription.id, **end),
    }


@pytest.mark.parametrize("how", LOST)
def test_what_was_done_unheard_is_done_once(
    stripe_server: StripeServer, payments: Payments, subscription: SubscriptionFacts, sold: Sold, how: str
) -> None:
    for path, act in acts(payments, subscription, sold).items():
        if path.startswith("/v1/subscriptions/"):
            subscription_schedule = payments.get_subscription(subscription.id).schedule_id
            assert subscription_schedule is not None
            payments.release_schedule(subscription_schedule, key=how)
        before = state(stripe_server)
        stripe_server.fail_next(how, path=path, method="POST")
        first = act(payments)
        once = state(stripe_server)
        made = {kind: once[kind] - before[kind] for kind in once}
        assert sum(made.values()) == (0 if path.startswith("/v1/subscriptions/") else 1), path
        # and asked again by the person
        again = act(payments)
        assert (path, state(stripe_server)) == (path, once)
        if path != "/v1/subscription_schedules":
            assert (path, first) == (path, again)


@pytest.mark.parametrize("how", LOST)
def test_an_upgrade_is_invoiced_once(stripe_server: StripeServer, payments: Payments, sold: Sold, how: str) -> None:
    customer = payments.create_customer("mia-id", None)
    before = payments.get_subscription(stripe_server.subscribe(customer, sold["plus"].id)["id"])
    stripe_server.advance(days=3)
    stripe_server.fail_next(how, path=f"/v1/subscriptions/{before.id}", method="POST", times=2)
    after = payments.change_price(before, sold["premium"].id, key="up")
    assert after.price_id == sold["premium"].id
    assert count(stripe_server, "invoice") == 2


@pytest.mark.parametrize("how", LOST)
def test_an_end_unheard_is_an_end(
    stripe_server: StripeServer, payments: Payments, subscription: SubscriptionFacts, how: str
) -> None:
    stripe_server.fail_next(how, path=f"/v1/subscriptions/{subscription.id}", method="DELETE")
    payments.cancel_now(subscription.id)
    assert payments.get_subscription(subscription.id).status == "canceled"


def test_a_fault_that_lasts_is_trouble_that_passes(
    stripe_server: StripeServer, payments: Payments, subscription: SubscriptionFacts, sold: Sold
) -> None:
    """The SDK's two retries do not help, and nothing was done; later the same key does it."""
    act = acts(payments, subscription, sold)["/v1/refunds"]
    for how, times in (("500", 3), ("reset", 3), ("429", 1)):
        before = state(stripe_server)
        stripe_server.fail_next(how, path="/v1/refunds", method="POST", times=times)
        with pytest.raises(PaymentsUnavailable) as caught:
            act(payments)
        assert "does not answer" in caught.value.sentence
        assert state(stripe_server) == before
    act(payments)
    assert count(stripe_server, "refund") == 1


def test_a_short_fault_is_not_noticed(stripe_server: StripeServer, payments: Payments) -> None:
    customer = payments.create_customer("mia-id", None)
    for how in ("500", "reset"):
        stripe_server.fail_next(how, path=f"/v1/customers/{customer}", times=2)
        assert payments.find_user_id(customer) == "mia-id"


def test_no_answer_is_waited_for_only_so_long(stripe_server: StripeServer, payments: Payments) -> None:
    customer = payments.create_customer("mia-id", None)
    stripe_server.fail_next("timeout", path=f"/v1/customers/{customer}", times=1)
    assert payments.find_user_id(customer) == "mia-id"
    stripe_server.fail_next("timeout", path=f"/v1/customers/{customer}", times=3)
    with pytest.raises(PaymentsUnavailable):
        payments.find_user_id(customer)


def test_nobody_there(make_payments: MakePayments) -> None:
    with pytest.raises(PaymentsUnavailable):
        make_payments(STRIPE_API_URL="http://127.0.0.1:9").find_user_id("cus_1")


def test_what_stripe_does_not_know(payments: Payments) -> None:
    asked: list[Act] = [
        lambda by: by.get_subscription("sub_unknown"),
        lambda by: by.get_invoice("in_unknown"),
        lambda by: by.get_checkout("cs_unknown"),
        lambda by: by.get_price("price_unknown"),
        lambda by: by.find_user_id("cus_unknown"),
        lambda by: by.create_refund("pi_unknown", 100, key="k", reason="so"),
        lambda by: by.set_cancel_at_period_end("sub_unknown", is_to_end=True, key="k"),
        lambda by: by.release_schedule("sub_sched_unknown", key="k"),
    ]
    for act in asked:
        with pytest.raises(UnknownObject) as caught:
            act(payments)
        assert caught.value.code == "resource_missing"
        assert "unknown" not in str(caught.value).replace("resource_missing", "")


def test_a_wrong_key_is_a_mistake_of_ours(make_payments: MakePayments) -> None:
    with pytest.raises(PaymentFault) as caught:
        make_payments(STRIPE_SECRET_KEY="sk_test_somebody_elses_key").find_user_id("cus_1")
    assert "AuthenticationError" in str(caught.value)
    assert "sk_test" not in str(caught.value)


def test_the_same_key_for_something_else_is_a_mistake_of_ours(
    payments: Payments, subscription: SubscriptionFacts
) -> None:
    intent = paid_intent(payments, subscription)
    payments.create_refund(intent, 100, key="r", reason="so")
    with pytest.raises(PaymentFault):
        payments.create_refund(intent, 200, key="r", reason="so")


def test_a_refused_card_says_so(
    stripe_server: StripeServer, payments: Payments, subscription: SubscriptionFacts
) -> None:
    """No request of ours is answered so as long as the change may stay pending; Stripe may all the same."""
    params: Any = {
        "items": [{"id": subscription.item_id, "quantity": 2}],
        "payment_behavior": "error_if_incomplete",
        "proration_behavior": "always_invoice",
    }
    stripe_server.next_payment("declined")
    stripe_server.advance(days=1)
    with pytest.raises(PaymentRefused) as caught, answers():
        payments._client.v1.subscriptions.update(subscription.id, params)
    assert caught.value.code == "card_declined"
    assert "another card" in caught.value.sentence
