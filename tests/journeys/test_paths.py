"""A course from one sentence or a template: seen, changed, taken back, started, and its first day held to the end."""

import re

from playwright.sync_api import Page, expect

from tests.accounts.people import MIA
from tests.journeys.account_pages import enter
from tests.journeys.course_walks import ANOTHER_DAY, NOTE, Walk, day, names

SENTENCE = "Meet my girlfriend's parents in Osaka, I know hiragana"


def preview_it(walk: Walk) -> None:
    page = walk.page
    page.goto("/paths/new")
    page.get_by_label("In one sentence").fill(SENTENCE)
    page.get_by_role("button", name="Show me the course").click()
    # the first course of a server waits for its word lists too
    expect(page.locator("#refine")).to_be_visible(timeout=150_000)
    expect(page.locator("#days li.day")).to_have_count(14 if walk.has_model else 28)
    made = "Planned by a language model." if walk.has_model else "Planned from our catalogue"
    expect(page.locator("#preview")).to_contain_text(made)
    # they stand in what is folded
    expect(page.locator("#days a", has_text="Try day")).to_have_count(3, timeout=150_000)


def change_it(walk: Walk) -> None:
    """Refine twice, undo once, something else on day 2."""
    page = walk.page
    page.get_by_role("button", name="Shorter days").click()
    expect(page.locator(".history")).to_contain_text("minutes a day now")
    before = names(page)
    page.get_by_label("In your own words").fill(walk.wish)
    page.get_by_role("button", name="Change it").click()
    if walk.has_model:
        expect(page.locator(".history")).to_contain_text(NOTE)
        expect(page.locator("#days .day.is-changed")).to_have_count(2)
    else:
        expect(page.locator("#days li.day")).to_have_count(21)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_visible()
    expect(page.locator("#days .day .name")).to_have_text(before)
    day(page, 2).get_by_role("button", name="Something else this day").click()
    expect(page.locator("#day-2 .name")).not_to_have_text(before[1])
    expect(page.locator("#day-2 .tag")).to_be_visible()
    if walk.has_model:
        expect(page.locator("#day-2 .name")).to_have_text(ANOTHER_DAY)


def start_it(page: Page) -> str:
    """Start the previewed course; gives where it is."""
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page).to_have_url(re.compile("/paths/(?!previews)"))
    return page.url


def sign_up(page: Page) -> None:
    page.locator("[name=email]").fill(MIA["email"])
    page.locator("[name=password]").fill(MIA["password"])
    page.locator("form.fields button").click()


def test_from_a_sentence_to_tomorrow(walk: Walk) -> None:
    enter(walk.page)
    preview_it(walk)
    change_it(walk)
    second = names(walk.page)[1]
    path = start_it(walk.page)
    walk.hold()
    walk.next_day(1, path, second)


def test_a_guest_tries_signs_up_and_starts(walk: Walk) -> None:
    page = walk.page
    preview_it(walk)
    first = names(page)[0]
    preview = page.url
    day(page, 1).get_by_role("link", name="Try day 1 now").click()
    walk.say(page, "はじめまして")
    page.goto(preview)
    page.get_by_role("button", name="Save and start").click()
    sign_up(page)
    expect(page.locator("#days .day .name").first).to_have_text(first)
    start_it(page)
    expect(page.locator("#today-title")).to_have_text(first)


def test_a_course_of_ours_is_started_and_its_first_day_held(walk: Walk) -> None:
    page = walk.page
    page.goto("/programs?language=ja")
    page.locator("a[href$='/program/ja-first-trip']").first.click()
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Start this course").click()
    sign_up(page)
    expect(page.locator("h1")).to_have_text(title)
    page.get_by_role("button", name="Start this course").click()
    expect(page).to_have_url(re.compile("/paths/"))
    expect(page.locator("h1")).to_have_text(title)
    tomorrow = page.locator(".next-day a").inner_text()
    path = page.url
    walk.hold()
    walk.next_day(1, path, tomorrow)
