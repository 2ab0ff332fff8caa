"""In the languages that prove the layout nothing spills and axe finds nothing; the language can be switched."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys import account_pages, public_pages
from tests.journeys.account_pages import enter
from tests.journeys.axe import expect_sound, reading
from tests.journeys.conftest import PHONE
from tests.journeys.public_pages import Visit
from tests.journeys.steps import COFFEE, answered
from tests.live_server import LiveServer

CHOICE = "/preferences/interface-language"
DIRECTIONS = {"en-XA": "ltr", "ar": "rtl"}
# what stands at one side, on the first page and in a conversation
OUTSIDE = (".brand", ".theme-switch", ".send")
INSIDE = (".back", ".finish", ".send", ".hint-link", ".learner > .bubble", ".partner .translation summary")
PAGES: list[Visit] = [
    public_pages.landing_opened,
    public_pages.conversation,
    public_pages.conversation_with_hint,
    public_pages.conversation_with_menu,
    public_pages.summary,
    public_pages.not_found,
    account_pages.sign_in_refused,
    account_pages.sign_up_page,
    account_pages.privacy,
]
PAGES_INSIDE: list[Visit] = [
    account_pages.home_of_a_beginner,
    account_pages.welcome,
    account_pages.profile,
    account_pages.sessions,
]


def choose(page: Page, tag: str) -> None:
    page.goto(CHOICE)
    page.locator(f"main button[value={tag}]").click()
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect(page.locator("html")).to_have_attribute("dir", DIRECTIONS[tag])


@pytest.mark.parametrize("tag", DIRECTIONS)
@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_layout_and_direction_hold(browser: Browser, live_server: LiveServer, visit: Visit, tag: str) -> None:
    with reading(browser, live_server.url, "en") as page:
        choose(page, tag)
        visit(page)
        expect_sound(page, tag)


@pytest.mark.parametrize("tag", DIRECTIONS)
def test_and_inside_an_account(browser: Browser, live_server: LiveServer, tag: str) -> None:
    with reading(browser, live_server.url, "en") as page:
        choose(page, tag)
        enter(page)
        for visit in PAGES_INSIDE:
            visit(page)
            expect_sound(page, tag)


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
