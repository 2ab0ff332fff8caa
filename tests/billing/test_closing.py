"""Whoever deletes their account pays no more: what lives at Stripe ends by a job, and the books lose the person."""

import io
import json
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from kaiwa.billing.closing import end_all
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import BillingChange, BillingEvent, Payment, Subscription, User
from tests.accounts.people import MIA, find_user, sign_in, sign_up
from tests.admin.payers import at_stripe, failed_event, payments_of, subscribe, the_payment
from tests.conftest import MakeApp
from tests.jobs import do_jobs
from tests.stripe_server import StripeServer

DELETION, PRIVACY = "/settings/privacy/deletion", "/settings/privacy"
ENDS_AT_ONCE = "Your subscription ends at once as well"


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Flask:
    """With Stripe set up."""
    return make_app(settings=at_stripe(settings, stripe_server))


def have_subscriber(app: Flask, client: FlaskClient, server: StripeServer) -> str:
    """Mia subscribes; gives the id of it at Stripe."""
    sign_up(client)
    mia = find_user(app)
    assert mia is not None
    return subscribe(app, server, mia.id)


def status_of(server: StripeServer, number: str) -> str:
    with server.world.lock:
        return str(server.world.get("subscription", number)["status"])


def test_what_lives_ends_and_the_books_stay_without_the_person(
    app: Flask, client: FlaskClient, stripe_server: StripeServer
) -> None:
    number = have_subscriber(app, client, stripe_server)
    mia = find_user(app)
    assert mia is not None and mia.stripe_customer_id is not None
    payments = payments_of(app)
    checkout = payments.create_checkout(
        mia.stripe_customer_id,
        payments.list_subscriptions(mia.stripe_customer_id)[0].price_id,
        user_id=str(mia.id),
        back="https://k/b",
        away="https://k/a",
        trial_days=0,
        key="open",
    )
    with app.app_context():
        # an event of theirs that was never theirs in the row
        stray = failed_event(mia, id="evt_stray", user_id=None)
        db.session.add_all([failed_event(mia, id="evt_theirs"), stray, failed_event(None, id="evt_anothers")])
        db.session.commit()
    assert ENDS_AT_ONCE in client.get(PRIVACY).text
    assert client.post(DELETION, data={"password": MIA["password"]}).status_code == 303
    assert find_user(app) is None
    # the account is gone before Stripe is asked
    assert status_of(stripe_server, number) == "active"
    do_jobs(app)
    assert status_of(stripe_server, number) == "canceled"
    assert payments.get_checkout(checkout.id).status == "expired"
    paid = the_payment(app)
    assert (paid.user_id, paid.subscription_id, paid.amount_cents) == (None, None, 1500)
    assert paid.hosted_invoice_url is None and paid.invoice_pdf_url is None
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Subscription)) == 0
        events = db.session.scalars(select(BillingEvent)).all()
        assert {event.id for event in events} == {"evt_theirs", "evt_stray", "evt_anothers"}
        assert {event.user_id for event in events} == {event.payload["user_id"] for event in events} == {None}
        assert {event.payload["customer_id"] for event in events} == {"cus_1"}
        lines = db.session.scalars(select(BillingChange)).all()
        assert lines and {line.user_id for line in lines} == {None}
        kept = json.dumps([[line.before, line.after, line.reason] for line in lines])
        assert str(mia.id) not in kept and MIA["email"] not in kept


def test_the_end_outlives_a_stripe_that_does_not_answer(
    app: Flask, client: FlaskClient, stripe_server: StripeServer
) -> None:
    number = have_subscriber(app, client, stripe_server)
    client.post(DELETION, data={"password": MIA["password"]})
    stripe_server.fail_next("429", path="/v1/checkout/sessions")
    do_jobs(app)
    assert status_of(stripe_server, number) == "active"
    with app.app_context():
        row = db.session.execute(text("SELECT args, scheduled_at FROM procrastinate_jobs")).one()
        assert set(row.args) == {"customer_id"}
        db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
        db.session.commit()
    do_jobs(app)
    assert status_of(stripe_server, number) == "canceled"


def test_ending_twice_does_no_harm_and_a_second_subscription_ends_too(
    app: Flask, client: FlaskClient, stripe_server: StripeServer
) -> None:
    first = have_subscriber(app, client, stripe_server)
    with stripe_server.world.lock:
        subscription = stripe_server.world.get("subscription", first)
    price = subscription["items"]["data"][0]["price"]
    second = str(stripe_server.subscribe(subscription["customer"], price)["id"])
    ended = len(stripe_server.events)
    for _ in range(2):
        end_all(payments_of(app), subscription["customer"])
    assert status_of(stripe_server, first) == status_of(stripe_server, second) == "canceled"
    deleted = [each for each in stripe_server.events[ended:] if each["type"] == "customer.subscription.deleted"]
    assert len(deleted) == 2
    end_all(payments_of(app), "cus_deleted_at_stripe")


def test_who_never_paid_is_asked_nothing_more(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    assert ENDS_AT_ONCE not in client.get(PRIVACY).text
    client.post(DELETION, data={"password": MIA["password"]})
    with app.app_context():
        count = db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE args ? 'customer_id'"))
        assert count == 0


def test_anothers_subscription_goes_on(
    app: Flask, client: FlaskClient, stranger: FlaskClient, stripe_server: StripeServer
) -> None:
    number = have_subscriber(app, client, stripe_server)
    sign_up(stranger, email="yuki@example.org")
    assert ENDS_AT_ONCE not in stranger.get(PRIVACY).text
    stranger.post(DELETION, data={"password": MIA["password"]})
    do_jobs(app)
    assert status_of(stripe_server, number) == "active"
    assert the_payment(app).user_id is not None


def test_somebody_may_come_back_and_buy_again(app: Flask, client: FlaskClient, stripe_server: StripeServer) -> None:
    first = have_subscriber(app, client, stripe_server)
    client.post(DELETION, data={"password": MIA["password"]})
    do_jobs(app)
    second = have_subscriber(app, client, stripe_server)
    sign_in(client)
    assert (status_of(stripe_server, first), status_of(stripe_server, second)) == ("canceled", "active")
    with app.app_context():
        assert db.session.scalars(select(Payment.user_id).where(Payment.user_id.is_not(None))).all() == [
            db.session.scalars(select(User.id)).one()
        ]


def test_the_page_names_stripe_where_it_is_set_up(
    app: Flask, make_app: MakeApp, settings: Settings, client: FlaskClient
) -> None:
    assert "Payments are done by Stripe" in client.get("/privacy").text
    assert "Stripe" not in make_app(settings=settings).test_client().get("/privacy").text


def test_what_was_paid_is_taken_along(app: Flask, client: FlaskClient, stripe_server: StripeServer) -> None:
    number = have_subscriber(app, client, stripe_server)
    kept = json.loads(ZipFile(io.BytesIO(client.get("/privacy/export").data)).read("data.json"))
    assert [each["stripe_subscription_id"] for each in kept["subscriptions"]] == [number]
    assert [each["amount_cents"] for each in kept["payments"]] == [1500]
    assert kept["billing_changes"] and "admin_id" not in kept["billing_changes"][0]
