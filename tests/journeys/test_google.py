"""A guest who goes on with Google, by a stand-in on this machine, is in the same conversation afterwards."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accounts.google_stand_in import StandIn, running_stand_in
from tests.journeys.conftest import PHONE
from tests.journeys.steps import finish, say
from tests.live_server import LiveServer, running_server

COFFEE = "/?scene=order-coffee&language=ja"
LINES = ["コーヒーを二つお願いします", "ホットで", "Mで"]
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


def sign_out(page: Page) -> None:
    """Only somebody who is signed in can."""
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_guest_goes_on_with_google_in_the_same_conversation(page: Page, own_server: LiveServer) -> None:
    page.goto(COFFEE)
    for line in LINES:
        say(page, line)
    conversation = page.url
    finish(page)
    page.get_by_role("link", name="Save my progress").click()
    page.get_by_role("link", name="Continue with Google").click()
    agree(page)
    expect(page).to_have_url(conversation)
    for line in LINES:
        expect(page.locator("#log")).to_contain_text(line)
    sign_out(page)

    assert page.request.get(conversation).status == 404
    page.goto("/sign-in")
    page.get_by_role("link", name="Continue with Google").click()
    agree(page)
    page.goto(conversation)
    expect(page.locator("#log")).to_contain_text(LINES[0])


def test_a_change_of_mind_at_google_comes_back_to_the_form(page: Page, own_server: LiveServer) -> None:
    page.goto("/sign-up")
    page.get_by_role("link", name="Continue with Google").click()
    page.get_by_role("button", name="Deny").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    expect(page.locator("main [role=status]")).to_contain_text("and that is fine")


def test_without_javascript(browser: Browser, own_server: LiveServer) -> None:
    context = browser.new_context(base_url=own_server.url, java_script_enabled=False, viewport=PHONE, locale="en-US")
    page = context.new_page()
    page.goto(COFFEE)
    page.locator("#content").fill(LINES[0])
    page.locator(".send").click()
    expect(page).to_have_url(re.compile("/conversations/"))
    conversation = page.url.partition("#")[0].partition("?")[0]
    page.goto(f"/sign-in?next={conversation.removeprefix(own_server.url)}")
    page.get_by_role("link", name="Continue with Google").click()
    agree(page)
    expect(page).to_have_url(conversation)
    expect(page.locator("#log")).to_contain_text(LINES[0])
    sign_out(page)
    context.close()
