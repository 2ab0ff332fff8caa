"""A guest becomes a learner and goes on: on this browser, on another one, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_playwright import CreateContextCallback

from tests.accounts.people import MIA
from tests.journeys.account_pages import give
from tests.journeys.becoming import FIVE, become_a_learner, go_on_elsewhere, leave
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import COFFEE, say, say_plainly, stands_there
from tests.live_server import LiveServer


def save(page: Page) -> None:
    """Make an account by the form."""
    give(page, "Save my progress")


def save_at_last(page: Page) -> None:
    """The same, after a password that is refused."""
    give(page, "Save my progress", password="short")
    expect(page.locator("#password-error")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value(MIA["email"])
    save(page)


def come_back(page: Page) -> None:
    """Sign in by the form."""
    give(page, "Sign in")


def test_a_guest_signs_up_from_the_summary_and_goes_on_in_another_browser(
    page: Page, live_server: LiveServer, new_context: CreateContextCallback
) -> None:
    here = become_a_learner(page, say, save)
    leave(page, here)
    second = new_context().new_page()
    second.set_viewport_size(DESK)
    go_on_elsewhere(second, say, come_back, here)


def test_a_guest_signs_up_from_the_header_and_comes_home(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size(DESK)
    page.goto(COFFEE)
    say(page, FIVE[0])
    here = page.url
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make one").click()
    save(page)
    page.goto("/")
    page.get_by_role("link", name="Continue", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(here)))
    stands_there(page, FIVE[:1])
    say(page, FIVE[1])


def test_the_same_without_javascript(live_server: LiveServer, new_context: CreateContextCallback) -> None:
    page, second = (new_context(java_script_enabled=False).new_page() for _ in range(2))
    here = become_a_learner(page, say_plainly, save_at_last)
    leave(page, here)
    go_on_elsewhere(second, say_plainly, come_back, here)


@pytest.mark.parametrize("scripted", [True, False], ids=["with-javascript", "without-javascript"])
def test_everything_is_taken_away_and_deleted(browser: Browser, live_server: LiveServer, scripted: bool) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=scripted, viewport=PHONE, locale="en-US", accept_downloads=True
    )
    page = context.new_page()
    page.goto("/sign-up")
    give(page, "Make the account")
    page.get_by_role("contentinfo").get_by_role("link", name="Privacy").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export everything").click()
    assert re.fullmatch(r"kaiwa-[\d-]{10}\.zip", download.value.suggested_filename)
    page.locator("summary", has_text="Delete my account").click()
    page.get_by_label("Your password").fill("another password")
    page.get_by_role("button", name="Delete it now").click()
    expect(page.locator("#password-error")).to_be_visible()
    page.get_by_label("Your password").fill(MIA["password"])
    page.get_by_role("button", name="Delete it now").click()
    expect(page.get_by_role("heading", name="It is all gone")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.goto("/sign-in")
    give(page, "Sign in")
    expect(page.locator("#password-error")).to_be_visible()
    context.close()


VOICE = """
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "ja-JP", default: true }], speak: (words) => spoken.push(words.text), cancel: () => {},
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
window.spoken = [];
"""


def test_whoever_wants_answers_aloud_hears_each_new_one_once(page: Page, live_server: LiveServer) -> None:
    page.add_init_script(VOICE)
    page.goto("/sign-up")
    give(page, "Make the account")
    page.goto("/settings/conversation")
    with page.expect_response(re.compile("/settings/fields/speaks_lines")):
        page.get_by_role("group", name="Your partner’s answers aloud").get_by_label("Yes").check()
    page.goto(COFFEE)
    say(page, FIVE[0])
    say(page, FIVE[1])
    lines = page.locator("#log .partner [data-say]").evaluate_all("all => all.map(each => each.dataset.say)")
    assert len(lines) == 3
    assert page.evaluate("spoken") == lines[1:]
