"""Mails about money: each once, in the reader's language, and only while they are still true."""

from kaiwa.extensions import db
from kaiwa.models import User
from tests.accounts.mailbox import Mailbox
from tests.billing.shop import Shop

DAY = 86400


def test_a_trial_that_goes_over_into_paid_time_is_told_of_once(shop: Shop) -> None:
    mailbox = Mailbox(shop.app)
    shop.subscribe("plus", trial_end=shop.stripe.now + 7 * DAY)
    shop.stripe.advance(days=5)
    shop.tell()
    again = shop.stripe.emit("customer.subscription.trial_will_end", shop.subscriptions()[0].stripe_subscription_id)
    shop.tell([shop.stripe.world.by_id[again]])
    (mail,) = mailbox.read()
    assert mail.to == "mia@example.org"
    assert mail.subject.startswith("Your trial of Kaiwa Plus ends on ")
    assert "$15 a month" in mail.body
    assert "/billing" in mail.body


def test_a_trial_that_is_cancelled_is_not(shop: Shop) -> None:
    mailbox = Mailbox(shop.app)
    number = shop.subscribe("plus", trial_end=shop.stripe.now + 7 * DAY)
    shop.payments.set_cancel_at_period_end(number, is_to_end=True, key="1")
    shop.stripe.advance(days=5)
    shop.tell()
    assert shop.events("customer.subscription.trial_will_end")
    assert mailbox.read() == []


def test_a_payment_that_failed_is_told_of_once_in_the_readers_language(shop: Shop) -> None:
    mailbox = Mailbox(shop.app)
    with shop.app.app_context():
        db.session.get_one(User, shop.mia).preferred_ui_language_id = "ja"
        db.session.commit()
    shop.subscribe("plus")
    shop.stripe.next_payment("declined", times=2)
    shop.stripe.advance(days=31)
    shop.tell()
    shop.stripe.advance(days=3)
    shop.tell()
    assert len(shop.events("invoice.payment_failed")) == 2
    (mail,) = mailbox.read()
    assert mail.subject.strip() == "Kaiwa Plus のお支払いができませんでした"
    assert "/billing" in mail.body


def test_what_was_paid_meanwhile_is_not_told_of(shop: Shop) -> None:
    mailbox = Mailbox(shop.app)
    shop.subscribe("plus")
    shop.stripe.next_payment("declined")
    shop.stripe.advance(days=31)
    shop.stripe.advance(days=3)
    shop.tell()
    assert shop.events("invoice.payment_failed")
    assert mailbox.read() == []


def test_who_stands_at_the_till_sees_it_there(shop: Shop) -> None:
    mailbox = Mailbox(shop.app)
    shop.subscribe("plus", how="declined")
    shop.tell()
    assert shop.events("invoice.payment_failed")
    assert mailbox.read() == []
