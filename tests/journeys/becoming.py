"""A guest becomes a learner and goes on in another browser: one story, for whichever way there is to enter."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.account_pages import sign_out
from tests.journeys.steps import COFFEE, Say, stands_there

FIVE = ["コーヒーを二つお願いします", "ホットで", "Mで", "ここで飲みます", "じゃあ持ち帰りで"]
SIXTH = "けっこうです"
Enter = Callable[[Page], None]


def become_a_learner(page: Page, say: Say, enter: Enter) -> str:
    """Five turns as a guest, then `enter` from the form for new people; gives the conversation's address."""
    page.goto(COFFEE)
    for line in FIVE:
        say(page, line)
    here = page.url.partition("#")[0]
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("link", name="Save my progress").click()
    expect(page.get_by_role("heading", name="Save your progress")).to_be_visible()
    enter(page)
    expect(page).to_have_url(here)
    stands_there(page, FIVE)
    return here


def leave(page: Page, here: str) -> None:
    """Sign out: the conversation is nobody's business any more."""
    sign_out(page)
    assert page.request.get(here).status == 404


def go_on_elsewhere(page: Page, say: Say, enter: Enter, here: str) -> None:
    """In a browser that knows nothing, `enter` from the form for known people and say one thing more."""
    assert page.request.get(here).status == 404
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    enter(page)
    page.get_by_role("main").get_by_role("link", name="Ordering coffee").last.click()
    page.get_by_role("button", name="Keep talking").click()
    expect(page).to_have_url(re.compile(f"^{re.escape(here)}(#.*)?$"))
    stands_there(page, FIVE)
    say(page, SIXTH)
    stands_there(page, [*FIVE, SIXTH])
