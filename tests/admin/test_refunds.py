"""An admin gives a payment back: once, never more than is left, with a reason, and Stripe does it."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kaiwa.extensions import db
from kaiwa.models import BillingChange, Payment, User
from kaiwa.models.subscriptions import Actor, PaymentStatus
from tests.admin.payers import have_person, payment_of, payments_of, signed_in_as, subscribe, the_payment
from tests.gateways.conftest import count
from tests.stripe_server import StripeServer

REASON = "The sound was bad"


@pytest.fixture
def mia(app: Flask, stripe_server: StripeServer) -> UUID:
    """Somebody who paid fifteen dollars."""
    person = have_person(app)
    subscribe(app, stripe_server, person)
    return person


def refunds(payment: Payment) -> str:
    return f"/admin/billing/payments/{payment.id}/refunds"


def form(amount: str = "5", **more: str) -> dict[str, str]:
    return {"amount": amount, "reason": REASON, "sure": "true", "key": str(uuid4()), **more}


def given_back(server: StripeServer) -> int:
    """What Stripe gave back in all."""
    with server.world.lock:
        return sum(each["amount"] for each in server.world.all("refund"))


def test_a_part_goes_back(app: Flask, admin: FlaskClient, mia: UUID, stripe_server: StripeServer) -> None:
    payment = the_payment(app)
    page = admin.get(refunds(payment)).text
    assert "$15.00" in page and 'value="15.00"' in page and "mia@example.org" in page
    sent = form("4.50")
    for _ in range(2):
        answer = admin.post(refunds(payment), data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/admin/billing/people/{mia}#payments")
    assert given_back(stripe_server) == 450
    after = the_payment(app)
    assert (after.refunded_cents, after.status) == (450, PaymentStatus.SUCCEEDED)
    with app.app_context():
        [line] = db.session.scalars(select(BillingChange).where(BillingChange.what == "payment.refunded"))
        assert (line.actor, line.reason, line.user_id) == (Actor.ADMIN, REASON, mia)
        assert line.admin_id is not None and line.before is not None and line.after is not None
        assert (line.before["refunded_cents"], line.after["refunded_cents"]) == (0, 450)
    theirs = admin.get(f"/admin/billing/people/{mia}").text
    assert "$4.50 given back" in theirs and REASON in theirs
    assert 'value="10.50"' in admin.get(refunds(payment)).text


def test_all_of_it_goes_back(app: Flask, admin: FlaskClient, mia: UUID, stripe_server: StripeServer) -> None:
    payment = the_payment(app)
    assert admin.post(refunds(payment), data=form("15,00")).status_code == 303
    assert (given_back(stripe_server), the_payment(app).status) == (1500, PaymentStatus.REFUNDED)
    # nothing is left, so there is nothing to ask
    assert admin.get(refunds(payment)).status_code == 404
    assert ">Refund<" not in admin.get(f"/admin/billing/people/{mia}").text


def test_never_more_than_is_left(app: Flask, admin: FlaskClient, mia: UUID, stripe_server: StripeServer) -> None:
    payment = the_payment(app)
    admin.post(refunds(payment), data=form("10"))
    for amount in ("5.01", "15", "999999"):
        answer = admin.post(refunds(payment), data=form(amount))
        assert answer.status_code == 422
        assert "more than is left" in answer.text
    # what somebody gave back on Stripe's own dashboard counts, though the books do not know yet
    intent = payment.stripe_payment_intent_id
    assert intent is not None
    payments_of(app).create_refund(intent, 400, key="dashboard", reason="by hand")
    assert admin.post(refunds(payment), data=form("2")).status_code == 422
    assert given_back(stripe_server) == 1400
    assert admin.post(refunds(payment), data=form("1")).status_code == 303
    assert the_payment(app).refunded_cents == 1500


@pytest.mark.parametrize("amount", ["", "0", "-1", "five", "NaN", "Infinity", "1e99", "0.001", "1.2.3", "$5"])
def test_what_is_no_amount_is_asked_again(app: Flask, admin: FlaskClient, mia: UUID, amount: str) -> None:
    answer = admin.post(refunds(the_payment(app)), data=form(amount))
    assert answer.status_code == 422
    assert 'id="amount-error"' in answer.text
    assert the_payment(app).refunded_cents == 0


def test_a_reason_and_a_tick_are_wanted(app: Flask, admin: FlaskClient, mia: UUID) -> None:
    sent = form("5", reason=" ")
    del sent["sure"]
    answer = admin.post(refunds(the_payment(app)), data=sent)
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text and 'id="sure-error"' in answer.text
    # sending it once more is the same refund
    assert sent["key"] in answer.text and 'value="5"' in answer.text
    assert admin.post(refunds(the_payment(app)), data=form(key="no key")).status_code == 422


@pytest.mark.parametrize("how", ["reset_after", "500_after"])
def test_what_stripe_did_unheard_is_done_once(
    app: Flask, admin: FlaskClient, mia: UUID, stripe_server: StripeServer, how: str
) -> None:
    payment, sent = the_payment(app), form("5")
    # done, and not even the SDK's retries hear of it
    stripe_server.fail_next(how, path="/v1/refunds", method="POST", times=3)
    answer = admin.post(refunds(payment), data=sent)
    assert answer.status_code == 422
    assert "does not answer" in answer.text and sent["key"] in answer.text
    assert (given_back(stripe_server), the_payment(app).refunded_cents) == (500, 0)
    assert admin.post(refunds(payment), data=sent).status_code == 303
    assert (given_back(stripe_server), the_payment(app).refunded_cents) == (500, 500)
    with app.app_context():
        lines = db.session.scalars(select(BillingChange).where(BillingChange.what == "payment.refunded")).all()
        assert [line.reason for line in lines] == [REASON]


def test_what_is_on_its_way_counts_as_given(
    app: Flask, admin: FlaskClient, mia: UUID, stripe_server: StripeServer
) -> None:
    stripe_server.rules.refund_status = "pending"
    payment = the_payment(app)
    assert admin.post(refunds(payment), data=form("10")).status_code == 303
    # not there yet, but asked for, with its line
    assert the_payment(app).refunded_cents == 0
    assert "payment.refunded" in admin.get(f"/admin/billing/people/{mia}").text
    assert admin.post(refunds(payment), data=form("6")).status_code == 422
    with stripe_server.world.lock:
        [refund] = stripe_server.world.all("refund")
    stripe_server.finish_refund(refund["id"], "failed")
    assert admin.post(refunds(payment), data=form("6")).status_code == 303


def test_what_stripe_refuses_is_said(app: Flask, admin: FlaskClient, mia: UUID, stripe_server: StripeServer) -> None:
    with app.app_context():
        db.session.execute(update(Payment).values(stripe_payment_intent_id="pi_unknown"))
        db.session.commit()
    answer = admin.post(refunds(the_payment(app)), data=form("5"))
    assert answer.status_code == 422
    assert "Stripe did not accept this" in answer.text
    assert count(stripe_server, "refund") == 0


def test_what_cannot_go_back_is_not_offered(app: Flask, admin: FlaskClient) -> None:
    person = have_person(app)
    with app.app_context():
        user = db.session.get_one(User, person)
        rows = [
            payment_of(user, is_disputed=True),
            payment_of(user, status=PaymentStatus.PENDING, paid_at=None),
            payment_of(user, amount_cents=0, stripe_payment_intent_id=None),
        ]
        db.session.add_all(rows)
        db.session.commit()
        paths = [refunds(each) for each in rows]
    for path in paths:
        assert admin.get(path).status_code == admin.post(path, data=form()).status_code == 404
    assert ">Refund<" not in admin.get(f"/admin/billing/people/{person}").text
    assert admin.get(f"/admin/billing/payments/{UUID(int=0)}/refunds").status_code == 404


def test_yen_have_no_cents(app: Flask, admin: FlaskClient) -> None:
    person = have_person(app)
    with app.app_context():
        payment = payment_of(db.session.get_one(User, person), amount_cents=1800, currency="jpy")
        db.session.add(payment)
        db.session.commit()
    page = admin.get(refunds(the_payment(app))).text
    assert "How much, in JPY" in page and 'value="1800"' in page
    assert 'id="amount-error"' in admin.post(refunds(the_payment(app)), data=form("10.50")).text


def test_nobody_else_gives_anything_back(
    app: Flask, client: FlaskClient, mia: UUID, stripe_server: StripeServer
) -> None:
    payment = the_payment(app)
    for browser in (signed_in_as(app, mia), client):
        assert browser.get(refunds(payment)).status_code == 404
        assert browser.post(refunds(payment), data=form()).status_code == 404
    assert given_back(stripe_server) == 0
