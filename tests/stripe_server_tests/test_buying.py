"""Checkout and its page: what is paid, declined, free for a while, or not paid in time."""

from typing import Any

import pytest
import requests
import stripe

from tests.stripe_server import StripeServer

BACK = "http://127.0.0.1:9/back?session="


def press(url: str, button: str, **fields: str) -> requests.Response:
    """Press a button of one of the pages."""
    return requests.post(url, {"do": button, **fields}, allow_redirects=False, timeout=5)


def types(server: StripeServer) -> list[str]:
    """The events of which somebody is told."""
    return [each["type"] for each in server.sent_events()]


def test_paying_begins_a_subscription(v1: Any, stripe_server: StripeServer, checkout: Any, prices: Any) -> None:
    session = checkout()
    page = requests.get(session.url, timeout=5).text
    assert "Stand-in for Stripe" in page
    assert "USD 12.00 a month" in page

    answer = press(session.url, "pay")

    assert (answer.status_code, answer.headers["Location"]) == (303, BACK + session.id)
    paid = v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription.latest_invoice"]})
    assert (paid.status, paid.payment_status, paid.amount_total, paid.url) == ("complete", "paid", 1200, None)
    assert paid.subscription.status == "active"
    assert paid.subscription.metadata.to_dict() == {"user_id": "1"}
    item = paid.subscription["items"].data[0]
    assert item.price.id == prices["plus_monthly"].id
    assert item.current_period_end - item.current_period_start in range(28 * 86400, 32 * 86400)
    assert paid.subscription.latest_invoice.parent.subscription_details.subscription == paid.subscription.id
    assert types(stripe_server)[-4:] == [
        "customer.subscription.created",
        "invoice.paid",
        "customer.subscription.updated",
        "checkout.session.completed",
    ]


def test_a_code_takes_a_fifth_off_the_first_invoice(v1: Any, stripe_server: StripeServer, checkout: Any) -> None:
    session = checkout()
    assert "There is no such code." in press(session.url, "code", code="nonsense").text
    assert "USD 9.60" in press(session.url, "code", code="kaiwa20").text
    press(session.url, "pay")
    subscription = v1.checkout.sessions.retrieve(session.id).subscription

    stripe_server.advance(days=32)

    totals = [each.total for each in v1.invoices.list({"subscription": subscription}).data]
    assert totals == [1200, 960]


def test_a_declined_card_leaves_the_session_open(v1: Any, checkout: Any, customer: Any) -> None:
    session = checkout()

    answer = press(session.url, "decline")

    assert answer.status_code == 402
    assert "Your card was declined." in answer.text
    assert v1.checkout.sessions.retrieve(session.id).status == "open"
    assert v1.subscriptions.list({"customer": customer.id, "status": "all"}).data == []


def test_the_bank_may_be_asked(v1: Any, stripe_server: StripeServer, checkout: Any) -> None:
    session = checkout()
    stripe_server.next_payment("requires_action")

    assert "Confirm the payment" in press(session.url, "pay").text
    assert "did not confirm" in press(session.url, "refuse").text
    assert press(session.url, "confirm").status_code == 303
    assert v1.checkout.sessions.retrieve(session.id).status == "complete"


def test_a_session_is_paid_once(checkout: Any, v1: Any, customer: Any) -> None:
    session = checkout()
    press(session.url, "pay")

    assert press(session.url, "pay").status_code == 410
    assert len(v1.subscriptions.list({"customer": customer.id}).data) == 1


def test_two_sessions_may_both_be_paid(checkout: Any, v1: Any, customer: Any) -> None:
    for session in (checkout(), checkout("pro_monthly")):
        press(session.url, "pay")

    assert len(v1.subscriptions.list({"customer": customer.id}).data) == 2


def test_nobody_pays_what_has_expired(v1: Any, stripe_server: StripeServer, checkout: Any) -> None:
    by_hand, by_time = checkout(), checkout()
    v1.checkout.sessions.expire(by_hand.id)
    stripe_server.advance(days=1)

    assert v1.checkout.sessions.retrieve(by_time.id).status == "expired"
    assert press(by_hand.url, "pay").status_code == press(by_time.url, "pay").status_code == 410
    assert types(stripe_server).count("checkout.session.expired") == 2
    with pytest.raises(stripe.InvalidRequestError):
        v1.checkout.sessions.expire(by_time.id)


def test_a_trial_costs_nothing_until_it_ends(v1: Any, stripe_server: StripeServer, checkout: Any) -> None:
    session = checkout(subscription_data={"trial_period_days": 7})
    press(session.url, "pay")
    paid = v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    assert (paid.payment_status, paid.subscription.status) == ("no_payment_required", "trialing")
    trial_end = paid.subscription.trial_end
    assert paid.subscription["items"].data[0].current_period_end == trial_end

    stripe_server.advance(days=4)
    assert types(stripe_server)[-1] == "customer.subscription.trial_will_end"
    stripe_server.advance(days=4)

    now = v1.subscriptions.retrieve(paid.subscription.id, {"expand": ["latest_invoice"]})
    assert (now.status, now.billing_cycle_anchor, now.latest_invoice.amount_paid) == ("active", trial_end, 1200)


def test_a_trial_without_a_card_pauses(v1: Any, stripe_server: StripeServer, checkout: Any) -> None:
    ending = {"end_behavior": {"missing_payment_method": "pause"}}
    data = {"trial_period_days": 2, "trial_settings": ending}
    session = checkout(payment_method_collection="if_required", subscription_data=data)
    press(session.url, "cardless")
    subscription = v1.checkout.sessions.retrieve(session.id).subscription

    stripe_server.advance(days=2)

    assert v1.subscriptions.retrieve(subscription).status == "paused"
    stripe_server.give_card(session.customer)
    assert v1.subscriptions.resume(subscription).status == "active"
    kinds = [each for each in types(stripe_server) if each.endswith(("paused", "resumed"))]
    assert kinds == ["customer.subscription.paused", "customer.subscription.resumed"]


def test_tax_needs_an_address(v1: Any, stripe_server: StripeServer, checkout: Any) -> None:
    stripe_server.rules.tax_percent = 10
    with pytest.raises(stripe.InvalidRequestError) as refused:
        checkout(automatic_tax={"enabled": True})
    assert refused.value.code == "customer_tax_location_invalid"

    session = checkout(automatic_tax={"enabled": True}, customer_update={"address": "auto"})
    press(session.url, "pay")

    assert v1.checkout.sessions.retrieve(session.id).amount_total == 1320


def test_what_is_not_paid_at_once_is_incomplete(
    v1: Any, stripe_server: StripeServer, customer: Any, prices: dict[str, Any]
) -> None:
    price = prices["plus_monthly"].id
    first, second = (stripe_server.subscribe(customer.id, price, "requires_action")["id"] for _ in range(2))
    found = v1.subscriptions.retrieve(first, {"expand": ["latest_invoice.payments"]})
    intent = v1.payment_intents.retrieve(found.latest_invoice.payments.data[0].payment.payment_intent)
    assert (found.status, intent.status) == ("incomplete", "requires_action")
    assert "invoice.payment_action_required" in types(stripe_server)

    assert "paid" in press(found.latest_invoice.hosted_invoice_url, "pay").text
    stripe_server.advance(days=1)

    assert v1.subscriptions.retrieve(first).status == "active"
    assert v1.subscriptions.retrieve(second).status == "incomplete_expired"


def test_an_invoice_is_a_pdf(v1: Any, subscription: Any) -> None:
    invoice = v1.invoices.retrieve(subscription.latest_invoice)

    answer = requests.get(invoice.invoice_pdf, timeout=5)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4")
    assert invoice.number.encode() in answer.content


def test_the_portal_shows_and_changes(v1: Any, stripe_server: StripeServer, subscription: Any, customer: Any) -> None:
    portal = v1.billing_portal.sessions.create({"customer": customer.id, "return_url": "http://127.0.0.1:9/home"})
    page = requests.get(portal.url, timeout=5).text
    assert "Plus" in page
    assert "visa •••• 4242" in page
    assert "http://127.0.0.1:9/home" in page

    press(portal.url, "cancel", subscription=subscription.id)
    ends = v1.subscriptions.retrieve(subscription.id)
    period_end = ends["items"].data[0].current_period_end
    assert (ends.cancel_at, ends.cancel_at_period_end) == (period_end, False)
    press(portal.url, "keep", subscription=subscription.id)
    assert v1.subscriptions.retrieve(subscription.id).cancel_at is None
    press(portal.url, "card")
    assert "visa •••• 5556" in requests.get(portal.url, timeout=5).text
    assert types(stripe_server)[-1] == "customer.updated"


def test_money_goes_back_once(v1: Any, stripe_server: StripeServer, subscription: Any) -> None:
    payment = v1.invoice_payments.list({"invoice": subscription.latest_invoice}).data[0].payment.payment_intent
    v1.refunds.create({"payment_intent": payment, "amount": 500, "reason": "requested_by_customer"})
    with pytest.raises(stripe.InvalidRequestError):
        v1.refunds.create({"payment_intent": payment, "amount": 701})
    stripe_server.rules.refund_status = "pending"

    rest = v1.refunds.create({"payment_intent": payment})
    stripe_server.finish_refund(rest.id, "failed")

    assert [each.amount for each in v1.refunds.list({"payment_intent": payment}).data] == [700, 500]
    assert v1.refunds.retrieve(rest.id).status == "failed"
    assert types(stripe_server)[-3:] == ["refund.created", "refund.created", "refund.failed"]
    assert v1.charges.list({"payment_intent": payment}).data[0].amount_refunded == 500
