"""Finding the conversation that one dreads, keeping it, playing it in another language, and saying how it was."""

import json
import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.account_pages import enter
from tests.journeys.steps import Say, answered, finish, say, say_plainly
from tests.live_server import LiveServer

DOCTOR = "#card-doctors-appointment"


def find_it(page: Page) -> Locator:
    """Type what one would say in Japanese, as far as the browser can search by itself."""
    page.goto("/scenarios")
    page.locator("#search").fill("病院")
    return page.locator(DOCTOR)


def play_in_spanish(page: Page, say_it: Say) -> None:
    """From the scenario's page into the conversation in another language, two lines, and to its summary."""
    page.locator(f"{DOCTOR} > a").click()
    expect(page.locator("h1")).to_contain_text("doctor")
    page.get_by_role("link", name="Spanish").click()
    expect(page).to_have_url(re.compile("language=es"))
    page.get_by_role("button", name="Start in Spanish").click()
    expect(page.locator("#log [lang=es]").first).to_be_visible()
    page.locator(".starters button").first.click()
    answered(page, 2)
    say_it(page, "Desde ayer")
    finish(page)


def rate_it(page: Page) -> None:
    """Back on the scenario's page, give it four stars."""
    page.goto("/scenarios/doctors-appointment?language=es")
    expect(page.locator(".attempts li")).to_have_count(1)
    page.locator(".star").nth(3).click()
    expect(page.locator(".star.is-given")).to_have_count(4)
    page.goto("/scenarios?saved=1")
    expect(page.locator(DOCTOR)).to_contain_text("4.0")
    expect(page.locator(DOCTOR)).to_contain_text("tried")


def test_found_saved_played_in_another_language_and_rated(page: Page, live_server: LiveServer) -> None:
    enter(page)
    card = find_it(page)
    expect(card).to_be_visible()
    expect(page).to_have_url(re.compile("q="))
    card.locator(".save").click()
    expect(card.locator(".save")).to_have_attribute("aria-pressed", "true")
    play_in_spanish(page, say)
    rate_it(page)


def test_the_same_without_javascript(plain_page: Page) -> None:
    page = plain_page
    enter(page)
    card = find_it(page)
    page.get_by_role("button", name="Search").click()
    card.locator(".save").click()
    expect(card.locator(".save")).to_have_attribute("aria-pressed", "true")
    play_in_spanish(page, say_plainly)
    rate_it(page)


def test_a_guest_who_saves_is_led_to_an_account_and_comes_back(page: Page, live_server: LiveServer) -> None:
    find_it(page).locator(".save").click()
    expect(page).to_have_url(re.compile("/sign-up"))
    page.locator("#email").fill("mia@example.org")
    page.locator("#password").fill("three blue umbrellas")
    page.locator("main form:has(#password) button").click()
    expect(page).to_have_url(re.compile("/scenarios"))
    expect(page.locator(DOCTOR)).to_be_visible()


def test_who_comes_from_a_search_engine_is_spoken_to_in_the_language_found(page: Page, live_server: LiveServer) -> None:
    page.goto("/scenarios/order-coffee?interface=ja")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    # data is no script: the policy of the page lets it stand, and the console says nothing
    told = page.locator("script[type='application/ld+json']").text_content()
    assert json.loads(told or "")["name"] == "カフェで注文する"
    page.get_by_role("link", name="スペイン語").click()
    expect(page).to_have_url(re.compile("language=es"))
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.goto("/scenarios?interface=ja")
    for words in ("病院", "医者"):
        page.locator("#search").fill(words)
        expect(page.locator(".chosen")).to_contain_text(words)
        expect(page.locator("#results h2")).to_have_text("見つかったシーン")
