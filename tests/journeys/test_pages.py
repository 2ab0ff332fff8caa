"""What every page keeps to: valid HTML, the first answer in sight, room for large type and long words."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kaiwa.config import ROOT
from tests.journeys.conftest import DESK
from tests.journeys.steps import answered, say
from tests.live_server import LiveServer

VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
COFFEE = "/?scene=order-coffee&language="
# what a phone shows between the bars of its browser
IN_A_BROWSER = ViewportSize(width=390, height=664)
# what is left of a window of 1280 by 800 at 200 %
ENLARGED = ViewportSize(width=640, height=400)
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"


def landing(page: Page) -> None:
    page.goto(f"{COFFEE}ja")


def landing_in_spanish(page: Page) -> None:
    page.goto(f"{COFFEE}es")


def conversation(page: Page) -> None:
    page.goto(f"{COFFEE}zh")
    page.locator(".chip").first.click()
    page.get_by_role("link", name="Hint").click()


def correction(page: Page) -> None:
    page.goto(f"{COFFEE}ja")
    page.locator("#content").fill("コーヒーがください")
    page.get_by_role("button", name="Send").click()


def summary(page: Page) -> None:
    correction(page)
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="shaky").click()


def scenario(page: Page) -> None:
    page.goto("/scenarios/order-coffee?interface=ja")


def scenarios(page: Page) -> None:
    page.goto("/scenarios")


def not_found(page: Page) -> None:
    page.goto("/nothing-here")


PLAIN_PAGES: list[Callable[[Page], None]] = [
    landing,
    landing_in_spanish,
    conversation,
    correction,
    summary,
    scenario,
    scenarios,
    not_found,
]


def test_the_html_is_valid(plain_page: Page, tmp_path: Path) -> None:
    for visit in PLAIN_PAGES:
        visit(plain_page)
        source = plain_page.request.get(plain_page.url).text()
        (tmp_path / f"{visit.__name__}.html").write_text(source)
    found = subprocess.run([VALIDATE, "--preset", "standard", tmp_path], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("language", ["ja", "es", "zh", "ko", "fr", "de", "it", "en"])
def test_line_answers_and_field_stand_in_the_first_screen(page: Page, live_server: LiveServer, language: str) -> None:
    page.set_viewport_size(IN_A_BROWSER)
    for scene in ("first-conversation", "order-coffee"):
        page.goto(f"/?scene={scene}&language={language}")
        for part in (".partner .line", ".chip", ".send"):
            expect(page.locator(part).first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [ENLARGED, ViewportSize(width=320, height=568)], ids=["enlarged", "narrow"])
def test_room_for_large_type_and_long_words(page: Page, live_server: LiveServer, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.goto(f"{COFFEE}de")
    say(page, LONG_WORD)
    expect(page.locator("#content")).to_be_in_viewport()
    page.get_by_role("link", name="Hint").click()
    expect(page.get_by_role("link", name="How does it begin?")).to_be_in_viewport()
    page.get_by_role("button", name="How this conversation works for you").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_nothing_moves_for_whoever_asks_for_stillness(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{COFFEE}ja")
    page.locator(".chip").first.click()
    answered(page, 2)
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_the_goals_stand_beside_the_conversation_at_a_desk(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size(DESK)
    page.goto(f"{COFFEE}ja")
    expect(page.get_by_text("Say how you pay")).to_be_in_viewport()
    say(page, "コーヒーを二つお願いします")
    expect(page.get_by_text("Say how you pay")).to_be_in_viewport()
    page.set_viewport_size(IN_A_BROWSER)
    expect(page.get_by_text("Say how you pay")).not_to_be_visible()
    page.get_by_text("of 6 goals").locator("visible=true").click()
    expect(page.get_by_text("Say how you pay")).to_be_visible()


def test_readings_come_and_go_with_one_tap_and_are_remembered(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{COFFEE}ja")
    expect(page.locator("rt").first).to_be_visible()
    with page.expect_response("**/preferences/readings"):
        page.get_by_role("button", name="Show or hide the readings").click()
    expect(page.locator("rt").first).not_to_be_visible()
    say(page, "コーヒーを二つお願いします")
    expect(page.locator("rt").last).not_to_be_visible()
    page.reload()
    expect(page.locator("rt").last).not_to_be_visible()
    with page.expect_response("**/preferences/readings"):
        page.get_by_role("button", name="Show or hide the readings").last.click()
    expect(page.locator("rt").last).to_be_visible()


def test_no_line_begins_with_a_comma(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{COFFEE}ja")
    held = page.locator(".partner .held", has_text="、").first
    assert held.evaluate("each => getComputedStyle(each).whiteSpace") == "nowrap"
    expect(held).to_contain_text("いらっしゃいませ")


def test_what_is_spoken_is_written_into_the_field(page: Page, live_server: LiveServer) -> None:
    page.add_init_script(
        "window.SpeechRecognition = class { start() { window.heard = this } stop() { this.onend() } };"
    )
    page.goto(f"{COFFEE}es")
    mic = page.get_by_role("button", name="Speak instead of typing")
    mic.click()
    expect(mic).to_have_attribute("aria-pressed", "true")
    page.evaluate("heard.onresult({ results: [[{ transcript: 'un café' }], [{ transcript: ' con leche' }]] })")
    expect(page.locator("#content")).to_have_value("un café con leche")
    mic.click()
    expect(mic).to_have_attribute("aria-pressed", "false")
    mic.press("Enter")
    page.evaluate("heard.onerror({ error: 'network' })")
    expect(page.locator("#notice")).to_contain_text("Typing does")
    expect(mic).to_have_attribute("aria-pressed", "false")
    page.locator("#notice").click()
    expect(page.locator("#notice p")).to_have_count(0)


def test_after_five_answers_one_may_look_back(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{COFFEE}ja")
    for line in ("コーヒーを二つお願いします", "ホットで", "ええと", "Mで", "ここで飲みます"):
        expect(page.get_by_role("button", name="Look back")).to_have_count(0)
        say(page, line)
    page.get_by_role("button", name="Look back").click()
    expect(page.get_by_role("heading", name="How it went")).to_be_visible()
