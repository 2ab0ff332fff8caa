"""axe finds nothing on any page in either theme, on a phone or at a desk; nothing spills or shifts."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kaiwa.config import ROOT
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import TO_THE_END, answered, finish, play_to_the_end, say
from tests.live_server import LiveServer

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
COFFEE = "/?scene=order-coffee&language="


def landing(page: Page) -> None:
    page.goto("/")


def landing_in_chinese(page: Page) -> None:
    page.goto(f"{COFFEE}zh")


def landing_with_an_error(page: Page) -> None:
    page.goto(f"{COFFEE}ja")
    page.locator("#content").evaluate("field => { field.required = false; field.value = ' ' }")
    page.locator("#composer-form").evaluate("form => form.submit()")
    expect(page.locator("#content-error")).to_be_visible()


def conversation(page: Page) -> None:
    page.goto(f"{COFFEE}ja")
    say(page, "コーヒーがください")
    page.locator("#log .feedback summary").first.click()
    page.get_by_text("Translate").last.click()


def conversation_with_hint(page: Page) -> None:
    page.goto(f"{COFFEE}ko")
    page.locator(".starters button").first.click()
    answered(page, 2)
    page.get_by_role("link", name="Hint").click()
    page.get_by_role("link", name="How does it begin?").click()
    page.get_by_role("link", name="Show the whole line").click()
    expect(page.get_by_role("button", name="Use this line")).to_be_visible()


def conversation_with_menu(page: Page) -> None:
    page.goto(f"{COFFEE}ja")
    say(page, "コーヒーをください")
    page.get_by_role("button", name="How this conversation works for you").click()


def conversation_played_out(page: Page) -> None:
    page.goto(f"{COFFEE}ja")
    play_to_the_end(page, TO_THE_END["ja"])


def summary(page: Page) -> None:
    conversation_played_out(page)
    finish(page)


def not_found(page: Page) -> None:
    page.goto("/nothing-here")


PAGES: list[Callable[[Page], None]] = [
    landing,
    landing_in_chinese,
    landing_with_an_error,
    conversation,
    conversation_with_hint,
    conversation_with_menu,
    conversation_played_out,
    summary,
    not_found,
]


@pytest.mark.parametrize(("theme", "size"), [("light", PHONE), ("dark", PHONE), ("light", DESK)])
@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_axe_finds_nothing(
    browser: Browser, live_server: LiveServer, visit: Callable[[Page], None], theme: Any, size: ViewportSize
) -> None:
    context = browser.new_context(
        base_url=live_server.url,
        color_scheme=theme,
        locale="en-US",
        viewport=size,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    visit(page)
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run(document)).violations")
    context.close()
    assert [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found] == [], json.dumps(found)[
        :3000
    ]


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)
def test_nothing_spills_on_a_narrow_phone(
    browser: Browser, live_server: LiveServer, visit: Callable[[Page], None]
) -> None:
    context = browser.new_context(base_url=live_server.url, locale="en-US", viewport={"width": 320, "height": 640})
    page = context.new_page()
    visit(page)
    spill = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert spill <= 0


def test_the_first_page_does_not_shift(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, locale="en-US", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        " for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;"
        "}).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto("/", wait_until="networkidle")
    shift = page.evaluate("window.shift")
    context.close()
    assert shift == 0
