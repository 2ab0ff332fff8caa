"""Events are hints: whatever they say, however late, the books end as Stripe has them, or say what is wrong."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from kaiwa.accounts.deleting import delete_account
from kaiwa.billing.customers import ensure_customer
from kaiwa.billing.jobs import find_due_events, process_event
from kaiwa.billing.receiving import TRIED_FOR, retry_event
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import BillingChange, BillingEvent, Subscription, Tier, User
from kaiwa.models.subscriptions import EventState
from kaiwa.queue import enqueue
from tests.billing.shop import Shop
from tests.jobs import do_jobs
from tests.stripe_server.customers import delete_customer

DAY = 86400


def sweep(shop: Shop) -> None:
    """What the workers do by themselves from time to time."""
    with shop.app.app_context():
        enqueue(db.session(), find_due_events, timestamp=0)
        db.session.commit()
    do_jobs(shop.app)


def lines(shop: Shop, what: str) -> list[BillingChange]:
    with shop.app.app_context():
        query = select(BillingChange).where(BillingChange.what == what).order_by(BillingChange.id)
        return list(db.session.scalars(query))


def test_each_change_has_a_line_that_names_its_event(shop: Shop) -> None:
    number = shop.subscribe("plus")
    shop.tell()
    shop.payments.set_cancel_at_period_end(number, is_to_end=True, key="1")
    updated = shop.events("customer.subscription.updated")[-1]
    shop.tell([updated])
    (begun,) = lines(shop, "subscription.begun")
    assert (begun.actor, begun.before, begun.user_id) == ("stripe", None, shop.mia)
    assert begun.after is not None
    assert (begun.after["tier"], begun.after["status"]) == ("plus", "active")
    changed = lines(shop, "subscription.changed")[-1]
    assert (changed.event_id, changed.subscription_id) == (updated["id"], shop.subscriptions()[0].id)
    assert changed.before is not None and changed.after is not None
    assert changed.before["ends_at"] is None
    assert changed.after["ends_at"] == shop.subscriptions()[0].current_period_end.isoformat()


def test_an_event_that_comes_late_tells_nothing_old(shop: Shop) -> None:
    number = shop.subscribe("plus")
    early = shop.stripe.sent_events()
    shop.payments.cancel_now(number)
    shop.tell(shop.events("customer.subscription.deleted"))
    assert shop.tier() == "free"
    shop.tell(early)
    assert shop.tier() == "free"
    assert [row.status for row in shop.subscriptions()] == ["canceled"]


def test_a_price_that_is_none_of_ours_is_an_alarm_and_never_a_downgrade(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    number = shop.subscribe("plus")
    shop.tell()
    product = shop.payments.find_or_create_product("other", "Something else")
    other = shop.payments.create_price(product, "other", 700, "usd", "month")
    item = shop.stripe.world.by_id[number]["items"]["data"][0]
    item["price"] = other.id
    shop.tell([shop_event(shop, number)])
    (row,) = shop.subscriptions()
    assert (row.tier_id, row.has_unknown_price, row.stripe_price_id) == ("plus", True, other.id)
    assert shop.tier() == "plus"
    assert f"none of ours: {other.id}" in caplog.text


def test_a_price_that_a_plan_had_before_is_still_known(shop: Shop) -> None:
    shop.subscribe("plus")
    with shop.app.app_context():
        db.session.get_one(Tier, "plus").stripe_price_id_monthly = "price_of_now"
        db.session.commit()
    shop.tell()
    (row,) = shop.subscriptions()
    assert (row.tier_id, row.interval, row.has_unknown_price) == ("plus", "month", False)


def test_a_status_that_is_new_leaves_the_books_alone(shop: Shop) -> None:
    number = shop.subscribe("plus")
    shop.tell()
    shop.stripe.world.by_id[number]["status"] = "hibernating"
    event = shop_event(shop, number)
    shop.tell([event])
    assert [row.status for row in shop.subscriptions()] == ["active"]
    kept = shop.kept(event)
    assert (kept.state, kept.attempts) == (EventState.WAITING, 1)
    assert kept.last_error == "Stripe has a status that is not known here: hibernating"


def test_what_failed_is_tried_again_later_and_later_and_at_last_by_an_admin(shop: Shop) -> None:
    number = shop.subscribe("plus")
    event = shop.stripe.sent_events()[0]
    shop.stripe.world.by_id[number]["status"] = "hibernating"
    shop.tell([event])
    waits = []
    for _ in range(12):
        kept = shop.kept(event)
        waits.append(round((kept.due_at - at(shop)).total_seconds()))
        shop.stripe.advance(max(1, waits[-1] + 1))
        with shop.app.app_context():
            process_event(event["id"])
    assert [abs(wait - 10 * 2**n) < 3 for n, wait in enumerate(waits[:8])] == [True] * 8
    assert 3590 < waits[-1] <= 3600
    shop.stripe.advance(int(TRIED_FOR.total_seconds()))
    with shop.app.app_context():
        process_event(event["id"])
    assert shop.kept(event).state is EventState.FAILED
    shop.stripe.advance(days=1)
    sweep(shop)
    assert shop.kept(event).attempts == 14
    shop.stripe.world.by_id[number]["status"] = "active"
    with shop.app.app_context():
        assert retry_event(db.session(), db.session.get_one(BillingEvent, event["id"]), process_event, now())
        db.session.commit()
    do_jobs(shop.app)
    assert (shop.kept(event).state, shop.kept(event).last_error) == (EventState.DONE, None)
    assert shop.tier() == "plus"


def test_while_stripe_is_away_nothing_is_lost(shop: Shop) -> None:
    shop.subscribe("plus")
    event = shop.stripe.sent_events()[0]
    shop.stripe.fail_next("500", path="/v1/subscriptions", times=3)
    shop.tell([event])
    kept = shop.kept(event)
    assert (kept.state, kept.attempts) == (EventState.WAITING, 1)
    assert "Stripe" not in (kept.last_error or "").replace("Stripe refused", "")
    shop.stripe.advance(11)
    sweep(shop)
    assert shop.kept(event).state is EventState.DONE
    assert shop.tier() == "plus"


def test_a_job_that_was_lost_is_made_anew(shop: Shop) -> None:
    shop.subscribe("plus")
    event = shop.stripe.sent_events()[0]
    assert shop.send(event) == 200
    with shop.app.app_context():
        db.session.execute(text("DELETE FROM procrastinate_jobs"))
        db.session.commit()
    sweep(shop)
    assert shop.kept(event).state is EventState.WAITING
    shop.stripe.advance(121)
    sweep(shop)
    assert shop.kept(event).state is EventState.DONE


def test_an_event_that_has_a_job_is_given_no_second_one(shop: Shop) -> None:
    shop.subscribe("plus")
    event = shop.stripe.sent_events()[0]
    assert shop.send(event) == 200
    shop.stripe.advance(121)
    sweep(shop)
    assert shop.kept(event).state is EventState.DONE


def test_a_customer_whom_nobody_is_waits_until_somebody_is(shop: Shop) -> None:
    customer = shop.payments.create_customer(str(uuid4()), "new@example.org")
    shop.stripe.subscribe(customer, shop.price("plus"))
    events = [each for each in shop.stripe.sent_events() if each["data"]["object"].get("customer") == customer]
    shop.tell(events)
    assert {shop.kept(each).state for each in events} == {EventState.KEPT}
    with shop.app.app_context():
        user = User(email="new@example.org", stripe_customer_id=customer)
        db.session.add(user)
        db.session.commit()
        user_id = user.id
    shop.stripe.advance(11)
    sweep(shop)
    assert {shop.kept(each).state for each in events} == {EventState.DONE}
    assert {shop.kept(each).user_id for each in events} == {user_id}
    assert [payment.user_id for payment in shop.paid()] == [user_id]


def test_a_customer_that_was_not_written_down_is_found_by_what_our_checkout_left(shop: Shop) -> None:
    shop.subscribe("plus")
    with shop.app.app_context():
        db.session.get_one(User, shop.mia).stripe_customer_id = None
        db.session.commit()
    shop.tell()
    assert shop.tier() == "plus"
    with shop.app.app_context():
        assert db.session.get_one(User, shop.mia).stripe_customer_id == shop.customer


def test_what_anybody_may_write_into_metadata_takes_nobodys_place(shop: Shop) -> None:
    customer = shop.payments.create_customer(str(uuid4()), None)
    with shop.app.app_context():
        db.session.get_one(User, shop.mia).stripe_customer_id = None
        db.session.commit()
    shop.stripe.subscribe(customer, shop.price("plus"), metadata={"user_id": str(shop.mia)})
    shop.tell()
    with shop.app.app_context():
        assert db.session.get_one(User, shop.mia).stripe_customer_id != customer


def test_what_is_given_back_is_counted_whatever_comes_of_it(shop: Shop) -> None:
    shop.subscribe("plus")
    shop.tell()
    intent = shop.paid()[0].stripe_payment_intent_id or ""
    shop.payments.create_refund(intent, 500, key="a", reason="")
    shop.tell()
    assert [(each.refunded_cents, each.status) for each in shop.paid()] == [(500, "succeeded")]
    shop.stripe.rules.refund_status = "pending"
    refund = shop.payments.create_refund(intent, 1000, key="b", reason="")
    shop.tell()
    assert shop.paid()[0].refunded_cents == 500
    shop.stripe.finish_refund(refund.id)
    shop.tell()
    assert [(each.refunded_cents, each.status) for each in shop.paid()] == [(1500, "refunded")]
    shop.stripe.finish_refund(refund.id, "failed")
    shop.tell()
    assert [(each.refunded_cents, each.status) for each in shop.paid()] == [(500, "succeeded")]


def test_a_dispute_is_seen_while_it_is_open(shop: Shop) -> None:
    shop.subscribe("plus")
    shop.tell()
    dispute = shop.stripe.dispute(shop.paid()[0].stripe_payment_intent_id or "")
    shop.tell()
    assert shop.paid()[0].is_disputed
    shop.stripe.close_dispute(dispute["id"], "lost")
    shop.tell()
    assert not shop.paid()[0].is_disputed


def test_a_refund_that_comes_before_its_payment_brings_it_along(shop: Shop) -> None:
    shop.subscribe("plus")
    intent = next(shop.payments.list_invoices()).payment_intent_id or ""
    shop.payments.create_refund(intent, 1500, key="a", reason="")
    shop.tell(shop.events("refund.created"))
    assert [(each.status, each.user_id, each.refunded_cents) for each in shop.paid()] == [("refunded", shop.mia, 1500)]


def test_owing_for_months_is_owing_since_the_first_of_them(shop: Shop) -> None:
    shop.stripe.rules.after_retries = "past_due"
    number = shop.subscribe("plus")
    shop.stripe.next_payment("declined", times=50)
    shop.stripe.advance(days=31)
    shop.tell()
    since = shop.subscriptions()[0].unpaid_since
    assert since is not None
    assert shop.tier() == "plus"
    shop.stripe.advance(days=31)
    shop.tell()
    row = shop.subscriptions()[0]
    assert (row.stripe_subscription_id, row.status, row.unpaid_since) == (number, "past_due", since)
    assert shop.tier() == "free"


def test_a_customer_deleted_at_stripe_has_nothing_any_more(shop: Shop) -> None:
    shop.subscribe("plus")
    shop.tell()
    with shop.stripe.world.lock:
        delete_customer(shop.stripe.world, {}, shop.customer)
    shop.tell()
    assert [row.status for row in shop.subscriptions()] == ["canceled"]
    assert shop.tier() == "free"
    with shop.app.app_context():
        mia = db.session.get_one(User, shop.mia)
        assert mia.stripe_customer_id is None
        # whoever buys again is another customer, and not the deleted one, which the same key would still give
        again = ensure_customer(db.session(), shop.payments, mia, now())
        db.session.commit()
    assert again != shop.customer
    assert shop.payments.find_user_id(again) == str(shop.mia)


def test_a_deleted_account_leaves_its_payments_and_later_events_find_them(shop: Shop) -> None:
    number = shop.subscribe("plus")
    shop.tell()
    with shop.app.app_context():
        delete_account(db.session(), db.session.get_one(User, shop.mia))
        db.session.commit()
    shop.payments.create_refund(shop.paid()[0].stripe_payment_intent_id or "", 1500, key="a", reason="")
    shop.payments.cancel_now(number)
    shop.tell()
    assert [(each.status, each.user_id) for each in shop.paid()] == [("refunded", None)]
    with shop.app.app_context():
        open_ones = select(BillingEvent.type, BillingEvent.state).where(BillingEvent.processed_at.is_(None))
        assert db.session.execute(open_ones).all() == []
        assert list(db.session.scalars(select(Subscription))) == []


def shop_event(shop: Shop, number: str) -> dict[str, object]:
    """That something happened to a subscription."""
    event = shop.stripe.emit("customer.subscription.updated", number)
    return shop.stripe.world.by_id[event]


def at(shop: Shop) -> datetime:
    return datetime.fromtimestamp(shop.stripe.now, UTC)
