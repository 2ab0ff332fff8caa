"""In every language of the interface, those that prove the layout included: nothing spills, axe finds nothing."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from kaiwa.config import ROOT
from tests.journeys.conftest import PHONE
from tests.journeys.steps import answered
from tests.live_server import LiveServer

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
COFFEE = "/?scene=order-coffee&language=ja"
CHOICE = "/preferences/interface-language"
NARROW = ViewportSize(width=320, height=640)
DIRECTIONS = {"ja": "ltr", "en-XA": "ltr", "ar": "rtl"}
# what stands at one side, on the first page and in a conversation
OUTSIDE = (".brand", ".theme-switch", ".send")
INSIDE = (".back", ".finish", ".send", ".hint-link", ".learner > .bubble", ".partner .translation summary")
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def landing(page: Page) -> None:
    page.goto(COFFEE)
    page.locator(".goals summary").click()
    page.locator(".other-scenes summary").click()


def conversation(page: Page) -> None:
    page.goto(COFFEE)
    page.locator("#content").fill("コーヒーがください")
    page.locator(".send").click()
    answered(page, 2)
    page.locator("#log .feedback summary").first.click()
    page.locator(".translation summary").last.click()
    page.locator("[data-hint]").click()
    expect(page.locator("#hint-next")).to_be_visible()


def conversation_with_menu(page: Page) -> None:
    page.goto(COFFEE)
    page.locator(".starters button").first.click()
    answered(page, 2)
    page.locator("[popovertarget=menu]").click()


def summary(page: Page) -> None:
    conversation(page)
    page.locator(".finish button").click()
    page.locator("#comfort-4").click()
    expect(page.locator("#comfort-4")).to_have_attribute("aria-pressed", "true")


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("#email").fill("nobody")
    page.locator("main form button").click()
    expect(page.locator("#email-error")).to_be_visible()


def sign_up(page: Page) -> None:
    page.goto("/sign-up")


def not_found(page: Page) -> None:
    page.goto("/nowhere")


def enter(page: Page) -> None:
    sign_up(page)
    page.locator("#email").fill("mia@example.org")
    page.locator("#password").fill("three blue umbrellas")
    page.locator("main form button").last.click()
    expect(page.locator("[action='/sign-out']")).to_be_visible()


def welcome(page: Page) -> None:
    enter(page)
    page.goto("/welcome")


def settings(page: Page) -> None:
    enter(page)
    page.goto("/settings")


def sessions(page: Page) -> None:
    enter(page)
    page.goto("/settings/sessions")


def home(page: Page) -> None:
    enter(page)
    page.goto("/")


def privacy(page: Page) -> None:
    page.goto("/privacy")


PAGES = [
    landing,
    conversation,
    conversation_with_menu,
    summary,
    sign_in,
    sign_up,
    not_found,
    welcome,
    settings,
    sessions,
    home,
    privacy,
]


@pytest.fixture
def narrow_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A narrow phone into which axe may be put."""
    context = browser.new_context(
        base_url=live_server.url, locale="en-US", viewport=NARROW, bypass_csp=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def choose(page: Page, tag: str) -> None:
    page.goto(CHOICE)
    page.locator(f"main button[value={tag}]").click()
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(page.locator("html")).to_have_attribute("dir", DIRECTIONS[tag])


@pytest.mark.parametrize("tag", DIRECTIONS)
@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_layout_and_direction_hold(narrow_page: Page, visit: Callable[[Page], None], tag: str) -> None:
    choose(narrow_page, tag)
    visit(narrow_page)
    expect(narrow_page.locator("html")).to_have_attribute("lang", tag)
    assert narrow_page.evaluate(SPILL) <= 0
    narrow_page.evaluate(AXE)
    for theme in ("light", "dark"):
        narrow_page.emulate_media(color_scheme=theme)
        found = narrow_page.evaluate("async () => (await axe.run(document)).violations")
        assert found == [], json.dumps(found)[:3000]


def middle(of: Locator) -> float:
    """Where something stands between the two sides of the phone, from 0 at the left to 1 at the right."""
    box = of.bounding_box()
    assert box is not None
    return (box["x"] + box["width"] / 2) / PHONE["width"]


def test_arabic_is_the_mirror_of_english(page: Page, live_server: LiveServer) -> None:
    sides: dict[str, list[bool]] = {}
    for tag in ("en-XA", "ar"):
        choose(page, tag)
        page.goto(COFFEE)
        places = [middle(page.locator(each)) for each in OUTSIDE]
        page.locator(".starters button").first.click()
        answered(page, 2)
        places += [
            middle(page.locator(each).first)
            for each in (".back", ".finish", ".send", ".hint-link", ".learner > .bubble")
        ]
        places.append(middle(page.locator(".partner .tools .translation summary").first))
        sides[tag] = [place < 0.5 for place in places]
    assert sides["ar"] == [not each for each in sides["en-XA"]]
    # what is practised keeps its own direction, and arrows point the other way
    assert page.locator(".partner .line").first.evaluate("line => getComputedStyle(line).direction") == "ltr"
    assert page.locator(".icon-back").evaluate("icon => getComputedStyle(icon).scale") == "-1 1"


def test_the_language_is_switched_at_the_foot_of_a_page(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    page.get_by_role("button", name="日本語").click()
    expect(page.get_by_role("button", name="日本語")).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(f"{live_server.url}{COFFEE}")
    expect(page.get_by_role("link", name="ログイン")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_and_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/sign-in")
    plain_page.get_by_role("button", name="日本語").click()
    expect(plain_page.get_by_role("heading", name="ログイン")).to_be_visible()
    assert plain_page.url.endswith("/sign-in")
