"""A course from one sentence: seen, changed, taken back, started, and its first day held to the end."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.account_pages import enter
from tests.journeys.steps import Say, answered, finish, say, say_plainly, talk_by_hints
from tests.live_server import LiveServer

SENTENCE = "Meet my girlfriend's parents in Osaka, I know hiragana"


def preview_it(page: Page) -> None:
    page.goto("/paths/new")
    page.get_by_label("In one sentence").fill(SENTENCE)
    page.get_by_role("button", name="Show me the course").click()
    expect(page.locator("#refine")).to_be_visible()
    expect(page.locator("#days li.day")).to_have_count(28)


def change_it(page: Page) -> None:
    """Refine twice, undo once, another scenario on day 2."""
    title = page.locator("#day-2 .name").inner_text()
    page.get_by_role("button", name="Shorter days").click()
    expect(page.locator(".history")).to_contain_text("minutes a day now")
    page.get_by_label("In your own words").fill("fewer days please")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#days li.day")).to_have_count(21)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_visible()
    expect(page.locator("#days li.day")).to_have_count(28)
    page.locator("#day-2 > details > summary").click()
    page.locator("#day-2").get_by_role("button", name="Something else this day").click()
    expect(page.locator("#day-2 .name")).not_to_have_text(title)
    expect(page.locator("#day-2 .tag")).to_be_visible()


def hold_day_one(page: Page, say_it: Say) -> None:
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page).to_have_url(re.compile("/paths/(?!previews)"))
    here = page.url
    page.get_by_role("link", name=re.compile("Start")).or_(
        page.get_by_role("button", name=re.compile("Start"))
    ).first.click()
    expect(page.locator("#log")).to_be_visible()
    page.locator(".starters button").first.click()
    answered(page, 2)
    if say_it is say:
        talk_by_hints(page)
    else:
        for line in ("はい", "お願いします", "ありがとうございます", "そうです"):
            say_it(page, line)
    finish(page)
    page.goto(here)
    expect(page.locator("main")).to_contain_text(re.compile("done|tomorrow", re.IGNORECASE))


def test_from_a_sentence_to_the_first_day(page: Page, live_server: LiveServer) -> None:
    enter(page)
    preview_it(page)
    change_it(page)
    hold_day_one(page, say)


def test_the_same_without_javascript(plain_page: Page) -> None:
    enter(plain_page)
    preview_it(plain_page)
    change_it(plain_page)
    hold_day_one(plain_page, say_plainly)


def test_a_guest_previews_signs_up_and_starts(page: Page, live_server: LiveServer) -> None:
    preview_it(page)
    page.get_by_role("button", name="Save and start").click()
    page.locator("[name=email]").fill("osaka@example.org")
    page.locator("[name=password]").fill("four green umbrellas")
    page.locator("form.fields button").click()
    expect(page.locator("#days li.day")).to_have_count(28)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page).to_have_url(re.compile("/paths/(?!previews)"))
