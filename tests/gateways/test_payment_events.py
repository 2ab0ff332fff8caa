"""Events at the webhook: only what Stripe signed is believed, with the secret of now or the one before."""

import json
import time
from typing import Any

import pytest

from kaiwa.gateways.payment_facts import EventFacts, NotFromStripe
from kaiwa.gateways.payments import Payments
from tests.gateways.conftest import MakePayments
from tests.stripe_server.delivery import signature

NOW, BEFORE, OTHER = "whsec_now", "whsec_before", "whsec_somebody_elses"
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "api_version": "2026-10-28.endive",
    "created": 1_790_000_000,
    "livemode": False,
    "type": "customer.subscription.updated",
    "data": {
        "object": {"id": "sub_1", "object": "subscription", "customer": "cus_1", "metadata": {"user_id": "mia-id"}}
    },
}


@pytest.fixture
def payments(make_payments: MakePayments) -> Payments:
    return make_payments(STRIPE_WEBHOOK_SECRET=f"{NOW},{BEFORE}")


def sent(payments: Payments, event: Any, *secrets: str, age: int = 0) -> EventFacts:
    """What is read from an event that was signed so many seconds ago."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    return payments.verify_event(body, signature(body, secrets or (NOW,), int(time.time()) - age))


def about(kind: str, **thing: Any) -> dict[str, Any]:
    """An event about a thing."""
    return {**EVENT, "type": kind, "data": {"object": thing}}


@pytest.mark.parametrize("secrets", [(NOW,), (BEFORE,), (NOW, BEFORE), (OTHER, BEFORE)])
def test_a_secret_of_ours_is_believed(payments: Payments, secrets: tuple[str, ...]) -> None:
    facts = sent(payments, EVENT, *secrets)
    assert (facts.id, facts.type, facts.is_livemode) == ("evt_1", "customer.subscription.updated", False)
    assert (facts.object_type, facts.object_id) == ("subscription", "sub_1")
    assert (facts.subscription_id, facts.customer_id, facts.user_id) == ("sub_1", "cus_1", "mia-id")
    assert int(facts.created_at.timestamp()) == 1_790_000_000


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(b"{not json", id="not JSON"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'"evt_1"', id="a string"),
        pytest.param(b"null", id="nothing"),
        pytest.param({"id": "evt_1", "object": "v2.core.event", "type": "v1.billing.meter"}, id="a thin event"),
        pytest.param({"id": "evt_1", "object": "event"}, id="without its parts"),
        pytest.param({**EVENT, "data": {}}, id="without its object"),
        pytest.param({**EVENT, "created": None}, id="without its time"),
        pytest.param({**EVENT, "livemode": True}, id="of the other mode"),
    ],
)
def test_what_is_signed_may_still_be_no_event(payments: Payments, event: Any) -> None:
    with pytest.raises(NotFromStripe):
        sent(payments, event)


def test_somebody_elses_secret_is_not_believed(payments: Payments) -> None:
    with pytest.raises(NotFromStripe):
        sent(payments, EVENT, OTHER)


@pytest.mark.parametrize("header", ["", "t=1", "v1=abc", "t=,v1=", "nonsense", "t=x,v1=abc", ",,,", "t=1,v0=abc"])
def test_a_header_that_is_none_is_not_believed(payments: Payments, header: str) -> None:
    with pytest.raises(NotFromStripe):
        payments.verify_event(json.dumps(EVENT).encode(), header)


def test_a_changed_byte_is_noticed(payments: Payments) -> None:
    body = json.dumps(EVENT).encode()
    header = signature(body, (NOW,), int(time.time()))
    payments.verify_event(body, header)
    with pytest.raises(NotFromStripe):
        payments.verify_event(body.replace(b"cus_1", b"cus_2"), header)


def test_what_is_old_is_not_believed(payments: Payments) -> None:
    sent(payments, EVENT, age=290)
    with pytest.raises(NotFromStripe):
        sent(payments, EVENT, age=310)


def test_a_live_key_wants_live_events(make_payments: MakePayments) -> None:
    live = make_payments(STRIPE_SECRET_KEY="sk_live_1", STRIPE_WEBHOOK_SECRET=NOW)
    assert sent(live, {**EVENT, "livemode": True}).is_livemode
    with pytest.raises(NotFromStripe):
        sent(live, EVENT)


def test_an_event_names_its_objects(payments: Payments) -> None:
    parent = {"type": "subscription_details", "subscription_details": {"subscription": "sub_1", "metadata": {}}}
    invoice = sent(payments, about("invoice.paid", id="in_1", object="invoice", customer="cus_1", parent=parent))
    assert (invoice.invoice_id, invoice.subscription_id, invoice.customer_id) == ("in_1", "sub_1", "cus_1")
    loose = sent(payments, about("invoice.paid", id="in_2", object="invoice", customer="cus_1", parent=None))
    assert (loose.invoice_id, loose.subscription_id) == ("in_2", None)
    upcoming = sent(payments, about("invoice.upcoming", object="invoice", customer="cus_1", parent=None))
    assert (upcoming.object_id, upcoming.invoice_id) == ("", None)
    refund = sent(payments, about("refund.created", id="re_1", object="refund", payment_intent="pi_1"))
    assert (refund.object_id, refund.payment_intent_id, refund.customer_id) == ("re_1", "pi_1", None)
    dispute = sent(payments, about("charge.dispute.created", id="dp_1", object="dispute", payment_intent="pi_1"))
    assert (dispute.object_type, dispute.payment_intent_id) == ("dispute", "pi_1")
    customer = sent(payments, about("customer.deleted", id="cus_1", object="customer", metadata={"user_id": "mia"}))
    assert (customer.customer_id, customer.user_id) == ("cus_1", "mia")
    done = {"id": "cs_1", "object": "checkout.session", "customer": "cus_1", "subscription": "sub_1", "invoice": "in_1"}
    checkout = sent(payments, about("checkout.session.completed", **done))
    assert (checkout.subscription_id, checkout.invoice_id, checkout.customer_id) == ("sub_1", "in_1", "cus_1")
    unknown = sent(payments, about("something.new", id="x_1", object="something"))
    assert (unknown.type, unknown.object_type, unknown.customer_id) == ("something.new", "something", None)
