"""What the stand-in takes and answers is what the SDK sends and reads."""

from typing import Any

import pytest

from tests.stripe_server import StripeServer
from tests.stripe_server.routing import ROUTES, Route
from tests.stripe_server_tests.conftest import Walking
from tests.stripe_server_tests.sdk_types import mistakes, signature_of, wrong_parameters


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.sdk)
def test_takes_only_what_the_sdk_knows(route: Route) -> None:
    params, _ = signature_of(route.sdk)

    assert list(wrong_parameters(route.shape, params, route.sdk)) == []


def test_finds_what_is_not_as_annotated() -> None:
    _, price = signature_of("prices.retrieve")

    found = list(mistakes({"id": 1, "object": "price", "type": "weekly", "weight": 3}, price, "price"))

    assert "price.id is 1, no str" in found
    assert "price.type is 'weekly'" in found
    assert "price.weight is no attribute of Price" in found
    assert "price.active is missing of Price" in found


def test_every_call_answers_as_annotated(
    v1: Any, walking: Walking, stripe_server: StripeServer, prices: dict[str, Any], customer: Any, checkout: Any
) -> None:
    sell(v1, prices, customer)
    session = checkout()
    subscription = buy(v1, stripe_server, customer, checkout, session)
    change(v1, stripe_server, prices, subscription)
    look_after_money(v1, stripe_server, customer, prices)
    end(v1, stripe_server, customer, prices, subscription)

    assert {route.sdk for route in ROUTES} - walking.calls == set()


def sell(v1: Any, prices: dict[str, Any], customer: Any) -> None:
    product = v1.products.retrieve(prices["plus_monthly"].product)
    v1.products.update(product.id, {"description": "More of it", "metadata": {"tier": "plus"}})
    v1.products.list({"active": True})
    v1.prices.retrieve(prices["plus_monthly"].id, {"expand": ["product"]})
    v1.prices.update(prices["plus_monthly"].id, {"nickname": "Plus"})
    v1.prices.list({"lookup_keys": ["plus_monthly"], "expand": ["data.product"]})
    v1.customers.update(customer.id, {"name": "Mei", "address": {"country": "JP"}})
    v1.customers.list({"email": "mei@example.com"})


def buy(v1: Any, stripe_server: StripeServer, customer: Any, checkout: Any, session: Any) -> Any:
    v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items", "customer"]})
    v1.checkout.sessions.line_items.list(session.id)
    v1.checkout.sessions.update(session.id, {"metadata": {"more": "so"}})
    v1.checkout.sessions.list({"customer": customer.id, "status": "open", "expand": ["data.line_items"]})
    v1.checkout.sessions.expire(checkout().id)
    subscription = stripe_server.pay(session.id, code="KAIWA20")
    v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription", "invoice"]})
    parts = ["latest_invoice.payments", "schedule", "customer.subscriptions", "items.data.price.product"]
    found = v1.subscriptions.retrieve(subscription["id"], {"expand": parts})
    assert found.latest_invoice.payments.data[0].status == "paid"
    v1.subscriptions.list({"customer": customer.id, "status": "all", "expand": ["data.latest_invoice"]})
    v1.customers.retrieve(customer.id, {"expand": ["invoice_settings.default_payment_method", "subscriptions"]})
    cards = v1.customers.payment_methods.list(customer.id, {"type": "card"})
    v1.payment_methods.retrieve(cards.data[0].id)
    v1.billing_portal.sessions.create({"customer": customer.id, "return_url": "http://127.0.0.1:9/"})
    flow = {"type": "subscription_cancel", "subscription_cancel": {"subscription": found.id}}
    v1.billing_portal.sessions.create({"customer": customer.id, "flow_data": flow})
    return found


def change(v1: Any, stripe_server: StripeServer, prices: dict[str, Any], subscription: Any) -> None:
    stripe_server.advance(days=10)
    item = subscription["items"].data[0].id
    upgrade = {"items": [{"id": item, "price": prices["pro_monthly"].id}], "proration_behavior": "always_invoice"}
    v1.invoices.create_preview({"subscription": subscription.id, "subscription_details": upgrade})
    v1.invoices.create_preview({"subscription": subscription.id})
    stripe_server.next_payment("requires_action")
    update = {**upgrade, "payment_behavior": "pending_if_incomplete", "expand": ["latest_invoice.payments"]}
    assert v1.subscriptions.update(subscription.id, update).pending_update is not None
    stripe_server.advance(days=1)
    v1.subscriptions.update(subscription.id, update)
    schedule = v1.subscription_schedules.create({"from_subscription": subscription.id})
    running = {"items": [{"price": prices["pro_monthly"].id}], "start_date": schedule.phases[0].start_date}
    running["end_date"] = schedule.phases[0].end_date
    coming = {"items": [{"price": prices["plus_annual"].id, "quantity": 1}], "proration_behavior": "none"}
    v1.subscription_schedules.update(schedule.id, {"phases": [running, coming]})
    v1.subscription_schedules.retrieve(schedule.id, {"expand": ["subscription"]})
    v1.subscription_schedules.release(schedule.id)


def look_after_money(v1: Any, stripe_server: StripeServer, customer: Any, prices: dict[str, Any]) -> None:
    invoices = v1.invoices.list({"customer": customer.id, "expand": ["data.payments"]})
    invoice = next(each for each in invoices.data if each.status == "paid" and each.amount_paid > 0)
    v1.invoices.update(invoice.id, {"metadata": {"seen": "yes"}})
    v1.invoices.retrieve(invoice.id, {"expand": ["payments.data.payment.payment_intent", "discounts.source.coupon"]})
    payment = v1.invoice_payments.list({"invoice": invoice.id}).data[0]
    v1.invoice_payments.retrieve(payment.id)
    intent = v1.payment_intents.retrieve(payment.payment.payment_intent, {"expand": ["latest_charge.refunds"]})
    v1.payment_intents.list({"customer": customer.id})
    v1.charges.list({"payment_intent": intent.id})
    refund = v1.refunds.create({"payment_intent": intent.id, "amount": 100, "reason": "requested_by_customer"})
    dispute = stripe_server.dispute(intent.id)["id"]
    stripe_server.close_dispute(dispute, "won")
    v1.disputes.list({"payment_intent": intent.id})
    assert v1.disputes.retrieve(dispute).status == "won"
    v1.charges.retrieve(intent.latest_charge.id, {"expand": ["refunds"]})
    v1.refunds.update(refund.id, {"metadata": {"by": "an admin"}})
    v1.refunds.retrieve(refund.id)
    v1.refunds.list({"payment_intent": intent.id})
    owed = [stripe_server.subscribe(customer.id, prices["plus_monthly"].id, "declined") for _ in range(3)]
    first, second, third = (each["latest_invoice"] for each in owed)
    v1.invoices.pay(first)
    v1.invoices.void_invoice(second)
    v1.invoices.mark_uncollectible(third)


def end(v1: Any, stripe_server: StripeServer, customer: Any, prices: dict[str, Any], subscription: Any) -> None:
    made = v1.subscriptions.create({"customer": customer.id, "items": [{"price": prices["plus_monthly"].id}]})
    stripe_server.pause(made.id)
    v1.subscriptions.resume(made.id)
    v1.subscriptions.update(made.id, {"pause_collection": {"behavior": "void"}})
    v1.subscriptions.cancel(made.id, {"cancellation_details": {"comment": "no time"}})
    v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:9/", "enabled_events": ["x"], "api_version": "2026-10-28.endive"}
    )
    v1.webhook_endpoints.list()
    v1.events.retrieve(v1.events.list({"types": ["invoice.paid"]}).data[0].id)
    v1.customers.delete(customer.id)
    v1.customers.retrieve(customer.id)
