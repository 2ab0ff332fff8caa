"""Finding a scenario as one types, going there and back, and saving it; with JavaScript and without."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.account_pages import enter
from tests.live_server import LiveServer

FOUND = ".scenario-cards .card"


def test_one_types_and_finds_and_back_finds_it_again(page: Page, live_server: LiveServer) -> None:
    page.goto("/scenarios")
    page.locator("#search").press_sequentially("コーヒー", delay=30)
    expect(page.locator(FOUND)).to_have_count(1)
    expect(page.locator("#search")).to_be_focused()
    expect(page.locator("#found")).to_have_text(re.compile("1 found"))
    page.get_by_role("radio", name="A1", exact=True).locator("..").click()
    expect(page).to_have_url(re.compile(r"q=.*&level=A1$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q=[^&]*$"))
    expect(page.locator(".chosen li")).to_have_count(1)
    page.reload()
    expect(page.locator(FOUND)).to_have_count(1)


def test_an_older_answer_never_replaces_a_newer_one(page: Page, live_server: LiveServer) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "q=cof" in route.request.url and "coffee" not in route.request.url:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(r"/scenarios\?"), hold)
    page.goto("/scenarios")
    page.locator("#search").fill("cof")
    page.wait_for_timeout(400)
    assert held
    page.locator("#search").fill("wedding")
    expect(page.locator("#card-wedding-speech")).to_be_visible()
    for route in held:
        route.continue_()
    page.wait_for_timeout(400)
    expect(page.locator("#card-wedding-speech")).to_be_visible()
    expect(page.locator("#card-order-coffee")).to_have_count(0)


def test_a_list_that_does_not_load_says_so_with_a_way_to_try_again(page: Page, live_server: LiveServer) -> None:
    page.goto("/scenarios")
    page.route(re.compile(r"/scenarios\?"), lambda route: route.abort())
    page.locator("#search").fill("coffee")
    failed = page.locator("#results > .failed")
    expect(failed).to_be_visible()
    page.unroute_all()
    page.goto(failed.get_by_role("link", name="Try again").get_attribute("href") or "")
    expect(page.locator("#card-order-coffee")).to_be_visible()


def test_saving_shifts_nothing_and_keeps_the_focus(page: Page, live_server: LiveServer) -> None:
    enter(page)
    page.goto("/scenarios")
    button = page.locator("#card-ask-directions .save button")
    button.scroll_into_view_if_needed()
    before = page.locator("#card-ask-directions").bounding_box()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    assert page.locator("#card-ask-directions").bounding_box() == before
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_all_of_it_works_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    page = context.new_page()
    enter(page)
    page.goto("/scenarios")
    page.locator("#search").fill("coffee")
    page.get_by_role("radio", name="A1", exact=True).locator("..").click()
    page.get_by_role("button", name="Search").click()
    expect(page.locator(FOUND)).to_have_count(1)
    page.locator("#card-order-coffee .save button").click()
    expect(page).to_have_url(re.compile(r"q=coffee&level=A1#card-order-coffee$"))
    expect(page.locator("#card-order-coffee .save button")).to_have_attribute("aria-pressed", "true")
    page.locator(".chosen a").first.click()
    assert page.locator(FOUND).count() > 1
    context.close()
