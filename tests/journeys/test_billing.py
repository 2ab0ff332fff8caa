"""A plan in a browser, from the first press to the money back, at the stand-in: the books agree after each step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from kaiwa.billing.checking import check_books
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.gateways.payments import Payments
from tests.accounts.people import MIA
from tests.billing.buyers import payments_of, sell, settings_for
from tests.billing.months import change_tier
from tests.billing.standings import STANDINGS
from tests.conftest import MakeApp
from tests.jobs import do_jobs
from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.journeys.billing_walks import buy, enter_as, stand
from tests.journeys.conftest import PHONE
from tests.journeys.steps import COFFEE, answered
from tests.live_server import running_server
from tests.stripe_server import StripeServer


@dataclass
class Till:
    """A live server that sells, the stand-in that tells it what happens, and the application that does its jobs."""

    url: str
    stripe: StripeServer
    app: Flask

    @property
    def payments(self) -> Payments:
        return payments_of(self.app)

    def settle(self) -> None:
        """All that Stripe told is done, as the worker does it, and the books are right."""
        self.stripe.wait_until_delivered()
        do_jobs(self.app)
        with self.app.app_context():
            at = datetime.fromtimestamp(self.stripe.now, UTC)
            assert list(check_books(db.session(), self.payments, at)) == []


@pytest.fixture
def till(
    make_app: MakeApp, settings: Settings, environment: dict[str, str], stripe_server: StripeServer, tmp_path: Path
) -> Iterator[Till]:
    app = make_app(settings=settings_for(settings, stripe_server))
    sell(app)
    variables = environment | {"DATABASE_URL": str(settings.database_url), **stripe_server.settings()}
    with running_server(variables, tmp_path / "log") as live:
        stripe_server.connect(f"{live.url}/webhooks/stripe")
        yield Till(live.url, stripe_server, app)


def standing(page: Page, till: Till) -> str:
    """What the page of billing says of the plan, once all is settled."""
    till.settle()
    page.goto(f"{till.url}/billing")
    return str(page.locator(".standing").inner_text())


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_the_whole_story_of_a_plan(page: Page, till: Till) -> None:
    with till.app.app_context():
        change_tier(db.session(), "plus", trial_days=0, monthly_conversations=1)
    enter_as(page, till.url, MIA["email"])
    buy(page, till.url, "plus")
    expect(page.get_by_text("Thank you. Your plan is yours from now on.")).to_be_visible()
    assert "It renews on" in standing(page, till)
    use_up_and_upgrade(page, till)
    fail_and_recover(page, till)
    end_and_resume(page, till)
    paid = till.stripe.world.all("payment_intent", status="succeeded")[0]
    till.payments.create_refund(paid["id"], 500, key="refund-1", reason="Sorry")
    standing(page, till)
    expect(page.locator(".invoices")).to_contain_text("$5.00 given back")
    file = page.request.get(f"{till.url}{page.locator('.invoices a').first.get_attribute('href')}")
    assert file.headers["content-type"] == "application/pdf" and file.body().startswith(b"%PDF")


def use_up_and_upgrade(page: Page, till: Till) -> None:
    page.goto(f"{till.url}{COFFEE}")
    page.locator(".starters button").first.click()
    answered(page, 2)
    page.goto(till.url)
    expect(page.locator(".used-up")).to_contain_text("You have begun all the conversations of this month.")
    page.locator(".used-up .plans-link").click()
    follow(page, "Change to Premium")
    expect(page.locator(".standing")).to_contain_text("Today you pay $14.00")
    press(page, "Change and pay $14.00")
    expect(page.get_by_text("Your plan has changed.")).to_be_visible()
    assert "$29 a month" in standing(page, till)
    page.goto(till.url)
    expect(page.locator(".used-up")).to_have_count(0)


def fail_and_recover(page: Page, till: Till) -> None:
    till.stripe.next_payment("declined")
    till.stripe.advance(days=32)
    assert "Your last payment did not go through. Your plan stays until" in standing(page, till)
    page.goto(till.url)
    page.locator(".owed a").click()
    press(page, "Update your card")
    page.locator("[name=do][value=card]").click()
    page.goto(f"{till.url}/billing/portal/return")
    follow(page, "Pay the open invoice")
    page.locator("[name=do]").first.click()
    assert "It renews on" in standing(page, till)
    expect(page.locator(".owed, .is-open")).to_have_count(0)


def end_and_resume(page: Page, till: Till) -> None:
    follow(page, "End your plan")
    press(page, "End the plan")
    expect(page.get_by_text("Your plan is ended.")).to_be_visible()
    assert "and does not renew" in standing(page, till)
    press(page, "Resume")
    expect(page.get_by_text("Your plan goes on.")).to_be_visible()
    assert "It renews on" in standing(page, till)


def test_subscribing_works_without_javascript(browser: Browser, till: Till) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="en-US")
    page = context.new_page()
    page.goto(f"{till.url}/pricing")
    follow(page, "By the year")
    follow(page, "Choose Plus")
    expect(page.get_by_text("A plan belongs to an account.")).to_be_visible()
    page.locator("#email").fill(MIA["email"])
    page.locator("#password").fill(MIA["password"])
    page.locator("main form:has(#password) button").click()
    press(page, "Choose Plus")
    page.locator("[name=do][value=pay]").click()
    expect(page.locator(".standing")).to_contain_text("and then $144 a year.")
    assert "You are trying it" in standing(page, till)
    context.close()


def test_a_change_of_mind_at_stripe_leads_back(page: Page, till: Till) -> None:
    enter_as(page, till.url, MIA["email"])
    page.goto(f"{till.url}/pricing?interval=year")
    press(page, "Choose Premium")
    page.get_by_role("link", name="Go back").click()
    expect(page.locator("#plan-premium")).to_contain_text("$276 once a year.")
    assert "You have what is free" in standing(page, till)


def test_what_comes_late_is_waited_for(page: Page, till: Till) -> None:
    enter_as(page, till.url, MIA["email"])
    page.goto(f"{till.url}/pricing")
    press(page, "Choose Premium")
    till.stripe.fail_next("500", path="/v1/checkout/sessions/.*", times=6)
    page.locator("[name=do][value=pay]").click()
    expect(page.get_by_text("Your payment is being confirmed.")).to_be_visible()
    expect(page.locator(".standing")).to_contain_text("It renews on")
    till.settle()


@pytest.mark.parametrize("tag", LOCALES)
def test_every_standing_is_sound(browser: Browser, till: Till, tag: str) -> None:
    with reading(browser, till.url, tag) as page:
        for name, (tier, happen) in STANDINGS.items():
            enter_as(page, till.url, f"{name}@example.org")
            stand(page, till.url, till.stripe, tier, happen)
            expect_sound(page, tag)
            if name == "active":
                for path in ("/pricing", "/billing/plan?tier=premium&interval=year", "/billing/cancellation"):
                    page.goto(path)
                    expect_sound(page, tag)
