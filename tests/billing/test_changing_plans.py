"""Changing a plan: up at once, down at the period's end, its end, going on after all, and payments that fail."""

import pytest
from flask import Flask

from kaiwa.billing.catching_up import catch_up
from kaiwa.clock import now
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import BillingChange, User
from kaiwa.models.subscriptions import Actor
from tests.billing.buyers import Buyer, have_buyer, payments_of, sell, settings_for, words
from tests.billing.months import change_tier
from tests.conftest import MakeApp
from tests.stripe_server import StripeServer

PREMIUM = {"tier": "premium", "interval": "month"}
YEAR = {"tier": "plus", "interval": "year"}


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Flask:
    """With prices at Stripe, and no trial."""
    app = make_app(settings=settings_for(settings, stripe_server))
    sell(app)
    with app.app_context():
        change_tier(db.session(), "plus", trial_days=0)
    return app


@pytest.fixture
def buyer(app: Flask, stripe_server: StripeServer) -> Buyer:
    """Somebody who pays for Plus by the month."""
    buyer = have_buyer(app, stripe_server)
    buyer.buy()
    return buyer


def cost(buyer: Buyer, **wanted: str) -> str:
    return buyer.page(f"/billing/plan?tier={wanted['tier']}&interval={wanted['interval']}")


def terms(buyer: Buyer) -> tuple[str | None, str, str]:
    found = buyer.subscription()
    return found.tier_id, found.interval.value, found.status.value


def test_an_upgrade_says_what_it_costs_and_is_there_at_once(buyer: Buyer) -> None:
    page = cost(buyer, **PREMIUM)
    assert "Change to Premium" in page and "Today you pay $14.00" in page and "on you pay $29 a month" in page
    answer = buyer.post("/billing/plan", **PREMIUM)
    assert answer.headers["Location"] == "/billing?done=changed"
    assert terms(buyer) == ("premium", "month", "active")
    assert "Your plan has changed." in buyer.page("/billing?done=changed")
    assert [each["status"] for each in buyer.server.world.all("invoice")] == ["paid", "paid"]


def test_the_year_is_an_upgrade(buyer: Buyer) -> None:
    assert "Today you pay $129.00" in cost(buyer, **YEAR)
    buyer.post("/billing/plan", **YEAR)
    assert terms(buyer) == ("plus", "year", "active")
    assert "$144 a year" in buyer.page()


def test_a_card_that_is_refused_changes_nothing_yet(buyer: Buyer) -> None:
    buyer.server.next_payment("declined")
    answer = buyer.post("/billing/plan", **PREMIUM)
    assert answer.status_code == 422
    assert "The payment has not gone through yet, so nothing has changed." in words(answer)
    assert terms(buyer) == ("plus", "month", "active") and buyer.subscription().has_pending_update
    assert buyer.post("/billing/plan", **PREMIUM).status_code == 409
    buyer.server.advance(days=2)
    buyer.client.get("/billing/portal/return")
    assert not buyer.subscription().has_pending_update
    assert buyer.post("/billing/plan", **PREMIUM).status_code == 303
    assert terms(buyer) == ("premium", "month", "active")


def test_a_downgrade_waits_for_the_end_and_can_be_taken_back(buyer: Buyer) -> None:
    buyer.post("/billing/plan", **PREMIUM)
    page = cost(buyer, tier="plus", interval="month")
    assert "You keep Premium until" in page and "From then on it is Plus, $15 a month." in page
    plan = {"tier": "plus", "interval": "month"}
    assert buyer.post("/billing/plan", **plan).headers["Location"] == "/billing?done=planned"
    assert terms(buyer) == ("premium", "month", "active")
    page = buyer.page()
    assert "It is paid until" in page and "on it is Plus, $15 a month." in page and "Keep my plan" in page
    assert buyer.post("/billing/plan", **YEAR).status_code == 409
    assert buyer.post("/billing/plan/withdrawal").headers["Location"] == "/billing?done=kept"
    assert "Keep my plan" not in buyer.page() and buyer.subscription().scheduled_at is None
    # the same form again, as it stands in a page from before
    buyer.post("/billing/plan", **plan)
    assert "Keep my plan" in buyer.page()
    buyer.server.advance(days=32)
    buyer.client.get("/billing/portal/return")
    assert terms(buyer) == ("plus", "month", "active")


def test_from_the_year_back_to_the_month_waits_too(buyer: Buyer) -> None:
    buyer.post("/billing/plan", **YEAR)
    buyer.post("/billing/plan", tier="plus", interval="month")
    found = buyer.subscription()
    assert (found.interval, found.scheduled_tier_id, found.scheduled_interval) == ("year", "plus", "month")
    assert found.scheduled_at == found.current_period_end


def test_the_end_comes_with_what_is_paid_and_can_be_taken_back(buyer: Buyer) -> None:
    page = buyer.page("/billing/cancellation")
    assert "Everything stays as it is until" in page and "for thirty days after the end" in page
    assert buyer.post("/billing/cancellation").headers["Location"] == "/billing?done=ending"
    assert "and does not renew" in buyer.page() and "Resume" in buyer.page()
    assert buyer.client.get("/billing/cancellation").status_code == 303
    assert buyer.client.get("/billing/plan?tier=premium&interval=month").status_code == 409
    assert buyer.post("/billing/resumption").headers["Location"] == "/billing?done=resumed"
    assert "It renews on" in buyer.page()
    buyer.post("/billing/cancellation")
    buyer.server.advance(days=32)
    buyer.client.get("/billing/portal/return")
    assert terms(buyer) == ("plus", "month", "canceled")
    assert "Your plan ended on" in buyer.page() and "Subscribe again" in buyer.page()


def test_an_end_that_the_portal_set_is_taken_back_too(buyer: Buyer) -> None:
    found = buyer.at()
    found["cancel_at"] = found["items"]["data"][0]["current_period_end"]
    buyer.client.get("/billing/portal/return")
    assert "and does not renew" in buyer.page()
    buyer.post("/billing/resumption")
    assert buyer.at()["cancel_at"] is None and "It renews on" in buyer.page()


def test_the_end_takes_a_planned_change_away(buyer: Buyer) -> None:
    buyer.post("/billing/plan", **PREMIUM)
    buyer.post("/billing/plan", tier="plus", interval="month")
    assert "The change that you planned does not happen." in buyer.page("/billing/cancellation")
    buyer.post("/billing/cancellation")
    found = buyer.subscription()
    assert found.ends_at is not None and found.scheduled_at is None


def test_the_form_of_a_page_from_before_does_it_again(buyer: Buyer) -> None:
    for path in ("cancellation", "resumption", "cancellation"):
        buyer.client.post(f"/billing/{path}", data={"key": "the-key-of-an-old-page"})
    assert buyer.at()["cancel_at_period_end"] is True


def test_what_is_sent_twice_is_done_once(buyer: Buyer) -> None:
    buyer.server.fail_next("reset_after", path="/v1/subscriptions/.*", method="POST", times=3)
    first = buyer.client.post("/billing/plan", data={"key": "one-key-for-both", **PREMIUM})
    again = buyer.client.post("/billing/plan", data={"key": "one-key-for-both", **PREMIUM})
    assert (first.status_code, again.status_code) in ((503, 409), (303, 409))
    assert "That is the plan you have." in words(again)
    assert len(buyer.server.world.all("invoice")) == 2


def test_a_payment_that_is_owed_leads_to_the_card(buyer: Buyer) -> None:
    buyer.server.next_payment("declined", times=9)
    buyer.server.advance(days=32)
    buyer.client.get("/billing/portal/return")
    page = buyer.page()
    assert "Your last payment did not go through." in page and "Update your card" in page
    assert "Your last payment did not go through." in buyer.page("/scenarios")
    assert buyer.client.get("/billing/plan?tier=premium&interval=month").status_code == 409
    assert "It ends at once" in buyer.page("/billing/cancellation")
    buyer.post("/billing/cancellation")
    assert terms(buyer) == ("plus", "month", "canceled")


def test_the_portal_leads_back_here(buyer: Buyer) -> None:
    address = buyer.client.post("/billing/portal").headers["Location"]
    session = buyer.server.world.by_id[address.rsplit("/", 1)[1]]
    assert session["return_url"].endswith("/billing/portal/return")
    assert buyer.client.get("/billing/portal/return").headers["Location"] == "/billing"


def test_who_never_bought_has_no_portal_and_nothing_to_change(app: Flask, stripe_server: StripeServer) -> None:
    buyer = have_buyer(app, stripe_server)
    assert buyer.client.post("/billing/portal").headers["Location"] == "/billing"
    assert buyer.client.get("/billing/cancellation").headers["Location"] == "/billing"
    assert buyer.client.get("/billing/plan?tier=plus&interval=month").status_code == 409
    for path in ("plan", "plan/withdrawal", "cancellation", "resumption"):
        assert buyer.post(f"/billing/{path}", **PREMIUM).status_code == 409
    assert stripe_server.world.all("customer") == []


@pytest.mark.parametrize("path", ["plan", "plan/withdrawal", "cancellation", "resumption"])
def test_stripe_that_does_not_answer_is_said_where_it_was_asked(buyer: Buyer, path: str) -> None:
    before = terms(buyer)
    buyer.server.fail_next("500", times=3)
    answer = buyer.post(f"/billing/{path}", **PREMIUM)
    assert answer.status_code == 503
    assert "Our payment provider does not answer just now." in words(answer) and "Plan and billing" in words(answer)
    assert terms(buyer) == before


def test_what_cannot_be_read_yet_does_not_undo_a_change(buyer: Buyer) -> None:
    with buyer.app.app_context():
        user = db.session.get_one(User, buyer.user.id)
        payments = payments_of(buyer.app)
        buyer.server.fail_next("500", path="/v1/subscriptions", method="GET", times=3)
        assert catch_up(db.session(), payments, user, now()) is None
        assert catch_up(db.session(), payments, user, now()) is not None


def test_each_change_has_its_line(buyer: Buyer) -> None:
    buyer.post("/billing/plan", **PREMIUM)
    buyer.post("/billing/cancellation")
    buyer.post("/billing/resumption")
    with buyer.app.app_context():
        lines = db.session.query(BillingChange).order_by(BillingChange.created_at).all()
    theirs = [each for each in lines if each.what.startswith("subscription")]
    assert [each.actor for each in theirs] == [Actor.LEARNER] * 4
    assert [(each.after or {}).get("tier") for each in theirs] == ["plus", "premium", "premium", "premium"]
    assert {each.user_id for each in theirs} == {buyer.user.id}


def test_a_form_without_its_key_is_not_taken(buyer: Buyer) -> None:
    assert buyer.client.post("/billing/cancellation").status_code == 422
    assert buyer.subscription().ends_at is None
