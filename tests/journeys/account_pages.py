"""The pages of an account, each as somebody comes to it in a browser; in any language, so by names and not by words."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.accounts.people import MIA

Visit = Callable[[Page], None]


def give(page: Page, button: str, password: str = MIA["password"]) -> None:
    """Fill in the address and the password, and send them."""
    page.get_by_label("E-mail address").fill(MIA["email"])
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def sign_out(page: Page) -> None:
    """Only somebody who is signed in can."""
    page.goto("/settings/sessions")
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def sign_up_page(page: Page) -> None:
    page.goto("/sign-up")


def sign_up_refused(page: Page) -> None:
    page.goto("/sign-up")
    page.locator("#email").fill("mia")
    page.locator("#password").fill("short")
    page.locator("main form:has(#password) button").click()
    expect(page.locator("#password-error")).to_be_visible()


def sign_in_page(page: Page) -> None:
    page.goto("/sign-in")


def sign_in_refused(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("#email").fill(MIA["email"])
    page.locator("#password").fill("another password")
    page.locator("main form:has(#password) button").click()
    expect(page.locator("#password-error")).to_be_visible()


def signed_up(page: Page) -> None:
    """With a conversation, in whatever language the pages speak."""
    page.goto("/?scene=order-coffee&language=ja")
    page.locator(".starters button").first.click()
    expect(page.locator("#log .message.partner:not([aria-busy=true])")).to_have_count(2)
    page.goto("/sign-up")
    page.locator("#email").fill(MIA["email"])
    page.locator("#password").fill(MIA["password"])
    page.locator("main form:has(#password) button").click()
    expect(page.locator(".account-links form")).to_be_visible()


def home(page: Page) -> None:
    signed_up(page)
    page.goto("/")


def home_with_nothing_unfinished(page: Page) -> None:
    signed_up(page)
    page.goto("/")
    page.locator(".next-thing .button").click()
    page.locator(".finish button").click()
    expect(page.locator(".summary")).to_be_visible()
    page.goto("/")


def sessions(page: Page) -> None:
    signed_up(page)
    page.goto("/settings/sessions")


def privacy(page: Page) -> None:
    page.goto("/privacy")


def privacy_of_a_guest(page: Page) -> None:
    page.goto("/?scene=order-coffee&language=ja")
    page.locator(".starters button").first.click()
    expect(page.locator("#log .message.partner:not([aria-busy=true])")).to_have_count(2)
    page.goto("/privacy")
    page.locator(".deletion summary").click()


def privacy_of_an_account(page: Page) -> None:
    signed_up(page)
    page.goto("/settings/privacy")
    page.locator(".deletion summary").click()
    page.locator("#password").fill("another password")
    page.locator(".danger-button").click()
    expect(page.locator("#password-error")).to_be_visible()


def deleted(page: Page) -> None:
    page.goto("/deleted")


PAGES: list[Visit] = [
    sign_up_page,
    sign_up_refused,
    sign_in_page,
    sign_in_refused,
    home,
    home_with_nothing_unfinished,
    sessions,
    privacy,
    privacy_of_a_guest,
    privacy_of_an_account,
    deleted,
]
