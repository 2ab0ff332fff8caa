"""What an admin sees of billing, whom they find, and what they do for them; for anybody else it is not there."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from kaiwa.billing.auditing import Cause, note_change
from kaiwa.billing.months import read_month
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import BillingEvent, TimeCredit, User, UserUsage
from kaiwa.models.subscriptions import Actor, EventState, Facts, PaymentStatus, SubscriptionStatus
from tests.admin.payers import (
    admin_of,
    failed_event,
    have_person,
    payment_of,
    signed_in_as,
    subscribe,
    subscription_of,
)
from tests.conftest import MakeApp
from tests.stripe_server import StripeServer

HOME = "/admin/billing"
NOBODY = UUID(int=0)


def text_of(page: str) -> str:
    """What is read on a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def person_page(user_id: UUID) -> str:
    return f"/admin/billing/people/{user_id}"


def have_some(app: Flask) -> None:
    """Subscribers of every kind, payments in two currencies and of another month."""
    people = [have_person(app, f"p{number}@example.org") for number in range(4)]
    with app.app_context():
        users = [db.session.get_one(User, each) for each in people]
        db.session.add_all(
            [
                subscription_of(users[0]),
                subscription_of(users[1], ends_at=now() + timedelta(days=9)),
                subscription_of(users[2], tier_id="premium", status=SubscriptionStatus.PAST_DUE, unpaid_since=now()),
                subscription_of(users[3], status=SubscriptionStatus.CANCELED, ended_at=now()),
                payment_of(users[0]),
                payment_of(users[1], refunded_cents=500),
                payment_of(users[2], amount_cents=1800, currency="jpy"),
                payment_of(users[3], amount_cents=99900, paid_at=now() - timedelta(days=40)),
                payment_of(users[3], amount_cents=77700, status=PaymentStatus.PENDING, paid_at=None),
            ]
        )
        db.session.commit()


def test_with_nothing_each_part_says_so(admin: FlaskClient) -> None:
    page = admin.get(HOME)
    assert page.status_code == 200
    for sentence in ("Nobody subscribes yet.", "Nothing was paid this month.", "All is well.", "Every event was done."):
        assert sentence in page.text
    assert "Nothing has changed yet." in page.text
    assert "STRIPE_SECRET_KEY" not in page.text


def test_without_keys_it_says_which_settings_are_missing(make_app: MakeApp) -> None:
    app = make_app()
    admin, mia = admin_of(app), have_person(app)
    with app.app_context():
        user = db.session.get_one(User, mia)
        db.session.add_all([payment_of(user), failed_event(user)])
        db.session.commit()
    page = admin.get(HOME).text
    assert "STRIPE_SECRET_KEY" in page and "STRIPE_WEBHOOK_SECRET" in page
    # nothing dead is shown
    assert "Try again" not in page
    theirs = admin.get(person_page(mia)).text
    assert "Sync now" not in theirs and "Refund" not in theirs


def test_the_numbers(app: Flask, admin: FlaskClient) -> None:
    have_some(app)
    said = text_of(admin.get(HOME).text)
    assert "Plus active 1" in said
    assert "Plus ending 1" in said
    assert "Premium payment overdue 1" in said
    # what is paid, what went back and what stays, and neither another month's nor what is open
    assert "$25.00 2 payments: $30.00, of which $5.00 went back" in said
    assert "¥1,800 1 payment: ¥1,800, of which ¥0 went back" in said
    assert "999" not in said and "777" not in said


def test_what_needs_a_look(app: Flask, admin: FlaskClient) -> None:
    mia, gone = have_person(app), have_person(app, "gone@example.org")
    with app.app_context():
        user = db.session.get_one(User, mia)
        strange = subscription_of(user, tier_id=None, has_unknown_price=True, stripe_price_id="price_strange")
        second = subscription_of(user, is_duplicate=True, stripe_price_id="price_second")
        over = subscription_of(
            user, is_duplicate=True, status=SubscriptionStatus.CANCELED, ended_at=now(), stripe_price_id="price_over"
        )
        disputed = payment_of(db.session.get_one(User, gone), is_disputed=True, number="K-DISPUTED")
        disputed.user_id = None
        kept = failed_event(None, state=EventState.KEPT)
        db.session.add_all([strange, second, over, disputed, kept])
        db.session.commit()
    page = admin.get(HOME).text
    assert "price_strange" in page and "price_second" in page and "price_over" not in page
    assert "K-DISPUTED" in page and "somebody who is gone" in page
    assert "1 event is of a customer whom nobody here is" in page
    assert person_page(mia) in page
    assert "All is well." not in page


def test_events_that_wait_or_failed_are_tried_again(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        waiting = {"state": EventState.WAITING, "attempts": 0, "last_error": None}
        db.session.add_all(
            [
                failed_event(None, id="evt_failed"),
                failed_event(None, id="evt_long", **waiting, received_at=now() - timedelta(minutes=16)),
                failed_event(None, id="evt_fresh", **waiting, received_at=now() - timedelta(minutes=1)),
                failed_event(None, id="evt_done", state=EventState.DONE, processed_at=now(), last_error=None),
            ]
        )
        db.session.commit()
    page = admin.get(HOME).text
    assert "evt_failed" in page and "evt_long" in page
    assert "evt_fresh" not in page and "evt_done" not in page
    answer = admin.post("/admin/billing/events/evt_failed/attempts")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/billing#events")
    with app.app_context():
        event = db.session.get_one(BillingEvent, "evt_failed")
        assert event.state is EventState.WAITING
        jobs = db.session.execute(text("SELECT args ->> 'event_id' FROM procrastinate_jobs"))
        assert jobs.scalars().all() == ["evt_failed"]
    assert admin.post("/admin/billing/events/evt_unknown/attempts").status_code == 404
    assert admin.post("/admin/billing/events/%00/attempts").status_code == 404


def test_the_last_changes_say_who_and_why(app: Flask, admin: FlaskClient) -> None:
    mia = have_person(app)
    with app.app_context():
        before: Facts = {"status": "active", "tier": "plus"}
        after: Facts = {"status": "past_due", "tier": "plus"}
        note_change(db.session(), Cause(Actor.STRIPE), "subscription.changed", user_id=mia, before=before, after=after)
        someone = db.session.scalars(select(User).where(User.email == "admin@example.org")).one()
        cause = Cause(Actor.ADMIN, admin_id=someone.id, reason="<b>The sound</b> was bad")
        note_change(db.session(), cause, "time.credited", user_id=mia, after={"credited_seconds": 600})
        db.session.commit()
    said = text_of(admin.get(HOME).text)
    assert re.search(r"subscription\.changed .*Stripe .*status active past_due", said)
    assert "tier plus" not in said
    assert re.search(r"time\.credited .*mia@example\.org .*An admin admin@example\.org", said)
    page = admin.get(HOME).text
    assert "&lt;b&gt;The sound&lt;/b&gt; was bad" in page


def test_somebody_is_found_by_their_address(app: Flask, admin: FlaskClient) -> None:
    mia, _ = have_person(app), have_person(app, "mila@example.org")
    found = admin.get("/admin/billing/people?email=MI").text
    assert "mia@example.org" in found and "mila@example.org" in found
    only = admin.get("/admin/billing/people?email=+mia@ ")
    assert (only.status_code, only.headers["Location"]) == (303, person_page(mia))
    for nobody in ("zoe", "%25", "_ia", "a" * 400):
        page = admin.get(f"/admin/billing/people?email={nobody}")
        assert page.status_code == 200
        assert "mia@example.org" not in page.text
    assert "Nobody has an address like this" in admin.get("/admin/billing/people?email=zoe").text
    assert admin.get(person_page(NOBODY)).status_code == 404


def test_a_person_who_has_nothing(app: Flask, admin: FlaskClient) -> None:
    page = admin.get(person_page(have_person(app))).text
    for sentence in ("Never subscribed.", "Nothing was ever paid.", "Nothing has changed yet."):
        assert sentence in page


def test_sync_now_brings_what_stripe_has(app: Flask, admin: FlaskClient, stripe_server: StripeServer) -> None:
    mia = have_person(app)
    number = subscribe(app, stripe_server, mia)
    said = text_of(admin.get(person_page(mia)).text)
    assert "Plus by the month active" in said
    assert "$15.00 paid" in said
    with app.app_context():
        customer = db.session.get_one(User, mia).stripe_customer_id
    assert customer is not None
    stripe_server.give_card(customer, "declined")
    stripe_server.advance(days=32)
    answer = admin.post(f"{person_page(mia)}/syncs")
    assert (answer.status_code, answer.headers["Location"]) == (303, person_page(mia))
    said = text_of(admin.get(person_page(mia)).text)
    assert "payment overdue" in said
    assert number in said
    stripe_server.fail_next("500", times=3)
    assert admin.post(f"{person_page(mia)}/syncs").status_code == 503


def test_time_is_credited_once_and_written_down(app: Flask, admin: FlaskClient) -> None:
    mia = have_person(app)
    form = {"minutes": "30", "reason": "We were down on Monday", "key": str(uuid4())}
    for _ in range(2):
        answer = admin.post(f"{person_page(mia)}/credits", data=form)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{person_page(mia)}#credits")
    with app.app_context():
        assert db.session.scalars(select(UserUsage.credited_seconds)).one() == 1800
        assert db.session.scalars(select(TimeCredit.seconds)).one() == 1800
    said = text_of(admin.get(person_page(mia)).text)
    assert "30 minutes" in said and "We were down on Monday" in said and "time.credited" in said
    # the person has them
    with app.app_context():
        month = read_month(db.session(), db.session.get_one(User, mia), now())
        assert month.seconds_left == 900 + 1800


@pytest.mark.parametrize("minutes", ["", "0", "-5", "many", "1.5", "2161", "٣", "1" * 11])
def test_what_is_no_number_of_minutes_is_asked_again(app: Flask, admin: FlaskClient, minutes: str) -> None:
    mia = have_person(app)
    answer = admin.post(f"{person_page(mia)}/credits", data={"minutes": minutes, "reason": "", "key": str(uuid4())})
    assert answer.status_code == 422
    assert 'id="minutes-error"' in answer.text
    with app.app_context():
        assert db.session.scalars(select(TimeCredit)).all() == []


def test_a_reason_is_asked_for_and_what_was_typed_stays(app: Flask, admin: FlaskClient) -> None:
    answer = admin.post(
        f"{person_page(have_person(app))}/credits", data={"minutes": "15", "reason": "  ", "key": str(uuid4())}
    )
    assert answer.status_code == 422
    assert "Please say why" in answer.text and 'value="15"' in answer.text


def test_it_speaks_japanese(app: Flask, admin: FlaskClient) -> None:
    have_some(app)
    page = admin.get(HOME, headers={"Accept-Language": "ja"}).text
    assert "契約している人" in page and "支払い遅延" in page
    assert "¥1,800" in page or "￥1,800" in page


def test_for_anybody_else_it_is_not_there(app: Flask) -> None:
    mia = have_person(app)
    learner, creator = signed_in_as(app, mia), app.test_client()
    for browser in (learner, creator):
        for path in (HOME, "/admin/billing/people?email=mia", person_page(mia)):
            answer = browser.get(path)
            assert answer.status_code == 404
            assert "mia@example.org" not in answer.text.partition("<main")[2]
        for path in (f"{person_page(mia)}/syncs", f"{person_page(mia)}/credits", f"{HOME}/events/evt_1/attempts"):
            assert browser.post(path, data={"minutes": "30", "reason": "me", "key": str(uuid4())}).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(TimeCredit)).all() == []
