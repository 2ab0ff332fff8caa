"""The same story, told in any order, twice, late, two at once and with crashes, ends in the same books."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import delete, select, text

from kaiwa.billing.checking import check_books
from kaiwa.billing.jobs import process_event
from kaiwa.billing.processing import process_event as process
from kaiwa.billing.receiving import LOST_AFTER, defer_due_events
from kaiwa.billing.reconciling import sync_books
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import BillingChange, BillingEvent, Payment, Subscription, User
from tests.billing.shop import Shop
from tests.billing.story import STEPS, Remembered, Story
from tests.conftest import MakeApp

# STORY_ORDERS=1000 for the long run
ORDERS = int(os.environ.get("STORY_ORDERS", "20"))
MOST_EVENTS = 80
NOT_COMPARED = {"id", "user_id", "created_at", "updated_at", "stripe_updated_at"}
Books = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Fate:
    """How an event comes: so many steps late, so often, and what dies meanwhile; `together` with the one after it."""

    late: int
    copies: int
    dies: str
    together: bool


FATES = st.builds(
    Fate,
    late=st.one_of(st.just(0), st.integers(0, 3), st.integers(0, len(STEPS))),
    copies=st.sampled_from((1, 1, 1, 2, 3)),
    dies=st.sampled_from(("never", "never", "never", "never", "before", "within")),
    together=st.booleans(),
)


@dataclass
class Told:
    """A story that was told, and another application of the same shop to which it is told again."""

    story: Story
    shop: Shop
    remembered: Remembered
    wanted: Books

    def go_to(self, moment: int) -> None:
        self.remembered.moment = moment
        self.story.moments[moment].bring_back(self.shop.stripe)


@pytest.fixture
def told(shop: Shop, make_app: MakeApp) -> Told:
    story = Story(shop).tell()
    remembered = Remembered(shop.payments)
    clock = shop.app.extensions["kaiwa.clock"]
    app = make_app(shop.app.extensions["kaiwa.settings"], clock=clock, payments=remembered)
    return Told(story, replace(shop, app=app), remembered, read(shop))


@settings(
    max_examples=ORDERS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    fates=st.lists(FATES, min_size=MOST_EVENTS, max_size=MOST_EVENTS),
    order=st.randoms(use_true_random=False),
)
def test_any_order_ends_in_the_same_books(told: Told, fates: list[Fate], order: Any) -> None:
    shop = told.shop
    forget(shop)
    last = len(told.story.moments) - 1
    coming = [
        (min(last, happened + fate.late), order.random(), event, fate)
        for (event, happened), fate in zip(told.story.events, fates, strict=False)
        for _ in range(fate.copies)
    ]
    for moment, group in groupby(sorted(coming, key=lambda each: each[:2]), key=lambda each: each[0]):
        told.go_to(moment)
        hand_over(shop, [(event, fate) for _, _, event, fate in group])
    told.go_to(last)
    clear_up(shop)
    assert read(shop) == told.wanted
    with shop.app.app_context():
        assert list(check_books(db.session(), shop.payments, now())) == []


def test_the_story_is_long_and_ends_as_it_is_told(shop: Shop) -> None:
    story = Story(shop).tell()
    assert 40 <= len(story.events) <= MOST_EVENTS
    rows = [(row.status, row.tier_id, row.interval, row.is_duplicate) for row in shop.subscriptions()]
    assert rows == [
        ("canceled", "plus", "year", False),
        ("canceled", "premium", "month", True),
        ("canceled", "premium", "month", False),
        ("past_due", "plus", "month", False),
    ]
    assert shop.tier() == "plus"
    assert Counter(payment.status.value for payment in shop.paid()) == {
        "succeeded": 9,
        "refunded": 1,
        "failed": 2,
        "void": 1,
    }
    assert sorted(payment.refunded_cents for payment in shop.paid() if payment.refunded_cents) == [500, 2900]
    with shop.app.app_context():
        assert list(check_books(db.session(), shop.payments, now())) == []
        assert sync_books(db.session(), shop.payments, shop.mia, now()) == []


def hand_over(shop: Shop, coming: list[tuple[str, Fate]]) -> None:
    """Have the events come, some two at once."""
    waiting = iter(coming)
    for event, fate in waiting:
        pair = [(event, fate)]
        if fate.together:
            pair += [each for each in [next(waiting, None)] if each is not None]
        if len(pair) == 1:
            come(shop, event, fate)
        else:
            with ThreadPoolExecutor(2) as threads:
                list(threads.map(lambda each: come(shop, *each), pair))


def come(shop: Shop, event: str, fate: Fate) -> None:
    """An event is kept; whoever processes it may die before, or before it is committed."""
    assert shop.send(shop.stripe.world.by_id[event]) == 200
    if fate.dies == "before":
        return
    with shop.app.app_context():
        if fate.dies == "within":
            process(db.session(), shop.payments, event, now())
            db.session.rollback()
        else:
            process_event(event)


def clear_up(shop: Shop) -> None:
    """What the workers do by themselves with what is left: the jobs of the dead are gone, the events are due."""
    shop.stripe.advance(int(LOST_AFTER.total_seconds()) + 1)
    with shop.app.app_context():
        for _ in range(3):
            db.session.execute(text("DELETE FROM procrastinate_jobs"))
            defer_due_events(db.session(), process_event, now())
            db.session.commit()
            for event in db.session.scalars(select(BillingEvent.id).where(BillingEvent.processed_at.is_(None))).all():
                process_event(event)


def forget(shop: Shop) -> None:
    """Nothing has come yet."""
    with shop.app.app_context():
        for table in (BillingChange, BillingEvent, Payment, Subscription):
            db.session.execute(delete(table))
        db.session.get_one(User, shop.mia).stripe_customer_id = shop.customer
        db.session.execute(text("DELETE FROM procrastinate_jobs"))
        db.session.commit()


def read(shop: Shop) -> Books:
    """All that is compared."""
    with shop.app.app_context():
        rows = list(db.session.scalars(select(Subscription)))
        ids = {row.id: row.stripe_subscription_id for row in rows}
        books = {row.stripe_subscription_id: plain(row) for row in rows}
        for paid in db.session.scalars(select(Payment)):
            of = ids.get(paid.subscription_id) if paid.subscription_id else None
            books[paid.stripe_invoice_id] = plain(paid) | {"subscription_id": of, "of": str(paid.user_id)}
        for event in db.session.scalars(select(BillingEvent)):
            books[event.id] = {"state": event.state, "of": str(event.user_id)}
        return books


def plain(row: Subscription | Payment) -> dict[str, Any]:
    columns = type(row).__table__.columns.keys()
    return {name: getattr(row, name) for name in columns if name not in NOT_COMPARED}
