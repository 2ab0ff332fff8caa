"""An admin looks after billing in a browser: finds somebody, gives back, gives time; by keyboard, without scripts."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from kaiwa.accounts.sessions import open_session
from kaiwa.clock import now
from kaiwa.config import ROOT, Settings
from kaiwa.extensions import db
from kaiwa.models import Payment, User
from kaiwa.models.subscriptions import EventState, SubscriptionStatus
from kaiwa.models.users import Role
from tests.admin.payers import at_stripe, failed_event, have_person, payment_of, subscribe, subscription_of, the_payment
from tests.conftest import MakeApp
from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.live_server import LiveServer, running_server
from tests.stripe_server import StripeServer

VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
HOME = "/admin/billing"


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Flask:
    """With Stripe set up."""
    return make_app(settings=at_stripe(settings, stripe_server))


@pytest.fixture
def server(
    app: Flask, environment: dict[str, str], database_url: str, stripe_server: StripeServer, tmp_path: Path
) -> Iterator[LiveServer]:
    """A live server with Stripe set up."""
    variables = environment | {"DATABASE_URL": database_url} | stripe_server.settings()
    with running_server(variables, tmp_path / "log") as running:
        yield running


def come_in(page: Page, app: Flask, server: LiveServer) -> None:
    """Be an admin."""
    boss = have_person(app, f"admin-{uuid4()}@example.org", Role.ADMIN)
    with app.app_context():
        secret = open_session(db.session(), boss, at=now(), user_agent=None, ip_address=None)
        db.session.commit()
    page.context.add_cookies([{"name": "kaiwa_session", "value": secret, "url": server.url}])


def have_trouble(app: Flask) -> None:
    """Everything that an admin may find."""
    others = [have_person(app, f"learner-{number}@a-rather-long-domain.example.org") for number in range(3)]
    with app.app_context():
        users = [db.session.get_one(User, each) for each in others]
        late = {"status": SubscriptionStatus.PAST_DUE, "unpaid_since": now()}
        db.session.add_all(
            [
                subscription_of(users[0], has_unknown_price=True, tier_id=None),
                subscription_of(users[1], is_duplicate=True),
                subscription_of(users[2], tier_id="premium", **late),
                payment_of(users[1], is_disputed=True, number="KAIWA-0007"),
                payment_of(users[2], amount_cents=250000, currency="jpy", refunded_cents=1800),
                failed_event(users[0], id="evt_1QabcDEFghiJKLmnoPQRstuv"),
                failed_event(None, state=EventState.KEPT),
            ]
        )
        db.session.commit()


def look(page: Page, name: str, tag: str, tmp_path: Path) -> None:
    """The page is sound and its HTML is valid; SHOTS names a folder for pictures of it."""
    folder = os.environ.get("SHOTS")
    if folder:
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                page.screenshot(path=f"{folder}/{name}-{tag}-{width}-{theme}.png", full_page=True)
    expect_sound(page, tag)
    (tmp_path / f"{name}.html").write_text(page.request.get(page.url).text())


@pytest.mark.parametrize("tag", LOCALES)
def test_every_page_is_sound(
    browser: Browser, app: Flask, server: LiveServer, stripe_server: StripeServer, tmp_path: Path, tag: str
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    with reading(browser, server.url, tag) as page:
        come_in(page, app, server)
        page.goto(HOME)
        look(page, "empty", tag, pages)
        mia = have_person(app)
        page.goto(f"{HOME}/people/{mia}")
        look(page, "person-empty", tag, pages)
        subscribe(app, stripe_server, mia)
        have_trouble(app)
        page.goto(HOME)
        look(page, "billing", tag, pages)
        page.goto(f"{HOME}/people?email=learner")
        look(page, "people", tag, pages)
        page.goto(f"{HOME}/people?email=nobody")
        look(page, "nobody", tag, pages)
        page.goto(f"{HOME}/people/{mia}")
        page.locator("#reason").fill("We were down on Monday")
        look(page, "person", tag, pages)
        page.locator("form[action$='/credits'] button").click()
        expect(page.locator("#minutes-error")).to_be_visible()
        expect_sound(page, tag)
        page.goto(f"{HOME}/payments/{payment_of_mia(app)}/refunds")
        page.locator("form[action$='/refunds'] button").click()
        expect(page.locator("#sure-error")).to_be_visible()
        look(page, "refund", tag, pages)
    found = subprocess.run([VALIDATE, "--preset", "standard", pages], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def payment_of_mia(app: Flask) -> UUID:
    """What she paid."""
    with app.app_context():
        query = select(Payment.id).join(User, Payment.user_id == User.id).where(User.email == "mia@example.org")
        return db.session.scalars(query).one()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_payment_goes_back_by_keyboard(
    browser: Browser, app: Flask, server: LiveServer, stripe_server: StripeServer, has_scripts: bool
) -> None:
    subscribe(app, stripe_server, have_person(app))
    context = browser.new_context(base_url=server.url, locale="en-US", java_script_enabled=has_scripts)
    page = context.new_page()
    come_in(page, app, server)
    page.goto(HOME)
    page.get_by_label("Find somebody").focus()
    page.keyboard.type("MIA@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("mia@example.org")
    page.get_by_role("link", name="Refund").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("How much")).to_have_value("15.00")
    page.get_by_label("How much").fill("4")
    page.get_by_label("Why").fill("The sound was bad")
    page.get_by_role("button", name="Refund it now").press("Enter")
    expect(page.get_by_text("Please tick the box")).to_be_visible()
    page.get_by_label("Yes, give this back").press("Space")
    page.get_by_role("button", name="Refund it now").press("Enter")
    expect(page.get_by_text("$4.00 given back")).to_be_visible()
    assert the_payment(app).refunded_cents == 400
    page.get_by_label("Minutes").fill("30")
    page.get_by_label("Why").fill("And for the trouble")
    page.keyboard.press("Enter")
    expect(page.get_by_text("30 minutes")).to_be_visible()
    page.get_by_role("button", name="Sync now").press("Enter")
    expect(page.get_by_text("time.credited")).to_be_visible()
    context.close()
