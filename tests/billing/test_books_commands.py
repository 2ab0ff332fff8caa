"""`flask billing …`: prices, comparing, proving, trying again; sentences and exit statuses."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from kaiwa.billing.jobs import process_event, reconcile
from kaiwa.extensions import db
from kaiwa.ids import new_id
from kaiwa.models import Tier, User, UserUsage
from kaiwa.models.subscriptions import EventState
from kaiwa.queue import enqueue
from tests.billing.shop import Shop
from tests.jobs import do_jobs


def say(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["billing", *words])


@pytest.mark.parametrize("words", [["sync-prices"], ["sync"], ["check"], ["retry"]])
def test_without_keys_a_sentence_says_so(app: Flask, words: list[str]) -> None:
    said = say(app, *words)
    assert said.exit_code == 1
    assert "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are not set" in said.output


def test_prices_are_made_once_and_made_anew_when_a_plan_costs_something_else(shop: Shop) -> None:
    before = shop.price("plus")
    said = say(shop.app, "sync-prices")
    assert (said.exit_code, said.output.count("as it was.")) == (0, 4)
    with shop.app.app_context():
        db.session.get_one(Tier, "plus").monthly_price_cents = 1700
        db.session.commit()
    said = say(shop.app, "sync-prices")
    assert f"in the place of {before}" in said.output
    assert shop.price("plus") != before
    assert shop.stripe.world.by_id[shop.price("plus")]["unit_amount"] == 1700
    shop.stripe.subscribe(shop.customer, before, metadata={"user_id": str(shop.mia)})
    shop.tell()
    assert shop.tier() == "plus"


def test_comparing_says_what_differed_and_mends_it(shop: Shop) -> None:
    number = shop.subscribe("plus")
    assert say(shop.app, "check").exit_code == 1
    said = say(shop.app, "sync")
    assert said.exit_code == 1
    assert f"mia@example.org: subscription {number} was not here; it is active." in said.output
    again = say(shop.app, "sync", "--user", "Mia@example.org")
    assert (again.exit_code, again.output) == (0, "The books are as Stripe has them.\n")
    assert (say(shop.app, "check").exit_code, say(shop.app, "check").output) == (0, "The books agree.\n")
    shop.payments.cancel_now(number)
    shop.payments.create_refund(shop.paid()[0].stripe_payment_intent_id or "", 500, key="a", reason="")
    said = say(shop.app, "sync", "--user", str(shop.mia))
    assert "status active → canceled" in said.output
    assert "refunded_cents 0 → 500" in said.output
    assert shop.tier() == "free"


def test_nobody_by_that_name(shop: Shop) -> None:
    said = say(shop.app, "sync", "--user", "eve@example.org")
    assert (said.exit_code, "nobody here by the name of eve@example.org" in said.output) == (1, True)


def test_trying_again(shop: Shop) -> None:
    assert "nothing to try again" in say(shop.app, "retry").output
    number = shop.subscribe("plus")
    event = shop.stripe.sent_events()[0]
    shop.stripe.world.by_id[number]["status"] = "hibernating"
    shop.tell([event])
    shop.stripe.world.by_id[number]["status"] = "active"
    assert "1 events are tried again" in say(shop.app, "retry", event["id"]).output
    do_jobs(shop.app)
    assert shop.kept(event).state is EventState.DONE


def test_each_night_the_books_are_compared_and_what_is_found_is_logged(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    number = shop.subscribe("plus")
    with shop.app.app_context():
        enqueue(db.session(), reconcile, timestamp=0)
        db.session.commit()
    do_jobs(shop.app)
    assert f"the books: mia@example.org: subscription {number} was not here" in caplog.text
    assert shop.tier() == "plus"


def spoil(statement: str) -> Callable[[Shop], None]:
    def run(shop: Shop) -> None:
        with shop.app.app_context():
            db.session.execute(text(statement))
            db.session.commit()

    return run


SPOILED: dict[str, Callable[[Shop], Any]] = {
    "people have two live subscriptions": lambda shop: _second(shop),
    "a price that is none of ours": spoil("UPDATE subscriptions SET has_unknown_price = true"),
    "a period that ended over three days ago": spoil(
        "UPDATE subscriptions SET current_period_end = current_period_end - interval '40 days'"
    ),
    "that succeeded have no invoice": spoil("UPDATE payments SET number = NULL"),
    "given back beyond their amount": spoil("UPDATE payments SET refunded_cents = amount_cents"),
    "carry over more than their plan allows": lambda shop: _month(shop, shop.mia, banked_seconds=999_999),
    "on a plan without it": lambda shop: _month(shop, shop.mia, "free", banked_seconds=1),
    "have not been processed for a quarter of an hour": spoil(
        "UPDATE billing_events SET state = 'waiting', processed_at = NULL, received_at = received_at - interval '1 day'"
    ),
    "subscriptions stand otherwise than": spoil("UPDATE subscriptions SET status = 'trialing'"),
    "payments stand otherwise than": spoil("UPDATE payments SET refunded_cents = 1"),
    "never had a subscription": lambda shop: _month(shop, _somebody_else(shop)),
    "no payment is here for it": spoil("DELETE FROM payments"),
    "and here it is 1 and succeeded": spoil("UPDATE payments SET amount_cents = 1"),
    "the payments here make": spoil("UPDATE payments SET currency = 'eur'"),
}


@pytest.mark.parametrize("sentence", SPOILED)
def test_what_is_wrong_is_found(shop: Shop, sentence: str) -> None:
    shop.subscribe("plus")
    shop.tell()
    assert say(shop.app, "check").output == "The books agree.\n"
    SPOILED[sentence](shop)
    said = say(shop.app, "check")
    assert said.exit_code == 1
    assert sentence in said.output


def _second(shop: Shop) -> None:
    """A second one that nobody has ended yet."""
    shop.stripe.advance(60)
    shop.subscribe("premium")
    for event in shop.stripe.sent_events():
        shop.send(event)
    with shop.app.app_context():
        for event in shop.stripe.sent_events():
            process_event(event["id"])


def _month(shop: Shop, user_id: UUID, tier_id: str = "plus", **used: int) -> None:
    with shop.app.app_context():
        db.session.add(UserUsage(user_id=user_id, period="2026-01", tier_id=tier_id, **used))
        db.session.commit()


def _somebody_else(shop: Shop) -> UUID:
    with shop.app.app_context():
        eve = User(id=new_id(), email="eve@example.org")
        user_id = eve.id
        db.session.add(eve)
        db.session.commit()
        return user_id
