"""What a guest does in a browser, step by step; by names and not by words, where pages speak any language."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

COFFEE = "/?scene=order-coffee&language=ja"
# the button of a scene that is over: "See how it went"
OVER = "#composer.over form button"
Say = Callable[[Page, str], None]
TO_THE_END = {
    "ja": [
        "コーヒーを二つお願いします",
        "ホットで",
        "Mで",
        "ここで飲みます",
        "じゃあ持ち帰りで",
        "けっこうです",
        "カードで",
        "マリアです",
    ],
}


def partner_lines(page: Page) -> Locator:
    """The partner's bubbles that are finished."""
    return page.locator("#log .message.partner:not([aria-busy=true]) .bubble")


def say(page: Page, text: str) -> None:
    """Type a line, send it with Enter and wait for the whole answer."""
    # a page that is still coming has no lines to count
    page.locator("#content").fill(text)
    before = page.locator("#log .message.partner").count()
    page.locator("#content").press("Enter")
    answered(page, before + 1)


def say_plainly(page: Page, line: str) -> None:
    """Say a line with the form alone."""
    page.locator("#content").fill(line)
    before = page.locator("#log .message.partner").count()
    page.get_by_role("button", name="Send").click()
    answered(page, before + 1)


def stands_there(page: Page, lines: list[str]) -> None:
    """Every line is in the log, in order."""
    said = page.locator("#log .message.learner")
    expect(said).to_have_count(len(lines))
    expect(said).to_contain_text(lines)


def answered(page: Page, lines: int) -> None:
    """Wait until the partner has said so many lines to their end."""
    expect(page.locator("#log .message.partner")).to_have_count(lines)
    expect(page.locator("#log [aria-busy=true]")).to_have_count(0)


def play_to_the_end(page: Page, lines: list[str]) -> None:
    """Say line after line until the scene is over."""
    for line in lines:
        if page.locator(OVER).is_visible():
            break
        say(page, line)
    expect(page.locator(OVER)).to_be_visible()


def talk_by_hints(page: Page, most: int = 14) -> None:
    """Play a scene by saying what the third step of each hint offers: what somebody does who knows nothing."""
    for _ in range(most):
        if page.locator(OVER).is_visible():
            return
        page.get_by_role("link", name="Hint").click()
        page.get_by_role("link", name="How does it begin?").click()
        page.get_by_role("link", name="Show the whole line").click()
        page.get_by_role("button", name="Use this line").click()
        expect(page.locator("#content")).not_to_have_value("")
        before = page.locator("#log .message.partner").count()
        page.locator("#content").press("Enter")
        answered(page, before + 1)
    raise AssertionError("the scene does not come to an end")


def finish(page: Page) -> None:
    """Go to the summary, rate the comfort."""
    page.locator(f".finish button, {OVER}").locator("visible=true").first.click()
    expect(page).to_have_url(re.compile("/summary$"))
    page.locator("#comfort-4").click()
    expect(page.locator("#comfort-4")).to_have_attribute("aria-pressed", "true")
