"""What every page keeps to, in each language and theme: axe finds nothing, and nothing spills on a narrow phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, expect

from kaiwa.config import ROOT
from tests.journeys.conftest import DESK, PHONE

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
FIND = """async () => (await axe.run(document)).violations.map(
  each => [each.id, ...each.nodes.map(node => `${node.html.slice(0, 200)} ${node.failureSummary}`)].join("\\n"))"""
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NARROW = ViewportSize(width=320, height=640)
# what a browser says of its reader, by the language of the interface that this asks for
LOCALES = {"en": "en-US", "ja": "ja-JP"}
LOOKS: list[tuple[Literal["dark", "light"], ViewportSize]] = [("dark", PHONE), ("light", PHONE), ("light", DESK)]


@contextmanager
def reading(browser: Browser, url: str, tag: str) -> Iterator[Page]:
    """A phone whose reader wants this language of the interface, and into which axe may be put."""
    context = browser.new_context(
        base_url=url, locale=LOCALES[tag], viewport=PHONE, bypass_csp=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def expect_nothing_found(page: Page) -> None:
    """axe finds nothing on the page as it stands: in the dark, in the light, and in the light at a desk."""
    page.evaluate(AXE)
    for theme, size in LOOKS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size(size)
        found = page.evaluate(FIND)
        assert not found, "\n".join([f"{page.url} in the {theme}, {size['width']} wide", *found])


def expect_sound(page: Page, tag: str) -> None:
    """The page is in this language, axe finds nothing, and nothing spills on the narrowest phone."""
    expect(page.locator("html")).to_have_attribute("lang", tag)
    expect_nothing_found(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate(SPILL) <= 0, page.url
    head = page.locator(".site-head").bounding_box()
    # in a conversation there is none on a phone; what only proves the layout may take a second line
    assert head is None or tag not in LOCALES or head["height"] < 70, page.url
    page.set_viewport_size(PHONE)
