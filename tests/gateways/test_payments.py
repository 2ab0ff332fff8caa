"""What Kaiwa asks of Stripe, over real HTTP against the stand-in: each method, and what it reads from the answer."""

from datetime import UTC, datetime, timedelta

import pytest

from kaiwa.gateways.payment_facts import PaymentFault, PriceFacts, SubscriptionFacts, UnknownObject
from kaiwa.gateways.payments import Payments
from tests.gateways.conftest import MakePayments, count
from tests.stripe_server import StripeServer

Sold = dict[str, PriceFacts]
DAY = timedelta(days=1)


@pytest.fixture
def customer(payments: Payments) -> str:
    return payments.create_customer("mia-id", "mia@example.org")


def begin(server: StripeServer, payments: Payments, customer: str, price: PriceFacts) -> SubscriptionFacts:
    """A subscription of somebody, paid."""
    return payments.get_subscription(server.subscribe(customer, price.id)["id"])


def checkout(payments: Payments, customer: str, price: PriceFacts, *, trial_days: int = 0, key: str = "k") -> str:
    """A Checkout session's id."""
    made = payments.create_checkout(
        customer,
        price.id,
        user_id="mia-id",
        back="https://kaiwa.example/billing/return?session={CHECKOUT_SESSION_ID}",
        away="https://kaiwa.example/pricing",
        trial_days=trial_days,
        key=key,
    )
    return made.id


def test_a_person_has_one_customer(stripe_server: StripeServer, payments: Payments) -> None:
    first = payments.create_customer("mia-id", "mia@example.org")
    again = payments.create_customer("mia-id", "mia@example.org")
    assert first == again
    # the address changed before the id was stored
    assert payments.create_customer("mia-id", "new@example.org") == first
    assert count(stripe_server, "customer") == 1
    assert count(stripe_server, "customer", email="new@example.org") == 1
    assert payments.create_customer("yuki-id", None) != first


def test_a_customer_leads_back_to_their_person(stripe_server: StripeServer, payments: Payments, customer: str) -> None:
    assert payments.find_user_id(customer) == "mia-id"
    stripe_server.world.by_id[customer]["metadata"] = {}
    assert payments.find_user_id(customer) is None
    with pytest.raises(UnknownObject):
        payments.find_user_id("cus_nobody")


def test_prices_are_made_once_and_found_by_our_name(
    stripe_server: StripeServer, payments: Payments, sold: Sold
) -> None:
    plus = sold["plus"]
    assert (plus.amount_cents, plus.currency, plus.interval, plus.is_active) == (1500, "usd", "month", True)
    assert payments.find_price("kaiwa_plus_month") == plus == payments.get_price(plus.id)
    assert payments.find_price("kaiwa_free_month") is None
    assert payments.find_or_create_product("plus", "Another name") == plus.product_id
    assert payments.create_price(plus.product_id, "kaiwa_plus_month", 1500, "usd", "month") == plus
    assert (count(stripe_server, "product"), count(stripe_server, "price")) == (2, 3)


def test_a_price_that_comes_back_is_not_the_old_answer_again(payments: Payments, sold: Sold) -> None:
    product = sold["plus"].product_id
    dearer = payments.create_price(product, "kaiwa_plus_month", 1800, "usd", "month")
    assert payments.find_price("kaiwa_plus_month") == dearer
    assert payments.get_price(sold["plus"].id).lookup_key is None
    back = payments.create_price(product, "kaiwa_plus_month", 1500, "usd", "month")
    assert payments.find_price("kaiwa_plus_month") == back
    assert back.id not in (dearer.id, sold["plus"].id)


def test_a_checkout_is_paid_and_becomes_a_subscription(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    number = checkout(payments, customer, sold["plus"], trial_days=7)
    session = payments.get_checkout(number)
    assert (session.status, session.customer_id, session.price_id) == ("open", customer, sold["plus"].id)
    assert session.url and session.subscription_id is None
    assert session.expires_at > datetime.now(UTC)
    assert [each.id for each in payments.list_open_checkouts(customer)] == [number]
    # the same form sent twice
    assert checkout(payments, customer, sold["plus"], trial_days=7) == number
    stripe_server.pay(number)
    done = payments.get_checkout(number)
    assert (done.status, done.url) == ("complete", None)
    assert payments.list_open_checkouts(customer) == []
    [subscription] = payments.list_subscriptions(customer)
    assert subscription.id == done.subscription_id
    assert (subscription.status, subscription.price_id, subscription.interval) == ("trialing", sold["plus"].id, "month")
    assert subscription.metadata == {"user_id": "mia-id"}
    assert subscription.trial_end == subscription.current_period_end
    assert subscription.ends_at is None and subscription.schedule_id is None and not subscription.has_pending_update


def test_a_checkout_is_expired_once(stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold) -> None:
    number = checkout(payments, customer, sold["plus"])
    payments.expire_checkout(number)
    assert payments.get_checkout(number).status == "expired"
    payments.expire_checkout(number)
    paid = checkout(payments, customer, sold["plus"], key="another")
    stripe_server.pay(paid)
    payments.expire_checkout(paid)
    assert payments.get_checkout(paid).status == "complete"
    with pytest.raises(UnknownObject):
        payments.expire_checkout("cs_unknown")


def test_taxes_are_asked_for_where_they_are_switched_on(
    stripe_server: StripeServer, make_payments: MakePayments, payments: Payments, customer: str, sold: Sold
) -> None:
    taxed = checkout(make_payments(STRIPE_TAX="true"), customer, sold["plus"])
    assert stripe_server.world.by_id[taxed]["automatic_tax"]["enabled"]
    plain = checkout(payments, customer, sold["plus"], key="another")
    assert not stripe_server.world.by_id[plain]["automatic_tax"]["enabled"]


def test_the_portal_has_an_address(stripe_server: StripeServer, payments: Payments, customer: str) -> None:
    assert payments.create_portal(customer, "https://kaiwa.example/billing").startswith(stripe_server.url)
    with pytest.raises(UnknownObject):
        payments.create_portal("cus_nobody", "https://kaiwa.example/billing")


def test_an_upgrade_costs_what_its_preview_said(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    before = begin(stripe_server, payments, customer, sold["plus"])
    stripe_server.advance(days=10)
    preview = payments.preview_change(before, sold["premium"])
    assert 0 < preview.due_now_cents < 2500
    assert (preview.renewal_cents, preview.currency, preview.renews_at) == (2500, "usd", before.current_period_end)
    after = payments.change_price(before, sold["premium"].id, key="up")
    assert (after.status, after.price_id, after.has_pending_update) == ("active", sold["premium"].id, False)
    assert after.latest_invoice_id is not None
    invoice = payments.get_invoice(after.latest_invoice_id)
    # seconds pass between the two
    assert invoice.amount_cents == pytest.approx(preview.due_now_cents, abs=2)
    assert (invoice.status, invoice.subscription_id, invoice.customer_id) == ("paid", before.id, customer)
    # sent twice
    payments.change_price(before, sold["premium"].id, key="up")
    assert len(list(payments.list_invoices(customer_id=customer))) == 2


def test_a_refused_upgrade_changes_nothing_yet(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    before = begin(stripe_server, payments, customer, sold["plus"])
    stripe_server.advance(days=1)
    stripe_server.next_payment("declined")
    after = payments.change_price(before, sold["premium"].id, key="up")
    assert (after.status, after.price_id, after.has_pending_update) == ("active", sold["plus"].id, True)


def test_a_year_begins_at_once(stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold) -> None:
    before = begin(stripe_server, payments, customer, sold["plus"])
    preview = payments.preview_change(before, sold["year"])
    assert preview.renews_at > datetime.now(UTC) + 360 * DAY
    after = payments.change_price(before, sold["year"].id, key="year")
    assert (after.interval, after.price_id) == ("year", sold["year"].id)
    assert after.current_period_end - after.current_period_start > 360 * DAY


def test_a_downgrade_waits_for_the_periods_end(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    before = begin(stripe_server, payments, customer, sold["premium"])
    payments.schedule_price(before, sold["plus"].id, key="down")
    payments.schedule_price(before, sold["plus"].id, key="down")
    waiting = payments.get_subscription(before.id)
    assert (waiting.price_id, waiting.scheduled_price_id) == (sold["premium"].id, sold["plus"].id)
    assert waiting.scheduled_at == before.current_period_end
    # another choice takes its place
    payments.schedule_price(waiting, sold["year"].id, key="down again")
    assert payments.get_subscription(before.id).scheduled_price_id == sold["year"].id
    assert waiting.schedule_id is not None
    payments.release_schedule(waiting.schedule_id, key="keep")
    kept = payments.get_subscription(before.id)
    assert (kept.schedule_id, kept.scheduled_price_id, kept.price_id) == (None, None, sold["premium"].id)
    payments.schedule_price(kept, sold["plus"].id, key="down at last")
    stripe_server.advance(days=32)
    after = payments.get_subscription(before.id)
    assert (after.price_id, after.scheduled_price_id) == (sold["plus"].id, None)


def test_a_downgrade_leaves_the_trial_as_it_is(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    number = checkout(payments, customer, sold["premium"], trial_days=7)
    trial = payments.get_subscription(stripe_server.pay(number)["id"])
    payments.schedule_price(trial, sold["plus"].id, key="down")
    after = payments.get_subscription(trial.id)
    assert (after.status, after.trial_end, after.scheduled_price_id) == ("trialing", trial.trial_end, sold["plus"].id)
    assert after.schedule_id is not None
    running = stripe_server.world.by_id[after.schedule_id]["phases"][0]
    assert trial.trial_end is not None
    assert running["trial_end"] == int(trial.trial_end.timestamp())


def test_ending_and_going_on(stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold) -> None:
    before = begin(stripe_server, payments, customer, sold["plus"])
    ending = payments.set_cancel_at_period_end(before.id, is_to_end=True, key="end")
    assert (ending.cancel_at_period_end, ending.ends_at) == (True, before.current_period_end)
    assert payments.set_cancel_at_period_end(before.id, is_to_end=True, key="end") == ending
    going_on = payments.set_cancel_at_period_end(before.id, is_to_end=False, key="on")
    assert (going_on.cancel_at_period_end, going_on.ends_at, going_on.status) == (False, None, "active")
    # the same form again, when there is nothing left to change
    assert payments.set_cancel_at_period_end(before.id, is_to_end=False, key="on") == going_on


def test_going_on_after_an_end_that_the_portal_set(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    before = begin(stripe_server, payments, customer, sold["plus"])
    row = stripe_server.world.by_id[before.id]
    row["cancel_at"], row["cancel_at_period_end"] = int(before.current_period_end.timestamp()), False
    assert payments.get_subscription(before.id).ends_at == before.current_period_end
    assert payments.set_cancel_at_period_end(before.id, is_to_end=False, key="on").ends_at is None


def test_ending_drops_a_change_that_waits(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    before = begin(stripe_server, payments, customer, sold["premium"])
    payments.schedule_price(before, sold["plus"].id, key="down")
    ending = payments.set_cancel_at_period_end(before.id, is_to_end=True, key="end")
    assert (ending.ends_at, ending.schedule_id) == (before.current_period_end, None)


def test_ending_now(stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold) -> None:
    before = begin(stripe_server, payments, customer, sold["plus"])
    payments.cancel_now(before.id)
    payments.cancel_now(before.id)
    after = payments.get_subscription(before.id)
    assert after.status == "canceled"
    assert after.ended_at is not None and after.canceled_at is not None
    # ended ones are listed too, the oldest first
    stripe_server.advance(1)
    second = begin(stripe_server, payments, customer, sold["plus"])
    assert [each.id for each in payments.list_subscriptions(customer)] == [before.id, second.id]


def test_what_is_owed_is_seen(stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold) -> None:
    before = begin(stripe_server, payments, customer, sold["plus"])
    stripe_server.give_card(customer, "declined")
    stripe_server.advance(days=32)
    after = payments.get_subscription(before.id)
    assert after.status == "past_due"
    assert after.latest_invoice_id is not None
    invoice = payments.get_invoice(after.latest_invoice_id)
    assert (invoice.status, invoice.amount_cents, invoice.paid_at) == ("open", 1500, None)
    assert invoice.attempts >= 1
    assert after.owed_invoice_at == invoice.created_at


def test_invoices_are_listed_for_one_and_for_all(
    stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold
) -> None:
    other = payments.create_customer("yuki-id", None)
    for each in (customer, other):
        begin(stripe_server, payments, each, sold["plus"])
    [invoice] = payments.list_invoices(customer_id=customer)
    assert (invoice.status, invoice.amount_cents, invoice.currency) == ("paid", 1500, "usd")
    assert invoice.payment_intent_id and invoice.paid_at and invoice.number and invoice.pdf_url
    assert payments.find_invoice_id(invoice.payment_intent_id) == invoice.id
    assert len(list(payments.list_invoices())) == 2
    assert list(payments.list_invoices(since=datetime.now(UTC) + DAY)) == []
    assert payments.find_invoice_id("pi_unknown") is None


def test_a_refund_is_given_once(stripe_server: StripeServer, payments: Payments, customer: str, sold: Sold) -> None:
    begin(stripe_server, payments, customer, sold["plus"])
    [invoice] = payments.list_invoices(customer_id=customer)
    intent = invoice.payment_intent_id
    assert intent is not None
    refund = payments.create_refund(intent, 500, key="r1", reason="The sound was bad")
    assert (refund.amount_cents, refund.status, refund.currency, refund.key) == (500, "succeeded", "usd", "r1")
    assert payments.create_refund(intent, 500, key="r1", reason="The sound was bad") == refund
    assert payments.list_refunds(intent) == [refund]
    with pytest.raises(PaymentFault):
        payments.create_refund(intent, 1001, key="r2", reason="too much")
    payments.create_refund(intent, 1000, key="r3", reason="the rest")
    with pytest.raises(PaymentFault):
        payments.create_refund(intent, 1, key="r4", reason="more than all")
    assert sum(each.amount_cents for each in payments.list_refunds(intent)) == 1500


def test_a_page_more_is_read_to_its_end(stripe_server: StripeServer, payments: Payments, sold: Sold) -> None:
    customer = payments.create_customer("mia-id", None)
    for _ in range(101):
        stripe_server.subscribe(customer, sold["plus"].id)
    assert len({each.id for each in payments.list_subscriptions(customer)}) == 101
    assert len({each.id for each in payments.list_invoices(customer_id=customer)}) == 101
