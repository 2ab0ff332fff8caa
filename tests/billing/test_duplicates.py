"""Of several subscriptions the oldest is the one; what is paid beside it is ended and given back, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from kaiwa.billing.duplicates import find_duplicates
from kaiwa.billing.ending_duplicates import end_duplicate
from kaiwa.billing.jobs import process_event
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.gateways.payment_facts import PaymentsUnavailable, SubscriptionFacts
from tests.billing.shop import Shop

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ANY = SubscriptionFacts(
    id="",
    customer_id="cus_1",
    item_id="si_1",
    price_id="price_1",
    status="active",
    interval="month",
    created_at=BEGAN,
    current_period_start=BEGAN,
    current_period_end=BEGAN + 30 * DAY,
    cancel_at_period_end=False,
    ends_at=None,
    canceled_at=None,
    ended_at=None,
    trial_end=None,
    owed_invoice_at=None,
    latest_invoice_id=None,
    schedule_id=None,
    scheduled_price_id=None,
    scheduled_at=None,
    has_pending_update=False,
    metadata={},
)


def lived(name: str, began: int, ended: int | None, status: str = "active") -> SubscriptionFacts:
    """A subscription from one day to another."""
    end = None if ended is None else BEGAN + ended * DAY
    return replace(ANY, id=name, created_at=BEGAN + began * DAY, ended_at=end, status="canceled" if end else status)


@pytest.mark.parametrize(
    ("lives", "duplicates"),
    [
        ([], set()),
        ([lived("a", 0, None)], set()),
        ([lived("a", 0, None), lived("b", 1, None)], {"b"}),
        ([lived("a", 0, None, "past_due"), lived("b", 1, None)], {"b"}),
        ([lived("a", 0, None, "incomplete"), lived("b", 1, None)], set()),
        ([lived("a", 0, None, "incomplete_expired"), lived("b", 1, None)], set()),
        ([lived("a", 0, None), lived("b", 1, 2)], {"b"}),
        ([lived("a", 0, 3), lived("b", 1, None)], set()),
        ([lived("a", 0, 5), lived("b", 1, 2)], {"b"}),
        ([lived("a", 0, 5), lived("b", 1, 2), lived("c", 3, None)], {"b"}),
        ([lived("a", 0, 1), lived("b", 1, None)], set()),
        ([lived("a", 0, 5), lived("b", 1, 2), lived("c", 3, 4), lived("d", 4, None)], {"b", "c"}),
        ([lived("a", 0, None), lived("b", 0, None)], {"b"}),
    ],
)
def test_one_too_many_is_who_lived_while_an_older_one_did(lives: list[SubscriptionFacts], duplicates: set[str]) -> None:
    for order in permutations(lives):
        assert find_duplicates(order) == duplicates


def test_a_second_one_is_ended_and_given_back_and_its_row_kept(shop: Shop) -> None:
    first = shop.subscribe("plus")
    shop.stripe.advance(60)
    second = shop.subscribe("premium")
    shop.tell()
    shop.tell()
    rows = [(row.stripe_subscription_id, row.status, row.is_duplicate) for row in shop.subscriptions()]
    assert rows == [(first, "active", False), (second, "canceled", True)]
    assert [(each.amount_cents, each.status) for each in shop.paid()] == [(1500, "succeeded"), (2900, "refunded")]
    assert shop.tier() == "plus"
    assert len(shop.stripe.world.all("refund")) == 1


def test_it_is_given_back_once_whatever_dies_meanwhile(shop: Shop) -> None:
    shop.subscribe("plus")
    shop.stripe.advance(60)
    shop.subscribe("premium")
    for event in shop.stripe.sent_events()[:-1]:
        shop.send(event)
    with shop.app.app_context():
        for event in shop.stripe.sent_events():
            process_event(event["id"])
    second = next(row for row in shop.subscriptions() if row.is_duplicate)
    for _ in range(2):
        with shop.app.app_context():
            # its worker dies after Stripe has done it, and before it is written down
            end_duplicate(db.session(), shop.payments, second.id, now())
            db.session.rollback()
    with shop.app.app_context():
        shop.stripe.fail_next("500", path="/v1/subscriptions", times=3)
        with pytest.raises(PaymentsUnavailable):
            end_duplicate(db.session(), shop.payments, second.id, now())
        db.session.rollback()
        assert end_duplicate(db.session(), shop.payments, second.id, now()) == 0
        assert end_duplicate(db.session(), shop.payments, uuid4(), now()) == 0
        db.session.commit()
    assert [each["amount"] for each in shop.stripe.world.all("refund")] == [2900]
    assert [each.refunded_cents for each in shop.paid()] == [0, 2900]


def test_the_second_one_stays_where_the_first_one_has_ended_meanwhile(shop: Shop) -> None:
    first = shop.subscribe("plus")
    shop.stripe.advance(60)
    second = shop.subscribe("premium")
    for event in shop.stripe.sent_events():
        shop.send(event)
    with shop.app.app_context():
        for event in shop.stripe.sent_events():
            process_event(event["id"])
    assert [row.is_duplicate for row in shop.subscriptions()] == [False, True]
    shop.payments.cancel_now(first)
    shop.tell()
    assert [(row.stripe_subscription_id, row.is_duplicate) for row in shop.subscriptions() if row.is_live] == [
        (second, False)
    ]
    assert shop.tier() == "premium"
    assert shop.stripe.world.all("refund") == []
