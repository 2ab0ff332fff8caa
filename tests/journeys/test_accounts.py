"""A guest becomes a learner and goes on: on this browser, on another one, with and without JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.accounts.people import MIA
from tests.journeys.account_pages import PAGES, Visit, give, sign_out
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import answered, say
from tests.journeys.test_access import AXE
from tests.live_server import LiveServer

COFFEE = "/?scene=order-coffee&language=ja"
FIVE = ["コーヒーを二つお願いします", "ホットで", "Mで", "ここで飲みます", "じゃあ持ち帰りで"]
SIXTH = "けっこうです"


def say_plainly(page: Page, line: str) -> None:
    """Say a line with the form alone."""
    page.locator("#content").fill(line)
    page.get_by_role("button", name="Send").click()
    answered(page, page.locator("#log .message.learner").count() + 1)


def stands_there(page: Page, lines: list[str]) -> None:
    """Every line is in the log, in order."""
    expect(page.locator("#log .message.learner")).to_have_count(len(lines))
    for shown, line in zip(page.locator("#log .message.learner").all(), lines, strict=True):
        expect(shown).to_contain_text(line)


def test_a_guest_signs_up_from_the_summary_and_goes_on_in_another_browser(
    page: Page, live_server: LiveServer, browser: Browser
) -> None:
    page.goto(COFFEE)
    for line in FIVE:
        say(page, line)
    here = page.url
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("link", name="Save my progress").click()
    expect(page.get_by_role("heading", name="Save your progress")).to_be_visible()
    give(page, "Save my progress")
    expect(page).to_have_url(here)
    stands_there(page, FIVE)
    sign_out(page)
    assert page.request.get(here).status == 404

    context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="en-US")
    second = context.new_page()
    second.goto("/")
    second.get_by_role("link", name="Sign in").click()
    give(second, "Sign in")
    second.get_by_role("main").get_by_role("link", name="Ordering coffee").last.click()
    second.get_by_role("button", name="Keep talking").click()
    expect(second).to_have_url(re.compile(re.escape(here)))
    stands_there(second, FIVE)
    say(second, SIXTH)
    stands_there(second, [*FIVE, SIXTH])
    context.close()


def test_a_guest_signs_up_from_the_header_and_comes_home(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size(DESK)
    page.goto(COFFEE)
    say(page, FIVE[0])
    here = page.url
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Make one").click()
    give(page, "Save my progress")
    page.goto("/")
    page.get_by_role("link", name="Continue", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(here)))
    stands_there(page, FIVE[:1])
    say(page, FIVE[1])


def test_the_same_without_javascript(plain_page: Page, browser: Browser, live_server: LiveServer) -> None:
    page = plain_page
    page.goto(COFFEE)
    for line in FIVE:
        say_plainly(page, line)
    here = page.url.split("#")[0]
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("link", name="Save my progress").click()
    give(page, "Save my progress", password="short")
    expect(page.locator("#password-error")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value(MIA["email"])
    give(page, "Save my progress")
    expect(page).to_have_url(here)
    stands_there(page, FIVE)
    sign_out(page)

    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE, locale="en-US")
    second = context.new_page()
    second.goto("/sign-in")
    give(second, "Sign in")
    second.get_by_role("main").get_by_role("link", name="Ordering coffee").last.click()
    second.get_by_role("button", name="Keep talking").click()
    stands_there(second, FIVE)
    say_plainly(second, SIXTH)
    stands_there(second, [*FIVE, SIXTH])
    context.close()


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


@pytest.mark.parametrize(
    ("theme", "size", "locale"), [("light", PHONE, "en-US"), ("dark", PHONE, "ja-JP"), ("light", DESK, "ja-JP")]
)
@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_axe_finds_nothing(
    browser: Browser, live_server: LiveServer, visit: Visit, theme: Any, size: ViewportSize, locale: str
) -> None:
    context = browser.new_context(
        base_url=live_server.url,
        color_scheme=theme,
        locale=locale,
        viewport=size,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    visit(page)
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document)).violations")
    context.close()
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
@pytest.mark.parametrize("locale", ["en-US", "ja-JP"])
def test_nothing_spills_on_a_narrow_phone(browser: Browser, live_server: LiveServer, visit: Visit, locale: str) -> None:
    context = browser.new_context(base_url=live_server.url, locale=locale, viewport={"width": 320, "height": 640})
    page = context.new_page()
    visit(page)
    spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    head = page.locator(".site-head").bounding_box()
    context.close()
    assert spill <= 0
    assert head is not None
    assert head["height"] < 70


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
