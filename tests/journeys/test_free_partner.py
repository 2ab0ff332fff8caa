"""The whole conversation with a free partner: streamed, looked back at, and with each fault of its endpoint."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conversations.test_free_partner import review
from tests.journeys.conftest import PHONE
from tests.journeys.steps import answered, finish, partner_lines, say, say_plainly
from tests.live_server import LiveServer
from tests.model_server import ModelServer

CAFE = "/?scene=order-coffee&language=en"
LINES = {
    "coffee": "Sure, one coffee! What size would you like?",
    "large": "A large one, then. For here or to go?",
    "go": "Alright, to go. How would you like to pay?",
    "card": "Thank you! What name may I write on the cup?",
    "Maria": "Here you are, Maria. Have a nice day!",
}
STAND_IN = "the script took this turn"


@pytest.fixture
def model(model_server: ModelServer) -> ModelServer:
    """An endpoint that plays the café."""
    model_server.answers(review(corrections=[]), match={"responseFormat": "json_schema"})
    for heard, line in LINES.items():
        model_server.says(line, match={"userMessage": heard, "systemMessage": "You stay in the scene"}, chunkSize=4)
    return model_server


def test_a_whole_conversation_streams(page: Page, model: ModelServer, free_server: LiveServer) -> None:
    model.says(LINES["large"], match={"userMessage": "large"}, chunkSize=3, latency=60)
    model.answers(review(), match={"responseFormat": "json_schema"})
    page.goto(CAFE)
    say(page, "A coffee please")
    expect(partner_lines(page).last).to_have_attribute("data-say", LINES["coffee"])
    page.locator("#content").fill("large")
    page.locator("#content").press("Enter")
    expect(page.locator("#log [aria-busy=true] .line")).to_contain_text("A large")
    answered(page, 3)
    expect(partner_lines(page).last).to_have_attribute("data-say", LINES["large"])
    expect(page.locator(".message.learner").last.locator(".feedback")).to_contain_text("A better way")
    page.locator(".message.partner").last.get_by_text("Translate").click()
    expect(page.locator(".message.partner").last).to_contain_text("Claro, un café.")
    page.get_by_role("link", name="Hint").click()
    expect(page.locator("#hint")).to_contain_text("Say which size you want.")
    for line in ("To go", "By card", "Maria"):
        say(page, line)
    expect(page.locator("#log")).not_to_contain_text(STAND_IN)
    finish(page)
    expect(page.locator("main")).to_contain_text("Order a drink")


@pytest.mark.parametrize("fault", ["gone", "500", "cut", "stalled", "wrong language"])
def test_each_fault_is_bridged(page: Page, model: ModelServer, free_server: LiveServer, fault: str) -> None:
    page.goto(CAFE)
    say(page, "A coffee please")
    if fault == "gone":
        model.stop()
    elif fault == "500":
        model.fails(500)
    elif fault == "cut":
        model.says(LINES["large"], chunkSize=4, latency=50, truncateAfterChunks=5)
    elif fault == "stalled":
        model.says(LINES["large"], chunkSize=4, latency=8_000)
    else:
        model.says("Claro que sí, un café muy grande. ¿Para aquí o para llevar?", chunkSize=4, latency=20)
    say(page, "A large latte please")
    expect(page.locator("#log")).to_contain_text(STAND_IN)
    expect(page.locator("#log")).to_contain_text("A large latte please")
    expect(page.locator("#log")).not_to_contain_text("muy grande")
    expect(page.get_by_role("textbox", name="Your answer")).to_be_enabled()
    finish(page)


def test_without_javascript(model: ModelServer, free_server: LiveServer, browser: Browser) -> None:
    with closing(browser.new_context(base_url=free_server.url, java_script_enabled=False, viewport=PHONE)) as context:
        page = context.new_page()
        page.goto(CAFE)
        for line in ("A coffee please", "large"):
            say_plainly(page, line)
        expect(partner_lines(page).last).to_have_attribute("data-say", LINES["large"])
        model.fails(500)
        say_plainly(page, "To go")
        expect(page.locator("#log")).to_contain_text(STAND_IN)
