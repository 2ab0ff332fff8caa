"""Speaking and listening, with Chromium's own false microphone: the server's voice and ear, the browser's, neither."""

import io
import re
import wave
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.journeys.conftest import PHONE
from tests.journeys.steps import answered, say
from tests.live_server import LiveServer
from tests.model_server import SPEECH, TRANSCRIPTIONS, ModelServer

COFFEE = "/?scene=order-coffee&language=ja"
HEARD = "コーヒーを二つお願いします"
# long enough for a browser to have recorded something, and for a press to count as held
HOLD_MS = 700
# what the browser itself says of an answer that a test has spoilt
SPOILT = re.compile("status of (404|5..|429)")
VOICES = """
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [
    { lang: "en-US", name: "Samantha", default: true },
    { lang: "ja-JP", name: "Otoya (male)", localService: true },
    { lang: "ja-JP", name: "Kyoko (female)" },
  ],
  speak: (words) => spoken.push(`${words.voice.name}: ${words.text}`), cancel: () => {},
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
window.spoken = [];
"""


def sound(seconds: float = 0.2) -> bytes:
    """A silence that browsers play."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * int(8000 * seconds)))
    return out.getvalue()


@pytest.fixture
def talker(talking_browser: Browser, speaking_server: LiveServer) -> Iterator[Page]:
    """A page with a microphone, on a server with a voice and an ear."""
    context = talking_browser.new_context(base_url=speaking_server.url, viewport=PHONE, locale="en-US")
    yield from watched(context)


def watched(context: BrowserContext) -> Iterator[Page]:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not SPOILT.search(message.text):
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def microphone(page: Page) -> Locator:
    return page.get_by_role("button", name="Speak instead of typing")


def hold(page: Page) -> None:
    """Hold the microphone's button and let it go."""
    microphone(page).click(delay=HOLD_MS)


def hidden_lines(page: Page) -> list[bool]:
    """For each of the partner's lines, whether its text is hidden."""
    hidden: list[bool] = page.locator("#log .partner .line").evaluate_all(
        "all => all.map(each => !each.checkVisibility())"
    )
    return hidden


def test_said_mended_and_sent(talker: Page, model_server: ModelServer) -> None:
    model_server.hears(HEARD)
    talker.goto(COFFEE)
    hold(talker)
    field = talker.locator("#content")
    expect(field).to_have_value(HEARD)
    expect(field).to_be_focused()
    field.press("End")
    talker.keyboard.type("。")
    talker.keyboard.press("Enter")
    answered(talker, 2)
    expect(talker.locator("#log .message.learner")).to_contain_text(f"{HEARD}。")
    assert len(model_server.requests(TRANSCRIPTIONS)) == 1


def test_by_keyboard_nothing_ends_a_turn_but_the_learner(talker: Page, model_server: ModelServer) -> None:
    model_server.hears("ホットで")
    talker.goto(COFFEE)
    talker.locator("#content").fill("ええと、")
    microphone(talker).press("Enter")
    expect(microphone(talker)).to_have_attribute("aria-pressed", "true")
    expect(talker.locator("#hearing")).to_contain_text("Listening")
    talker.wait_for_timeout(HOLD_MS)
    assert model_server.requests(TRANSCRIPTIONS) == []
    talker.keyboard.press("Alt+m")
    expect(microphone(talker)).to_have_attribute("aria-pressed", "false")
    expect(talker.locator("#content")).to_have_value("ええと、ホットで")
    expect(talker.locator("#hearing")).to_be_empty()


def test_a_recording_that_is_called_off_goes_nowhere(talker: Page, model_server: ModelServer) -> None:
    model_server.hears("ホットで")
    talker.goto(COFFEE)
    microphone(talker).press("Enter")
    expect(talker.locator("#hearing")).to_contain_text("Listening")
    talker.keyboard.press("Escape")
    expect(microphone(talker)).to_have_attribute("aria-pressed", "false")
    hold(talker)
    expect(talker.locator("#content")).to_have_value("ホットで")
    assert len(model_server.requests(TRANSCRIPTIONS)) == 1


def test_an_ear_that_fails_loses_no_text(talker: Page, model_server: ModelServer) -> None:
    model_server.fails(500, endpoint="transcription")
    talker.goto(COFFEE)
    talker.locator("#content").fill(HEARD)
    hold(talker)
    expect(talker.locator("#notice")).to_contain_text("could not be written down")
    expect(talker.locator("#content")).to_have_value(HEARD)
    say(talker, HEARD)
    model_server.hears("ホットで")
    hold(talker)
    expect(talker.locator("#content")).to_have_value("ホットで")


def test_one_failure_of_the_ear_is_not_even_noticed(talker: Page, model_server: ModelServer) -> None:
    model_server.hears(HEARD)
    talker.goto(COFFEE)
    model_server.fails_once(500)
    hold(talker)
    expect(talker.locator("#content")).to_have_value(HEARD)
    expect(talker.locator("#notice p")).to_have_count(0)


def test_nothing_heard_is_said(talker: Page, model_server: ModelServer) -> None:
    model_server.hears(" ")
    talker.goto(COFFEE)
    hold(talker)
    expect(talker.locator("#notice")).to_contain_text("We heard nothing")


@pytest.mark.parametrize("granted", [True, False], ids=["no-microphone", "refused"])
def test_without_a_microphone_one_types(browser: Browser, speaking_server: LiveServer, granted: bool) -> None:
    context = browser.new_context(base_url=speaking_server.url, viewport=PHONE, locale="en-US")
    if granted:
        context.grant_permissions(["microphone"])
    for page in watched(context):
        page.goto(COFFEE)
        page.locator("#content").fill(HEARD)
        microphone(page).click()
        expect(page.locator("#notice")).to_contain_text("Typing works all the same")
        expect(microphone(page)).to_have_attribute("aria-pressed", "false")
        expect(page.locator("#content")).to_have_value(HEARD)


def test_without_any_ear_there_is_no_microphone(page: Page, live_server: LiveServer) -> None:
    page.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition;")
    page.goto(COFFEE)
    expect(page.locator("#content")).to_be_visible()
    expect(microphone(page)).to_have_count(0)


def test_the_servers_voice_says_every_line(talker: Page, model_server: ModelServer) -> None:
    model_server.speaks(sound())
    talker.goto(COFFEE)
    with talker.expect_response("**/openings/speech**") as first:
        talker.get_by_role("button", name="Play", exact=True).click()
    assert first.value.headers["content-type"] == "audio/mpeg"
    expect(talker.locator(".playing")).to_have_count(0)
    say(talker, HEARD)
    with talker.expect_response(re.compile(r"/messages/.+/speech")):
        talker.get_by_role("button", name="Play slowly").last.click()
    expect(talker.locator(".playing")).to_have_count(0)
    expect(talker.locator("#notice p")).to_have_count(0)
    talker.get_by_role("button", name="Play", exact=True).last.click()
    expect(talker.locator(".playing")).to_have_count(0)
    expect(talker.locator("#notice p")).to_have_count(0)
    # the same line in the same voice is asked for once
    assert len(model_server.requests(SPEECH)) == 2


def test_a_voice_that_fails_gives_way_to_the_browsers(talker: Page, model_server: ModelServer) -> None:
    model_server.fails(500, endpoint="speech")
    talker.add_init_script(VOICES)
    talker.goto(COFFEE)
    talker.get_by_role("button", name="Play", exact=True).click()
    expect(talker.locator("#notice")).to_contain_text("Your browser reads it to you")
    line = talker.locator("[data-say]").get_attribute("data-say")
    assert talker.evaluate("spoken") == [f"Kyoko (female): {line}"]
    talker.get_by_role("button", name="Play slowly").click()
    assert talker.evaluate("spoken.length") == 2
    assert len(model_server.requests(SPEECH)) == 1


def test_where_no_voice_is_left_the_text_is_shown(talker: Page, model_server: ModelServer) -> None:
    model_server.fails(500, endpoint="speech")
    talker.goto(COFFEE)
    say(talker, HEARD)
    switch_aloud(talker)
    assert hidden_lines(talker) == [True, True]
    talker.get_by_role("button", name="Play", exact=True).last.click()
    expect(talker.locator("#notice")).to_contain_text("No voice answers just now")
    assert hidden_lines(talker) == [True, False]


def switch_aloud(page: Page) -> None:
    """Turn the switch in the menu, and close the menu."""
    page.get_by_role("button", name="How this conversation works for you").click()
    with page.expect_response("**/preferences/aloud"):
        page.get_by_label("Say answers aloud").click()
    page.keyboard.press("Escape")


def test_while_answers_are_heard_their_text_is_one_tap_away(page: Page, live_server: LiveServer) -> None:
    page.add_init_script(VOICES)
    page.goto(COFFEE)
    say(page, HEARD)
    assert hidden_lines(page) == [False, False]
    switch_aloud(page)
    assert hidden_lines(page) == [True, True]
    page.get_by_role("button", name="Show text").last.click()
    assert hidden_lines(page) == [True, False]
    expect(page.locator("#log .partner .line").last).to_be_focused()
    say(page, "ホットで")
    assert hidden_lines(page) == [True, False, True]
    line = page.locator("[data-say]").last.get_attribute("data-say")
    assert page.evaluate("spoken") == [f"Kyoko (female): {line}"]
    page.reload()
    assert hidden_lines(page) == [True, True, True]
    switch_aloud(page)
    assert hidden_lines(page) == [False, False, False]


WATCH = """
window.growing = [];
new MutationObserver(() => {
  for (const line of document.querySelectorAll("[aria-busy=true] .bubble:not([data-say]) .line:not(:has(.dots))"))
    growing.push(getComputedStyle(line).visibility);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


def test_what_is_heard_cannot_be_read_while_it_grows(page: Page, own_server: LiveServer) -> None:
    page.add_init_script(VOICES + WATCH)
    page.goto(COFFEE)
    say(page, HEARD)
    assert set(page.evaluate("growing.splice(0)")) == {"visible"}
    switch_aloud(page)
    say(page, "ホットで")
    assert set(page.evaluate("growing")) == {"hidden"}


def test_without_javascript_the_text_stands_there(browser: Browser, page: Page, live_server: LiveServer) -> None:
    page.add_init_script(VOICES)
    page.goto(COFFEE)
    say(page, HEARD)
    switch_aloud(page)
    kept = page.context.storage_state()
    context = browser.new_context(storage_state=kept, base_url=live_server.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url)
    expect(plain.locator("[data-speaks]")).to_have_count(1)
    expect(plain.locator("#log .partner .line").last).to_be_visible()
    expect(plain.get_by_role("button", name="Show text")).to_have_count(0)
    context.close()


def test_the_voice_is_the_one_that_was_chosen(page: Page, live_server: LiveServer) -> None:
    page.add_init_script(VOICES)
    page.goto(COFFEE)
    page.get_by_role("button", name="Play", exact=True).click()
    page.locator("#choose-speaker").select_option("ja-jp-male")
    expect(page).to_have_url(re.compile("speaker=ja-jp-male"))
    page.get_by_role("button", name="Play", exact=True).click()
    say(page, HEARD)
    page.get_by_role("button", name="Play", exact=True).last.click()
    page.get_by_role("button", name="How this conversation works for you").click()
    with page.expect_response("**/speaker"):
        page.get_by_role("radio", name=re.compile("Yuki")).check()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Play slowly").last.click()
    said = [each.split(":")[0] for each in page.evaluate("spoken")]
    assert said == ["Kyoko (female)", "Otoya (male)", "Otoya (male)", "Kyoko (female)"]


def test_where_no_voice_speaks_the_language_there_is_no_replay(page: Page, live_server: LiveServer) -> None:
    page.add_init_script(VOICES)
    page.goto("/?scene=order-coffee&language=ko")
    expect(page.locator("[data-say]")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(0)


@pytest.mark.parametrize("tag", LOCALES)
def test_axe_finds_nothing_where_answers_are_heard(browser: Browser, speaking_server: LiveServer, tag: str) -> None:
    with reading(browser, speaking_server.url, tag) as page:
        page.goto(COFFEE)
        page.locator(".starters button").first.click()
        answered(page, 2)
        page.locator("[popovertarget=menu]").click()
        page.locator("#aloud-switch").click()
        expect_sound(page, tag)
        page.keyboard.press("Escape")
        expect(page.locator(".show-text").last).to_be_visible()
        expect_sound(page, tag)
