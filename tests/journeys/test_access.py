"""Every page, in either language of the interface: axe finds nothing in either theme; nothing spills or shifts."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.accounts.mailbox import Mailbox
from tests.accounts.people import MIA
from tests.journeys import account_pages, public_pages
from tests.journeys.account_pages import enter
from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.journeys.public_pages import Visit
from tests.live_server import LiveServer


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("visit", public_pages.PAGES + account_pages.PAGES, ids=lambda visit: visit.__name__)
def test_axe_finds_nothing_and_nothing_spills(
    browser: Browser, live_server: LiveServer, visit: Visit, tag: str
) -> None:
    with reading(browser, live_server.url, tag) as page:
        visit(page)
        expect_sound(page, tag)


@pytest.mark.parametrize("tag", LOCALES)
def test_nor_inside_an_account(browser: Browser, live_server: LiveServer, tag: str) -> None:
    with reading(browser, live_server.url, tag) as page:
        enter(page)
        for visit in account_pages.PAGES_INSIDE:
            visit(page)
            expect_sound(page, tag)


@pytest.mark.parametrize("tag", LOCALES)
def test_nor_where_a_mail_confirms_an_address(
    browser: Browser, live_server: LiveServer, mailbox: Mailbox, tag: str
) -> None:
    with reading(browser, live_server.url, tag) as page:
        enter(page)
        link = mailbox.link()
        page.goto(f"/dev/mail/{mailbox.read()[0].name}")
        expect_sound(page, tag)
        page.goto("/email/verify/no-such-link")
        expect_sound(page, tag)
        page.locator("main form button").click()
        expect_sound(page, tag)
        page.goto(link)
        expect_sound(page, tag)
        page.locator("main form button").click()
        expect(page.locator("main form")).to_have_count(0)
        expect_sound(page, tag)
        page.goto(link)
        expect_sound(page, tag)


@pytest.mark.parametrize("tag", LOCALES)
def test_nor_where_a_mail_leads_to_a_new_password(
    browser: Browser, live_server: LiveServer, mailbox: Mailbox, tag: str
) -> None:
    with reading(browser, live_server.url, tag) as page:
        enter(page)
        # the mail that confirms the address
        mailbox.read()
        mailbox.clear()
        page.context.clear_cookies()
        page.goto("/password/forgotten")
        page.locator("#email").fill(MIA["email"])
        page.locator("main form button").click()
        expect(page).to_have_url(re.compile("/sent$"))
        page.goto(mailbox.link())
        page.locator("#password").fill("password123")
        page.locator("main form button").click()
        expect(page.locator("#password-error")).to_be_visible()
        expect_sound(page, tag)
        page.goto("/password/reset/no-such-link")
        expect_sound(page, tag)


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
