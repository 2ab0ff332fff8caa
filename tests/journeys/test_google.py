"""A guest becomes a learner with Google, by a stand-in on this machine, and loses no word on the way."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_playwright import CreateContextCallback

from tests.accounts.google_stand_in import StandIn, running_stand_in
from tests.journeys.account_pages import enter
from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.journeys.becoming import become_a_learner, go_on_elsewhere, leave
from tests.journeys.steps import say, say_plainly
from tests.live_server import LiveServer, running_server

# of the provider, which runs in this process
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def google() -> Iterator[StandIn]:
    with running_stand_in() as stand_in:
        stand_in.knows("1078-mia", email="mia@example.org", email_verified=True, name="Mia")
        yield stand_in


@pytest.fixture
def own_server(google: StandIn, database_url: str, environment: dict[str, str], tmp_path: Path) -> Iterator[LiveServer]:
    variables = {name.upper(): value for name, value in google.settings().items()}
    with running_server(environment | variables | {"DATABASE_URL": database_url}, tmp_path / "log") as server:
        yield server


def agree(page: Page) -> None:
    """At the stand-in."""
    expect(page.get_by_role("heading", name="Authorize Client")).to_be_visible()
    page.get_by_placeholder("sub").fill("1078-mia")
    page.get_by_role("button", name="Authorize").click()


def go_on_with_google(page: Page) -> None:
    """From either form, there and back again."""
    page.get_by_role("link", name="Continue with Google").click()
    agree(page)


def test_a_guest_goes_on_with_google_here_and_in_another_browser(
    page: Page, own_server: LiveServer, new_context: CreateContextCallback
) -> None:
    here = become_a_learner(page, say, go_on_with_google)
    leave(page, here)
    go_on_elsewhere(new_context().new_page(), say, go_on_with_google, here)


def test_the_same_without_javascript(own_server: LiveServer, new_context: CreateContextCallback) -> None:
    page, second = (new_context(java_script_enabled=False).new_page() for _ in range(2))
    here = become_a_learner(page, say_plainly, go_on_with_google)
    leave(page, here)
    go_on_elsewhere(second, say_plainly, go_on_with_google, here)


def test_a_change_of_mind_at_google_comes_back_to_the_form(page: Page, own_server: LiveServer) -> None:
    page.goto("/sign-up")
    page.get_by_role("link", name="Continue with Google").click()
    page.get_by_role("button", name="Deny").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    expect(page.locator("main [role=status]")).to_contain_text("and that is fine")


@pytest.mark.parametrize("tag", LOCALES)
def test_axe_finds_nothing_on_the_way(browser: Browser, own_server: LiveServer, tag: str) -> None:
    with reading(browser, own_server.url, tag) as page:
        enter(page)
        page.context.clear_cookies()
        page.goto("/sign-in")
        expect_sound(page, tag)
        page.locator("[href^='/auth/google']").click()
        agree(page)
        expect(page).to_have_url(re.compile("/auth/google/password$"))
        page.locator("#password").fill("another password")
        page.locator("main form button").click()
        expect(page.locator("#password-error")).to_be_visible()
        expect_sound(page, tag)
