"""The webhook: what Stripe signed is kept once and processed; what it did not sign is nothing to us."""

import json
import time

import pytest
from flask import Flask
from sqlalchemy import func, select

from kaiwa.extensions import db
from kaiwa.models import BillingEvent
from kaiwa.models.subscriptions import EventState
from tests.billing.buyers import settings_for
from tests.billing.shop import WEBHOOK, Shop
from tests.conftest import MakeApp
from tests.stripe_server.delivery import signature
from tests.stripe_server.rendering import plain
from tests.stripe_server.state import Obj, new_id


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(BillingEvent)) or 0


def test_what_was_paid_is_written_and_may_be_used(shop: Shop) -> None:
    shop.subscribe("plus")
    assert shop.tier() == "free"
    shop.tell()
    assert shop.tier() == "plus"
    (payment,) = shop.paid()
    assert (payment.amount_cents, payment.currency, payment.status, payment.user_id) == (
        1500,
        "usd",
        "succeeded",
        shop.mia,
    )
    assert payment.subscription_id == shop.subscriptions()[0].id
    assert payment.invoice_pdf_url is not None


def test_an_event_that_comes_again_is_answered_and_done_once(shop: Shop) -> None:
    shop.subscribe("plus")
    shop.tell()
    before = count(shop.app)
    changed = [row.updated_at for row in shop.subscriptions()]
    shop.stripe.advance(60)
    shop.tell()
    assert count(shop.app) == before
    assert [row.updated_at for row in shop.subscriptions()] == changed


def test_the_answer_is_empty_and_sets_no_cookie(shop: Shop) -> None:
    shop.subscribe("plus")
    event = shop.stripe.sent_events()[0]
    body = json.dumps(plain(shop.stripe.world, event)).encode()
    signed = {"Stripe-Signature": signature(body, [shop.stripe.webhook_secret], int(time.time()))}
    answer = shop.app.test_client().post(WEBHOOK, data=body, headers=signed)
    assert (answer.status_code, answer.data, answer.headers.getlist("Set-Cookie")) == (200, b"", [])


@pytest.mark.parametrize("header", ["", "t=1,v1=abc", "nonsense", "t={now},v1=" + "0" * 64])
def test_what_is_not_signed_is_refused_without_a_word(shop: Shop, header: str) -> None:
    header = header.format(now=int(time.time()))
    answer = shop.app.test_client().post(WEBHOOK, data=b"{}", headers={"Stripe-Signature": header})
    assert (answer.status_code, answer.data) == (400, b"")
    assert count(shop.app) == 0


def test_a_changed_body_and_an_old_signature_are_refused(shop: Shop) -> None:
    body = json.dumps(plain(shop.stripe.world, event_of("customer.updated"))).encode()
    for sent, age in ((body + b" ", 0), (body, 600)):
        signed = signature(body, [shop.stripe.webhook_secret], int(time.time()) - age)
        answer = shop.app.test_client().post(WEBHOOK, data=sent, headers={"Stripe-Signature": signed})
        assert answer.status_code == 400
    assert count(shop.app) == 0


def test_the_secret_may_be_rotated(shop: Shop, make_app: MakeApp) -> None:
    old = shop.stripe.webhook_secret
    new = shop.stripe.rotate_secret()
    settings = settings_for(shop.app.extensions["kaiwa.settings"], shop.stripe)
    shop.app = make_app(settings.model_copy(update={"stripe_webhook_secret": (new, old)}))
    assert shop.send(event_of("customer.updated"), secret=old) == 200
    assert shop.send(event_of("customer.updated"), secret=new) == 200
    assert shop.send(event_of("customer.updated"), secret="whsec_other") == 400
    assert count(shop.app) == 2


def test_events_of_the_other_mode_are_refused(shop: Shop) -> None:
    assert shop.send(event_of("customer.updated") | {"livemode": True}) == 400
    assert count(shop.app) == 0


def test_what_is_too_long_is_not_read(shop: Shop) -> None:
    event = event_of("customer.updated", description="x" * 256 * 1024)
    assert shop.send(event) == 413
    assert count(shop.app) == 0


def test_without_keys_there_is_no_webhook(app: Flask) -> None:
    assert app.test_client().post(WEBHOOK, data=b"{}").status_code == 404


def test_types_that_mean_nothing_to_us_are_kept_and_ignored(shop: Shop) -> None:
    event = event_of("product.updated")
    shop.tell([event])
    kept = shop.kept(event)
    assert (kept.state, kept.user_id, kept.attempts) == (EventState.IGNORED, None, 0)
    assert kept.processed_at is not None


def test_nothing_of_a_card_and_no_address_is_kept(shop: Shop) -> None:
    shop.subscribe("plus")
    shop.tell()
    with shop.app.app_context():
        payloads = json.dumps(list(db.session.scalars(select(BillingEvent.payload))))
    assert not [word for word in ("visa", "4242", "http", "@", "card") if word in payloads]


def event_of(kind: str, **more: object) -> Obj:
    thing = {"id": new_id("cus"), "object": kind.split(".")[0], "metadata": {}, **more}
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "data": {"object": thing},
        "livemode": False,
        "type": kind,
    }
