"""One's own page of billing: for each standing its sentence and its action, the invoices, and nobody else's."""

import pytest
from flask import Flask

from kaiwa.billing.entitlement import Standing
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import Payment
from tests.billing.buyers import Buyer, have_buyer, sell, settings_for, words
from tests.billing.months import change_tier
from tests.billing.standings import STANDINGS
from tests.conftest import MakeApp
from tests.stripe_server import StripeServer

SAYS = {
    "free": ("You have what is free", "See the plans"),
    "trialing": ("You are trying it: nothing is paid until", "Change plan"),
    "active": ("It renews on", "Pay by the year"),
    "ending": ("and does not renew", "Resume"),
    "past_due": ("Your plan stays until", "Update your card"),
    "unpaid": ("Your payment is still open, so you have what is free for now.", "Pay the open invoice"),
    "incomplete": ("so your plan has not begun", "Finish paying"),
    "canceled": ("Your plan ended on", "Subscribe again"),
    "paused": ("Your plan is paused", "Add a card"),
}
JAPANESE = {
    "free": "無料プランをご利用中です",
    "trialing": "無料体験中です",
    "active": "に更新されます",
    "ending": "プランを再開する",
    "past_due": "カードを更新する",
    "unpaid": "未払いの請求を支払う",
    "incomplete": "お支払いを完了する",
    "canceled": "もう一度申し込む",
    "paused": "カードを登録する",
}


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Flask:
    app = make_app(settings=settings_for(settings, stripe_server))
    sell(app)
    return app


@pytest.fixture
def buyer(app: Flask, stripe_server: StripeServer) -> Buyer:
    return have_buyer(app, stripe_server)


def stand(buyer: Buyer, standing: str) -> None:
    """Bring somebody there, and let them come by."""
    tier, happen = STANDINGS[standing]
    if tier is None:
        buyer.choose()
    elif tier:
        buyer.buy(tier=tier)
    happen(buyer.server, buyer.customer if tier != "" else "")
    buyer.client.get("/billing/portal/return")


def test_every_standing_is_shown() -> None:
    assert set(STANDINGS) == set(SAYS) == set(JAPANESE) == {each.value for each in Standing}


@pytest.mark.parametrize("standing", STANDINGS)
def test_each_standing_has_its_sentence_and_its_action(app: Flask, buyer: Buyer, standing: str) -> None:
    stand(buyer, standing)
    page = buyer.page()
    assert all(each in page for each in SAYS[standing]), page
    others = {sentence for name, (sentence, _) in SAYS.items() if name != standing}
    assert not [each for each in others if each in page]
    assert JAPANESE[standing] in buyer.page("/billing?interface=ja")
    stranger = have_buyer(app, buyer.server, "tom@example.org")
    assert "You have what is free" in stranger.page() and "There is no invoice yet." in stranger.page()


def test_a_payment_after_the_grace_says_what_is_free(app: Flask, buyer: Buyer) -> None:
    stand(buyer, "past_due")
    with app.app_context():
        found = buyer.subscription()
        db.session.add(found)
        found.unpaid_since = found.stripe_created_at.replace(year=2020)
        db.session.commit()
    page = buyer.page()
    assert "Your payment is still open" in page and "Update your card" in page and "Your plan stays until" not in page


def test_the_bar_says_that_it_is_a_page_of_mine(buyer: Buyer) -> None:
    assert 'href="/settings" aria-current="page"' in buyer.client.get("/billing").text
    assert 'href="/settings" aria-current="page"' not in buyer.client.get("/pricing").text


def test_invoices_have_their_amount_status_and_file(app: Flask, buyer: Buyer) -> None:
    buyer.buy(tier="premium")
    html = buyer.client.get("/billing").text
    assert "$29.00" in html and "paid" in words(buyer.client.get("/billing"))
    with app.app_context():
        paid = db.session.query(Payment).one()
    path = f"/billing/invoices/{paid.id}"
    assert path in html and str(paid.invoice_pdf_url) not in html and str(paid.hosted_invoice_url) not in html
    answer = buyer.client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, paid.invoice_pdf_url)
    assert answer.headers["Cache-Control"] == "no-store"
    assert buyer.client.get(f"{path}/payment").headers["Location"] == paid.hosted_invoice_url
    stranger = have_buyer(app, buyer.server, "tom@example.org")
    assert stranger.client.get(path).status_code == stranger.client.get(f"{path}/payment").status_code == 404
    assert app.test_client().get(path).headers["Location"].startswith("/sign-in")


def test_what_was_given_back_is_said(app: Flask, buyer: Buyer) -> None:
    buyer.buy(tier="premium")
    with app.app_context():
        db.session.query(Payment).one().refunded_cents = 500
        db.session.commit()
    assert "paid, $5.00 given back" in buyer.page()


def test_another_currency_is_written_as_its_own(app: Flask, buyer: Buyer) -> None:
    with app.app_context():
        change_tier(db.session(), "plus", currency="jpy", monthly_price_cents=1800, annual_price_cents=18000)
    assert "¥1,800 a month" in buyer.page("/pricing")
    assert "¥1,500 a month" in buyer.page("/pricing?interval=year")
    assert "月額 ￥1,800" in buyer.page("/pricing?interface=ja")


def test_the_line_on_other_pages_costs_nothing_for_who_never_bought(buyer: Buyer) -> None:
    assert "Your last payment did not go through." not in buyer.page("/scenarios")
    stand(buyer, "past_due")
    assert "See what to do" in buyer.page("/scenarios")
    assert "See what to do" not in buyer.page()


@pytest.mark.parametrize("path", ["/pricing", "/pricing?interval=year", "/billing"])
def test_pages_speak_japanese(buyer: Buyer, path: str) -> None:
    page = buyer.page(f"{path}{'&' if '?' in path else '?'}interface=ja")
    assert "プラン" in page and "a month" not in page and "Choose" not in page
