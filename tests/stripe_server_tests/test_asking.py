"""How the API is asked: keys, versions, idempotency, parameters, pages of lists, what is expanded."""

from typing import Any

import pytest
import requests
import stripe

from tests.stripe_server import StripeServer


def ask(server: StripeServer, path: str = "/v1/customers", **headers: str) -> requests.Response:
    """A request without the SDK."""
    return requests.get(f"{server.url}{path}", headers=headers, timeout=5)


def test_needs_the_key(stripe_server: StripeServer) -> None:
    for wrong in ({}, {"Authorization": "Bearer sk_test_another"}):
        answer = ask(stripe_server, **wrong)

        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "invalid_request_error"
        assert answer.headers["Request-Id"].startswith("req_")


def test_speaks_one_version(stripe_server: StripeServer) -> None:
    key = f"Bearer {stripe_server.secret_key}"

    answer = ask(stripe_server, Authorization=key, **{"Stripe-Version": "2022-11-15"})

    assert answer.status_code == 400
    assert "2026-10-28.endive" in answer.json()["error"]["message"]
    assert ask(stripe_server, "/v1/horses", Authorization=key).status_code == 404


def test_does_a_request_once_for_a_key(v1: Any) -> None:
    once = {"idempotency_key": "customer-1"}
    first = v1.customers.create({"email": "mei@example.com"}, once)
    again = v1.customers.create({"email": "mei@example.com"}, once)

    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        v1.customers.create({"email": "yui@example.com"}, once)
    assert len(v1.customers.list().data) == 1


def test_a_request_that_was_wrong_may_be_sent_again_under_its_key(v1: Any) -> None:
    once = {"idempotency_key": "price-1"}
    with pytest.raises(stripe.InvalidRequestError):
        v1.products.create({}, once)

    assert v1.products.create({"name": "Plus"}, once).name == "Plus"


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"name": "x", "colour": "red"}, "parameter_unknown", "colour"),
        ({}, "parameter_missing", "name"),
        ({"name": "x", "active": "perhaps"}, None, "active"),
    ],
)
def test_says_which_parameter_is_wrong(v1: Any, params: Any, code: str | None, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        v1.products.create(params)

    assert (refused.value.code, refused.value.param, refused.value.http_status) == (code, param, 400)


def test_says_where_in_brackets_a_parameter_is_wrong(v1: Any, subscription: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        v1.subscriptions.update(subscription.id, {"items": [{"id": "si_1", "cost": 3}]})

    assert (refused.value.code, refused.value.param) == ("parameter_unknown", "items[0][cost]")


def test_what_is_not_there_is_not_found(v1: Any) -> None:
    with pytest.raises(stripe.InvalidRequestError) as by_address:
        v1.customers.retrieve("cus_nobody")
    with pytest.raises(stripe.InvalidRequestError) as by_parameter:
        v1.billing_portal.sessions.create({"customer": "cus_nobody"})

    assert (by_address.value.code, by_address.value.http_status) == ("resource_missing", 404)
    assert (by_parameter.value.code, by_parameter.value.http_status) == ("resource_missing", 400)
    assert by_parameter.value.param == "customer"


def test_lists_come_in_pages(v1: Any) -> None:
    made = [v1.customers.create({"email": f"{number}@example.com"}).id for number in range(7)]

    page = v1.customers.list({"limit": 3})

    assert [each.id for each in page.data] == made[:3:-1]
    assert page.has_more
    assert [each.id for each in page.auto_paging_iter()] == made[::-1]
    before = v1.customers.list({"limit": 2, "ending_before": made[0]})
    assert [each.id for each in before.data] == [made[2], made[1]]


def test_expands_four_levels_and_nothing_that_is_no_object(v1: Any, subscription: Any) -> None:
    found = v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice.payments.data.payment"]})
    assert found.latest_invoice.payments.data[0].payment.payment_intent.startswith("pi_")
    assert not hasattr(v1.invoices.retrieve(found.latest_invoice.id), "payments")

    for wrong in ("latest_invoice.payments.data.payment.payment_intent", "weather"):
        with pytest.raises(stripe.InvalidRequestError):
            v1.subscriptions.retrieve(subscription.id, {"expand": [wrong]})


def test_a_lookup_key_is_on_one_price(v1: Any, prices: dict[str, Any]) -> None:
    old = prices["plus_monthly"]
    params = {
        "currency": "usd",
        "unit_amount": 1500,
        "product": old.product,
        "recurring": {"interval": "month"},
        "lookup_key": "plus_monthly",
    }
    with pytest.raises(stripe.InvalidRequestError):
        v1.prices.create(params)

    new = v1.prices.create({**params, "transfer_lookup_key": True})

    assert [each.id for each in v1.prices.list({"lookup_keys": ["plus_monthly"]}).data] == [new.id]
    assert v1.prices.retrieve(old.id).lookup_key is None


def test_metadata_is_merged(v1: Any, customer: Any) -> None:
    changed = v1.customers.update(customer.id, {"metadata": {"plan": "plus", "user_id": ""}})
    assert changed.metadata.to_dict() == {"plan": "plus"}

    assert v1.customers.update(customer.id, {"metadata": ""}).metadata.to_dict() == {}


def test_a_deleted_customer_is_only_that(v1: Any, customer: Any, subscription: Any) -> None:
    v1.customers.delete(customer.id)

    assert v1.customers.retrieve(customer.id).deleted
    assert v1.subscriptions.retrieve(subscription.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        v1.customers.update(customer.id, {"email": "mei@example.com"})
