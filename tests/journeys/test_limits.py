"""Near a limit and at it, in a browser: one quiet line, more minutes, a scene that is closed, a text that is kept."""

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.database_server import plain
from tests.journeys.account_pages import enter
from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.journeys.steps import COFFEE, OVER, answered, say, say_plainly
from tests.live_server import LiveServer

Change = Callable[..., None]
EXTENDABLE = "UPDATE tiers SET can_extend = true, max_extensions = 1, extension_seconds = 300, monthly_seconds = 36000"
NEAR = "UPDATE conversation_sessions SET seconds_consumed = limit_seconds - 110"
REACHED = "UPDATE conversation_sessions SET seconds_consumed = limit_seconds - 5"
USED_UP = "UPDATE user_usage SET seconds_used = 36000"


@pytest.fixture
def change(database_url: str) -> Change:
    """Change rows under the server, as time would."""

    def do(*statements: str) -> None:
        with psycopg.connect(plain(database_url), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    return do


def begin(page: Page) -> None:
    page.goto(COFFEE)
    page.locator(".starters button").first.click()
    answered(page, 2)


def test_more_minutes_then_the_partner_closes_the_scene(page: Page, live_server: LiveServer, change: Change) -> None:
    change(EXTENDABLE)
    enter(page)
    begin(page)
    expect(page.locator("#limit")).to_have_text(re.compile(r"^\s*$"))
    change(NEAR)
    say(page, "ホットで")
    expect(page.locator("#limit")).to_contain_text("About 2 minutes are left in this session.")
    page.locator("#content").fill("M")
    page.get_by_role("button", name="5 more minutes").press("Enter")
    expect(page.locator("#limit")).to_have_text(re.compile("5 minutes added"))
    expect(page.locator("#content")).to_be_focused()
    expect(page.locator("#content")).to_have_value("M")
    change(NEAR)
    say(page, "Mで")
    expect(page.locator("#limit")).to_contain_text("About 2 minutes are left in this session.")
    expect(page.get_by_role("button", name="5 more minutes")).to_have_count(0)
    change(REACHED)
    say(page, "持ち帰りで")
    expect(page.locator("#log .bubble").last).to_have_attribute("data-say", re.compile("またのお越しを"))
    expect(page.locator("#limit")).to_contain_text("That was this session’s time.")
    page.locator(OVER).click()
    expect(page).to_have_url(re.compile("/summary$"))
    expect(page.locator(".summary")).to_contain_text("That was this session’s time.")


def test_without_javascript_too(plain_page: Page, live_server: LiveServer, change: Change) -> None:
    change(EXTENDABLE)
    enter(plain_page)
    begin(plain_page)
    change(NEAR)
    say_plainly(plain_page, "ホットで")
    plain_page.get_by_role("button", name="5 more minutes").click()
    answered(plain_page, 3)
    expect(plain_page.get_by_role("button", name="5 more minutes")).to_have_count(0)
    change(USED_UP)
    plain_page.locator("#content").fill("Mでおねがいします")
    plain_page.get_by_role("button", name="Send").click()
    expect(plain_page.locator("#content-error")).to_contain_text("practice time is used up")
    expect(plain_page.locator("#content")).to_have_value("Mでおねがいします")


def test_with_nothing_left_the_text_is_kept(browser: Browser, live_server: LiveServer, change: Change) -> None:
    change(EXTENDABLE)
    # a refusal is an error to the browser's console, which the page of the other tests minds
    with reading(browser, live_server.url, "en") as page:
        enter(page)
        begin(page)
        change(USED_UP)
        page.locator("#content").fill("ホットで")
        page.locator("#content").press("Enter")
        expect(page.locator("#content-error")).to_contain_text("practice time is used up")
        expect(page.locator("#content")).to_have_value("ホットで")
        expect(page.locator("#log .message")).to_have_count(3)
        page.goto("/")
        expect(page.locator(".used-up")).to_contain_text("practice time is used up")
        page.get_by_role("link", name="What you have used").click()
        expect(page.locator(".usage")).to_contain_text("600 of 600 used, 0 left")


@pytest.mark.parametrize("tag", LOCALES)
def test_axe_finds_nothing_near_a_limit(browser: Browser, live_server: LiveServer, change: Change, tag: str) -> None:
    change(EXTENDABLE)
    with reading(browser, live_server.url, tag) as page:
        enter(page)
        begin(page)
        change(NEAR)
        page.reload()
        expect(page.locator("#extension")).to_be_visible()
        expect_sound(page, tag)
        change(USED_UP)
        page.goto("/")
        expect(page.locator(".used-up")).to_be_visible()
        expect_sound(page, tag)
