"""A guest opens the page and is in a conversation: the stories that the product is judged by."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK
from tests.journeys.steps import TO_THE_END, answered, finish, partner_lines, play_to_the_end, say, talk_by_hints
from tests.live_server import LiveServer

COFFEE = "/?scene=order-coffee&language=ja"


def test_a_guest_talks_to_the_end_in_japanese(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    expect(page.get_by_role("heading", name="Ordering coffee")).to_be_visible()
    expect(partner_lines(page)).to_have_count(1)
    play_to_the_end(page, TO_THE_END["ja"])
    expect(page).to_have_url(re.compile("/conversations/"))
    expect(page.locator("#log")).to_contain_text("マリア")
    finish(page)
    expect(page.locator("main")).to_contain_text("Order a drink")
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("textbox", name="Your answer")).to_be_visible()


@pytest.mark.parametrize("scene", ["first-conversation", "order-coffee", "ask-directions", "doctors-appointment"])
@pytest.mark.parametrize("language", ["ja", "es"])
def test_somebody_who_knows_nothing_gets_through_by_hints(
    page: Page, live_server: LiveServer, scene: str, language: str
) -> None:
    page.goto(f"/?scene={scene}&language={language}")
    page.locator(".starters button").first.click()
    answered(page, 2)
    talk_by_hints(page)
    finish(page)


def test_a_guest_talks_in_spanish_and_is_asked_how_it_felt(page: Page, live_server: LiveServer) -> None:
    page.goto("/?language=es")
    say(page, "Me llamo Tom")
    expect(page.locator("#log")).to_contain_text("Tom")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("group", name="How did it feel?")).to_be_visible()
    page.get_by_role("button", name="Keep talking").click()
    expect(page.get_by_role("textbox", name="Your answer")).to_be_visible()


def test_changing_the_language_swaps_the_stage_and_keeps_scene_and_draft(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    page.locator("#content").fill("one coffee")
    page.locator("#choose-language").select_option("es")
    expect(page.locator("#log [lang=es]").first).to_be_visible()
    expect(page.get_by_role("heading", name="Ordering coffee")).to_be_visible()
    expect(page.locator("#content")).to_have_value("one coffee")
    expect(page).to_have_url(re.compile("language=es"))
    page.go_back()
    expect(page.locator("#log [lang=ja]").first).to_be_visible()


def test_word_translation_readings_and_corrections(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    page.locator(".word", has_text="注文").first.click()
    expect(page.locator(".gloss:popover-open")).to_contain_text("order")
    page.keyboard.press("Escape")
    expect(page.locator(".gloss:popover-open")).to_have_count(0)
    page.get_by_text("Translate").first.click()
    expect(page.get_by_text("Have you decided what to order?")).to_be_visible()
    say(page, "コーヒーがください")
    page.locator("#log .feedback summary").first.click()
    expect(page.locator("#log .correction")).to_contain_text("コーヒーをください。")
    page.get_by_role("button", name="Say it again").click()
    expect(page.locator("#content")).to_have_value("コーヒーをください。")
    page.get_by_role("button", name="That was right").click()
    expect(page.locator("#log .correction")).to_have_count(0)


def test_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.locator("#content").focus()
    page.keyboard.type("コーヒーをひとつお願いします")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    answered(page, 2)
    expect(page.locator("#content")).to_be_focused()
    expect(page.locator("#content")).to_have_value("")
    page.keyboard.press("Alt+h")
    expect(page.locator("#hint")).to_contain_text("hot or iced")
    page.keyboard.press("Escape")
    expect(page.locator("#hint")).not_to_contain_text("hot or iced")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.type("ホットで")
    page.keyboard.press("Enter")
    answered(page, 3)


def test_enter_does_not_send_while_an_input_method_composes(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    page.locator("#content").fill("こーひー")
    page.locator("#content").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(page.locator("#content")).to_have_value("こーひー")
    expect(page.locator("#log .message.learner")).to_have_count(0)


def test_without_javascript(plain_page: Page, live_server: LiveServer) -> None:
    page = plain_page
    page.goto(COFFEE)
    for line in TO_THE_END["ja"]:
        if page.get_by_role("button", name="See how it went").is_visible():
            break
        page.locator("#content").fill(line)
        page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="See how it went").click()
    page.get_by_role("button", name="good").click()
    expect(page.get_by_role("button", name="good")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("main")).to_contain_text("Give your name")


def test_without_javascript_language_hint_and_readings(plain_page: Page, live_server: LiveServer) -> None:
    page = plain_page
    page.goto(COFFEE)
    page.locator("#choose-language").select_option("es")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#log [lang=es]").first).to_be_visible()
    page.locator(".starters button").first.click()
    page.get_by_role("link", name="Hint").click()
    page.get_by_role("link", name="How does it begin?").click()
    page.get_by_role("link", name="Show the whole line").click()
    expect(page.locator("#hint .frame")).to_be_visible()


def test_a_draft_survives_a_reload(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーをください")
    page.locator("#content").fill("ホットで、お願い")
    page.reload()
    expect(page.locator("#content")).to_have_value("ホットで、お願い")
    expect(page.locator("#log .message.learner")).to_have_count(1)


def test_a_send_that_fails_keeps_the_text(page: Page, live_server: LiveServer) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーをください")
    page.context.set_offline(True)
    page.locator("#content").fill("ホットで")
    page.locator("#content").press("Enter")
    expect(page.locator("#notice")).to_contain_text("Your text is kept")
    expect(page.locator("#content")).to_have_value("ホットで")
    page.context.set_offline(False)
    page.locator("#content").press("Enter")
    answered(page, 3)


def test_reload_in_the_middle_of_a_reply(page: Page, own_server: LiveServer) -> None:
    page.goto(COFFEE)
    page.locator("#content").fill("コーヒーを二つお願いします")
    page.locator("#content").press("Enter")
    expect(page.locator("#log [aria-busy=true] .line")).to_contain_text("コー")
    page.reload()
    answered(page, 2)
    expect(partner_lines(page).last).to_have_attribute("data-say", re.compile("どちらになさいますか"))


def test_two_tabs_show_one_conversation(page: Page, own_server: LiveServer) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーを二つお願いします")
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#content").fill("ホットで")
    page.locator("#content").press("Enter")
    expect(page.locator("#log [aria-busy=true] .line")).to_be_visible()
    other.locator("#content").fill("アイスで")
    other.locator("#content").press("Enter")
    expect(other.locator("#notice")).to_contain_text("Your text is kept")
    expect(other.locator("#content")).to_have_value("アイスで")
    answered(page, 3)
    other.reload()
    answered(other, 3)
    expect(other.locator("#content")).to_have_value("アイスで")


def test_a_killed_web_process_loses_no_message(page: Page, own_server: LiveServer) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーを二つお願いします")
    page.locator("#content").fill("ホットで")
    page.locator("#content").press("Enter")
    expect(page.locator("#log [aria-busy=true] .line")).not_to_be_empty()
    own_server.kill_workers()
    own_server.wait_until_ready()
    page.reload()
    expect(page.locator("#log .message.learner").last).to_contain_text("ホットで")
    expect(partner_lines(page)).to_have_count(3, timeout=40_000)
    expect(partner_lines(page).last).to_have_attribute("data-say", re.compile("サイズ"))


def test_a_stranger_finds_nothing_at_the_address(page: Page, live_server: LiveServer, browser: Browser) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーをください")
    context = browser.new_context(base_url=live_server.url)
    stranger = context.new_page()
    stranger.goto(page.url)
    expect(stranger.get_by_role("heading", name="There is nothing here")).to_be_visible()
    context.close()


def test_at_a_desk(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size(DESK)
    page.goto(COFFEE)
    say(page, "コーヒーをください")
    column = page.locator("#log").bounding_box()
    assert column is not None
    assert column["width"] <= 42 * 16
