"""What becomes of a subscription: changes with and without payment, renewals, cards that fail, ends."""

from typing import Any

import pytest
import stripe

from tests.stripe_server import StripeServer

AT_ONCE = {"proration_behavior": "always_invoice", "payment_behavior": "pending_if_incomplete"}


def change(price: Any, subscription: Any) -> dict[str, Any]:
    """The parameters that put a subscription's item to another price."""
    return {"items": [{"id": subscription["items"].data[0].id, "price": price.id}]}


def price_of(subscription: Any) -> str:
    """The price that is paid."""
    return str(subscription["items"].data[0].price.id)


def kinds(server: StripeServer) -> list[str]:
    """The events of which somebody is told."""
    return [each["type"] for each in server.sent_events()]


def halfway(server: StripeServer, subscription: Any) -> None:
    """Move the clock to the middle of the period."""
    item = subscription["items"].data[0]
    server.advance((item.current_period_start + item.current_period_end) // 2 - server.now)


def test_an_upgrade_costs_what_its_preview_says(
    v1: Any, stripe_server: StripeServer, subscription: Any, prices: dict[str, Any]
) -> None:
    halfway(stripe_server, subscription)
    wanted = {**change(prices["pro_monthly"], subscription), "proration_behavior": "always_invoice"}
    preview = v1.invoices.create_preview({"subscription": subscription.id, "subscription_details": wanted})
    assert [(each.amount, each.description) for each in preview.lines.data] == [
        (-600, "Unused time on Plus"),
        (1200, "Remaining time on Pro"),
    ]

    changed = v1.subscriptions.update(subscription.id, {**wanted, **AT_ONCE, "expand": ["latest_invoice"]})

    assert (changed.latest_invoice.total, preview.total) == (600, 600)
    assert price_of(changed) == prices["pro_monthly"].id
    details = changed.latest_invoice.lines.data[0].parent.subscription_item_details
    assert details.proration


def test_an_unpaid_upgrade_waits_and_is_forgotten(
    v1: Any, stripe_server: StripeServer, subscription: Any, prices: dict[str, Any]
) -> None:
    stripe_server.next_payment("declined")
    update = {**change(prices["pro_monthly"], subscription), **AT_ONCE}
    waits = v1.subscriptions.update(subscription.id, update)
    assert (price_of(waits), waits.status) == (prices["plus_monthly"].id, "active")
    assert waits.pending_update.subscription_items[0].price.id == prices["pro_monthly"].id

    stripe_server.advance(days=1)

    now = v1.subscriptions.retrieve(subscription.id)
    assert (price_of(now), now.pending_update) == (prices["plus_monthly"].id, None)
    assert v1.invoices.retrieve(waits.latest_invoice).status == "void"
    assert kinds(stripe_server)[-3:] == [
        "invoice.voided",
        "customer.subscription.updated",
        "customer.subscription.pending_update_expired",
    ]


def test_an_upgrade_is_done_when_its_invoice_is_paid(
    v1: Any, stripe_server: StripeServer, subscription: Any, prices: dict[str, Any]
) -> None:
    stripe_server.next_payment("requires_action")
    update = {**change(prices["pro_monthly"], subscription), **AT_ONCE}
    waits = v1.subscriptions.update(subscription.id, update)

    v1.invoices.pay(waits.latest_invoice)

    now = v1.subscriptions.retrieve(subscription.id)
    assert (price_of(now), now.pending_update) == (prices["pro_monthly"].id, None)
    assert kinds(stripe_server)[-1] == "customer.subscription.pending_update_applied"


def test_what_cannot_wait_for_a_payment_is_refused(v1: Any, subscription: Any, prices: dict[str, Any]) -> None:
    update = {**change(prices["pro_monthly"], subscription), **AT_ONCE, "metadata": {"a": "b"}}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        v1.subscriptions.update(subscription.id, update)

    assert refused.value.param == "metadata"
    assert price_of(v1.subscriptions.retrieve(subscription.id)) == prices["plus_monthly"].id


def test_a_declined_change_may_be_refused_outright(
    v1: Any, stripe_server: StripeServer, subscription: Any, prices: dict[str, Any]
) -> None:
    stripe_server.next_payment("declined")
    update = {**change(prices["pro_monthly"], subscription), "proration_behavior": "always_invoice"}

    with pytest.raises(stripe.CardError) as refused:
        v1.subscriptions.update(subscription.id, {**update, "payment_behavior": "error_if_incomplete"})

    assert refused.value.code == "card_declined"
    assert price_of(v1.subscriptions.retrieve(subscription.id)) == prices["plus_monthly"].id


def test_a_year_begins_at_once(v1: Any, stripe_server: StripeServer, subscription: Any, prices: dict[str, Any]) -> None:
    halfway(stripe_server, subscription)
    update = {**change(prices["plus_annual"], subscription), **AT_ONCE, "expand": ["latest_invoice"]}

    changed = v1.subscriptions.update(subscription.id, update)

    item = changed["items"].data[0]
    assert changed.latest_invoice.total == 12000 - 600
    assert item.current_period_start == changed.billing_cycle_anchor >= stripe_server.now - 5
    assert item.current_period_end - item.current_period_start in (365 * 86400, 366 * 86400)


def test_what_is_given_back_pays_for_what_comes(
    v1: Any, stripe_server: StripeServer, subscription: Any, prices: dict[str, Any], customer: Any
) -> None:
    update = {**change(prices["plus_annual"], subscription), **AT_ONCE}
    yearly = v1.subscriptions.update(subscription.id, update)

    back = v1.subscriptions.update(
        subscription.id, {**change(prices["plus_monthly"], yearly), **AT_ONCE, "expand": ["latest_invoice"]}
    )

    assert back.latest_invoice.total < -10000
    assert (back.latest_invoice.amount_due, back.latest_invoice.status) == (0, "paid")
    assert v1.customers.retrieve(customer.id).balance == back.latest_invoice.total


def test_a_downgrade_is_scheduled_for_the_periods_end(
    v1: Any, stripe_server: StripeServer, subscription: Any, prices: dict[str, Any]
) -> None:
    v1.subscriptions.update(subscription.id, {**change(prices["pro_monthly"], subscription), **AT_ONCE})
    schedule = v1.subscription_schedules.create({"from_subscription": subscription.id})
    first = schedule.phases[0]
    running = {
        "items": [{"price": prices["pro_monthly"].id}],
        "start_date": first.start_date,
        "end_date": first.end_date,
    }
    coming = {"items": [{"price": prices["plus_monthly"].id}], "start_date": first.end_date}
    v1.subscription_schedules.update(schedule.id, {"phases": [running, coming], "proration_behavior": "none"})
    with pytest.raises(stripe.InvalidRequestError):
        v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    assert price_of(v1.subscriptions.retrieve(subscription.id)) == prices["pro_monthly"].id

    stripe_server.advance(first.end_date - stripe_server.now)

    now = v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (price_of(now), now.latest_invoice.total) == (prices["plus_monthly"].id, 1200)
    stripe_server.advance(days=32)
    assert v1.subscriptions.retrieve(subscription.id).schedule is None
    assert v1.subscription_schedules.retrieve(schedule.id).status == "released"


def test_a_schedule_may_be_released(v1: Any, subscription: Any) -> None:
    schedule = v1.subscription_schedules.create({"from_subscription": subscription.id})
    assert v1.subscriptions.retrieve(subscription.id).schedule == schedule.id

    released = v1.subscription_schedules.release(schedule.id)

    assert (released.status, released.released_subscription) == ("released", subscription.id)
    assert v1.subscriptions.retrieve(subscription.id).schedule is None
    with pytest.raises(stripe.InvalidRequestError):
        v1.subscription_schedules.release(schedule.id)


def test_a_month_is_renewed_by_the_calendar(v1: Any, stripe_server: StripeServer, subscription: Any) -> None:
    stripe_server.advance(days=365)

    invoices = v1.invoices.list({"subscription": subscription.id, "limit": 100}).data
    assert len(invoices) == 13
    assert {each.status for each in invoices} == {"paid"}
    assert {each.billing_reason for each in invoices} == {"subscription_create", "subscription_cycle"}
    since = {"created": {"gte": stripe_server.now - 40 * 86400}}
    assert len(v1.invoices.list({"subscription": subscription.id, **since}).data) in (1, 2)


def test_a_card_that_fails_is_tried_three_times_more(
    v1: Any, stripe_server: StripeServer, subscription: Any, customer: Any
) -> None:
    stripe_server.give_card(customer.id, "declined")
    end = subscription["items"].data[0].current_period_end
    stripe_server.advance(end - stripe_server.now)
    late = v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert (late.status, late.latest_invoice.status, late.latest_invoice.attempt_count) == ("past_due", "open", 1)
    assert late.latest_invoice.next_payment_attempt == end + 3 * 86400

    stripe_server.advance(days=5)
    assert v1.invoices.retrieve(late.latest_invoice.id).attempt_count == 3
    stripe_server.advance(days=2)

    now = v1.subscriptions.retrieve(subscription.id)
    assert (now.status, now.cancellation_details.reason) == ("canceled", "payment_failed")
    assert kinds(stripe_server).count("invoice.payment_failed") == 4
    assert kinds(stripe_server)[-1] == "customer.subscription.deleted"


def test_whoever_pays_late_is_active_again(
    v1: Any, stripe_server: StripeServer, subscription: Any, customer: Any
) -> None:
    stripe_server.rules.after_retries = "unpaid"
    stripe_server.give_card(customer.id, "declined")
    stripe_server.advance(days=40)
    owes = v1.subscriptions.retrieve(subscription.id)
    assert owes.status == "unpaid"
    with pytest.raises(stripe.CardError):
        v1.invoices.pay(owes.latest_invoice)

    stripe_server.give_card(customer.id)
    v1.invoices.pay(owes.latest_invoice)

    assert v1.subscriptions.retrieve(subscription.id).status == "active"


def test_an_end_is_planned_and_taken_back(v1: Any, stripe_server: StripeServer, subscription: Any) -> None:
    end = subscription["items"].data[0].current_period_end
    planned = v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    assert (planned.cancel_at, planned.cancel_at_period_end, planned.status) == (end, True, "active")
    kept = v1.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
    assert (kept.cancel_at, kept.canceled_at) == (None, None)
    v1.subscriptions.update(subscription.id, {"cancel_at": end})
    assert v1.subscriptions.update(subscription.id, {"cancel_at": ""}).cancel_at is None
    v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})

    stripe_server.advance(end - stripe_server.now)

    ended = v1.subscriptions.retrieve(subscription.id)
    assert (ended.status, ended.ended_at) == ("canceled", end)
    assert len(v1.invoices.list({"subscription": subscription.id}).data) == 1


def test_what_ended_is_listed_only_when_asked_for(v1: Any, subscription: Any, customer: Any) -> None:
    v1.subscriptions.cancel(subscription.id)

    assert v1.subscriptions.list({"customer": customer.id}).data == []
    assert [each.status for each in v1.subscriptions.list({"customer": customer.id, "status": "all"}).data] == [
        "canceled"
    ]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        v1.subscriptions.cancel(subscription.id)
    assert refused.value.code == "resource_missing"
    with pytest.raises(stripe.InvalidRequestError):
        v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})


@pytest.mark.parametrize(("behavior", "status"), [("void", "void"), ("mark_uncollectible", "uncollectible")])
def test_collecting_may_be_paused(
    v1: Any, stripe_server: StripeServer, subscription: Any, behavior: str, status: str
) -> None:
    v1.subscriptions.update(subscription.id, {"pause_collection": {"behavior": behavior}})
    stripe_server.advance(days=32)

    found = v1.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})

    assert (found.status, found.latest_invoice.status) == ("active", status)
    assert v1.subscriptions.update(subscription.id, {"pause_collection": ""}).pause_collection is None
