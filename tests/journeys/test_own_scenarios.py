"""Describing the conversation that one dreads and playing it, with a model; and sharing it once an admin agrees."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conversations.test_free_partner import review
from tests.journeys.account_pages import enter
from tests.journeys.conftest import PHONE
from tests.journeys.steps import Say, finish, partner_lines, say, say_plainly
from tests.live_server import LiveServer
from tests.model_server import ModelServer
from tests.scenarios.test_own import WRITTEN

REPLY = "D'accord. Et pourquoi si tôt ?"


@pytest.fixture
def model(model_server: ModelServer) -> ModelServer:
    """A model that writes slowly enough to be watched, and plays the landlady."""
    model_server.answers(review(objectives_met=[], corrections=[]), match={"responseFormat": "json_schema"})
    model_server.says(REPLY, match={"systemMessage": "You stay in the scene"}, chunkSize=6)
    model_server.answers(WRITTEN, "moving out", chunkSize=12, latency=30)
    return model_server


def describe_it(page: Page) -> None:
    page.goto("/scenarios")
    page.get_by_role("link", name="Describe your own").click()
    page.get_by_label("The conversation").fill("I am moving out early and my landlady gets loud.")
    page.get_by_label("Held in").select_option("fr")
    page.get_by_role("button", name="Write it").click()


def look_it_over_and_play_it(page: Page, say_it: Say) -> None:
    expect(page.get_by_label("Title")).to_have_value("Moving out early")
    page.get_by_label("Title").fill("Moving out in March")
    page.get_by_role("button", name="Keep this scenario").click()
    expect(page).to_have_url(re.compile("/scenarios/own-"))
    expect(page.locator("main")).to_contain_text("played by a language model")
    page.get_by_role("button", name="Start in French").click()
    expect(page.locator("h1")).to_contain_text("Moving out in March")
    say_it(page, "Bonjour Madame, je vais partir plus tôt que prévu.")
    expect(partner_lines(page).last).to_have_attribute("data-say", REPLY)
    finish(page)
    expect(page.locator("main")).to_contain_text("Stay calm")


def test_described_written_before_ones_eyes_and_played(page: Page, model: ModelServer, free_server: LiveServer) -> None:
    enter(page)
    describe_it(page)
    expect(page.locator("#draft dd").first).to_contain_text("Moving out")
    look_it_over_and_play_it(page, say)


def test_the_same_without_javascript(model: ModelServer, free_server: LiveServer, browser: Browser) -> None:
    with closing(browser.new_context(base_url=free_server.url, java_script_enabled=False, viewport=PHONE)) as context:
        page = context.new_page()
        enter(page)
        describe_it(page)
        look_it_over_and_play_it(page, say_plainly)


def test_leaving_while_it_is_written_loses_nothing(page: Page, model: ModelServer, free_server: LiveServer) -> None:
    enter(page)
    describe_it(page)
    expect(page.locator("#draft dd").first).to_contain_text("Moving out")
    here = page.url
    page.goto("/scenarios")
    page.goto(here)
    expect(page.get_by_label("Title")).to_have_value("Moving out early")
