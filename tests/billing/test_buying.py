"""Buying a plan: the prices, Checkout and the way back, for strangers, learners and who has a plan already."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.config import Settings
from tests.billing.buyers import CHOICE, Buyer, have_buyer, make_admin, payments_of, sell, settings_for, words
from tests.conftest import MakeApp
from tests.stripe_server import StripeServer


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Flask:
    """With keys, and with prices at Stripe."""
    app = make_app(settings=settings_for(settings, stripe_server))
    sell(app)
    return app


@pytest.fixture
def buyer(app: Flask, stripe_server: StripeServer) -> Buyer:
    return have_buyer(app, stripe_server)


def test_the_plans_are_public_by_the_month_and_by_the_year(client: FlaskClient) -> None:
    month, year = words(client.get("/pricing")), words(client.get("/pricing?interval=year"))
    assert "$15 a month" in month and "Paid by the year you save $36." in month
    assert "$12 a month" in year and "$144 once a year. You save $36." in year
    assert "10 hours of practice a month" in month and "Up to 300 conversations a month" in month
    assert "Sessions of 15 minutes, and up to 15 minutes more" in month
    assert "Up to 5 hours of unused time carried over" in month and "10 scenarios of your own" in month
    assert "The first 7 days cost nothing." in month


def test_a_stranger_is_led_to_sign_up_and_comes_back(client: FlaskClient) -> None:
    html = client.get("/pricing?interval=year").text
    assert "/billing/checkout" not in html
    assert "/sign-up?next=/pricing?interval%3Dyear%23plan-plus&amp;why=plan" in html
    form = client.get("/sign-up?next=/pricing?interval%3Dyear%23plan-plus&why=plan").text
    assert "A plan belongs to an account." in form and 'value="/pricing?interval=year#plan-plus"' in form
    # what was asked for is still said beside a wrong input
    action = re.search(r'<form class="fields" action="([^"]+)"', form)
    assert action is not None
    wrong = client.post(action[1], data={"email": "nobody", "password": "x", "next": "/pricing"})
    assert wrong.status_code == 422 and "A plan belongs to an account." in wrong.text


def test_a_plan_is_bought_with_its_trial(buyer: Buyer) -> None:
    answer = buyer.buy()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/billing?done=subscribed")
    page = buyer.page("/billing?done=subscribed")
    assert "Thank you." in page and "You are trying it: nothing is paid until" in page and "$15 a month" in page
    assert buyer.at()["metadata"] == {"user_id": str(buyer.user.id)}
    assert buyer.server.world.by_id[buyer.customer]["metadata"] == {"user_id": str(buyer.user.id)}


def test_who_had_a_plan_has_no_second_trial(buyer: Buyer) -> None:
    buyer.buy()
    buyer.server.advance(days=8)
    buyer.client.get("/billing/portal/return")
    assert "It renews on" in buyer.page()
    payments_end(buyer)
    assert "The first 7 days cost nothing." not in buyer.page("/pricing")
    buyer.buy()
    assert buyer.subscriptions()[-1].status == "active"


def payments_end(buyer: Buyer) -> None:
    """Their subscription ends now, and they come by."""
    payments_of(buyer.app).cancel_now(buyer.subscription().stripe_subscription_id)
    buyer.client.get("/billing/portal/return")


def test_what_is_open_already_is_used_again(buyer: Buyer) -> None:
    first, again = buyer.choose(), buyer.choose()
    assert first.headers["Location"] == again.headers["Location"]
    other = buyer.choose(interval="year")
    assert other.headers["Location"] != first.headers["Location"]
    assert [each["status"] for each in buyer.server.world.all("checkout.session")] == ["open", "expired"]
    assert buyer.choose().headers["Location"] not in (first.headers["Location"], other.headers["Location"])


def test_htmx_is_led_there_too(buyer: Buyer) -> None:
    answer = buyer.client.post("/billing/checkout", data=CHOICE, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(f"{buyer.server.url}/pay/")


def test_two_at_once_give_one_subscription_and_a_clear_message(app: Flask, buyer: Buyer) -> None:
    browsers = [app.test_client() for _ in range(8)]
    cookie = buyer.client.get_cookie("kaiwa_session")
    assert cookie is not None
    for each in browsers:
        each.set_cookie("kaiwa_session", cookie.value)
    with ThreadPoolExecutor(len(browsers)) as threads:
        answers = list(threads.map(lambda browser: browser.post("/billing/checkout", data=CHOICE), browsers))
    addresses = {answer.headers["Location"] for answer in answers}
    assert len(addresses) == 1 and len(buyer.server.world.all("customer")) == 1
    buyer.server.pay(addresses.pop().rsplit("/", 1)[1])
    # nobody has told us yet, but Stripe knows
    answer = buyer.choose()
    assert answer.status_code == 409
    assert "You have a plan already, so nothing was bought a second time." in words(answer)
    assert "You are trying it" in words(answer)
    assert len(buyer.server.world.all("subscription")) == 1


def test_who_has_a_plan_is_led_to_the_change(buyer: Buyer) -> None:
    buyer.buy()
    html = buyer.client.get("/pricing").text
    assert "/billing/checkout" not in html and "/billing/plan?tier=premium&amp;interval=month" in html
    assert "your plan" in words(buyer.client.get("/pricing"))


def test_the_way_back_gives_nothing_by_itself(app: Flask, buyer: Buyer) -> None:
    checkout = buyer.choose().headers["Location"].rsplit("/", 1)[1]
    back = f"/billing/return?session={checkout}"
    assert "Nothing was paid" in buyer.page(back)
    assert buyer.subscriptions() == []
    stranger = have_buyer(app, buyer.server, "tom@example.org")
    assert stranger.client.get(back).status_code == 404
    stranger.choose()
    assert stranger.client.get(back).status_code == 404
    assert buyer.client.get("/billing/return?session=cs_test_nobodys").status_code == 404
    assert buyer.client.get("/billing/return").status_code == 404
    guest = app.test_client().get(back)
    assert guest.headers["Location"].startswith("/sign-in?next=/billing/return")


def test_what_is_not_there_yet_is_looked_for_again_and_explained(buyer: Buyer) -> None:
    checkout = buyer.choose().headers["Location"].rsplit("/", 1)[1]
    buyer.server.pay(checkout)
    back = f"/billing/return?session={checkout}"
    buyer.server.fail_next("500", path="/v1/checkout/sessions/.*", times=6)
    answer = buyer.client.get(back)
    assert "Your payment is being confirmed." in words(answer)
    again = f"/billing/return?session={checkout}&amp;looks=1"
    assert f'hx-get="{again}" hx-trigger="every 2s"' in answer.text
    assert f'<meta http-equiv="refresh" content="2;url={again}">' in answer.text
    late = buyer.client.get(f"{back}&looks=10")
    assert "This takes longer than usual" in words(late) and "hx-trigger" not in late.text
    assert "refresh" not in late.text
    here = buyer.client.get(back, headers={"HX-Request": "true"})
    assert here.headers["HX-Redirect"] == "/billing?done=subscribed"


@pytest.mark.parametrize("form", [{"tier": "free"}, {"tier": "nothing"}, {"tier": ""}, {"interval": "week"}])
def test_what_is_not_sold_cannot_be_bought(buyer: Buyer, form: dict[str, str]) -> None:
    answer = buyer.choose(**form)
    assert answer.status_code == 404
    assert buyer.server.world.all("checkout.session") == []


def test_when_stripe_does_not_answer_nothing_is_half_done(buyer: Buyer) -> None:
    buyer.server.fail_next("500", times=3)
    answer = buyer.choose()
    assert answer.status_code == 503
    assert "Our payment provider does not answer just now." in words(answer) and "Choose Plus" in words(answer)
    assert buyer.user.stripe_customer_id is None
    assert buyer.choose().status_code == 303
    assert len(buyer.server.world.all("customer")) == 1


def test_without_keys_the_plans_are_shown_without_buttons(make_app: MakeApp, stripe_server: StripeServer) -> None:
    app = make_app()
    buyer = have_buyer(app, stripe_server)
    for client in (buyer.client, app.test_client()):
        page = client.get("/pricing")
        assert "Plans cannot be bought here yet." in words(page) and "Choose" not in words(page)
        assert "$15 a month" in words(page)
    billing = buyer.page()
    assert "Plans cannot be bought here yet." in billing and "STRIPE_SECRET_KEY" not in billing
    assert "Invoices" not in billing and "See the plans" not in billing
    for path in ("checkout", "portal", "plan", "plan/withdrawal", "cancellation", "resumption"):
        assert buyer.client.post(f"/billing/{path}", data=CHOICE).status_code == 404
    make_admin(app, buyer.user.id)
    assert "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET" in buyer.page()


def test_addresses_at_stripe_are_in_no_log(buyer: Buyer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    address = buyer.choose().headers["Location"]
    buyer.server.pay(address.rsplit("/", 1)[1])
    buyer.client.get(f"/billing/return?session={address.rsplit('/', 1)[1]}")
    portal = buyer.client.post("/billing/portal").headers["Location"]
    assert not any(secret in record.getMessage() for record in caplog.records for secret in (address, portal))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("kaiwa")]
    assert ours and not any(address.rsplit("/", 1)[1] in line for line in ours)
