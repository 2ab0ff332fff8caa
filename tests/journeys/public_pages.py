"""The pages of a guest, each as somebody comes to it in a browser; in any language, so by names and not by words."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.steps import COFFEE, TO_THE_END, answered, finish, play_to_the_end, say

Visit = Callable[[Page], None]


def landing(page: Page) -> None:
    page.goto("/")


def landing_in_chinese(page: Page) -> None:
    page.goto("/?scene=order-coffee&language=zh")


def landing_opened(page: Page) -> None:
    page.goto(COFFEE)
    page.locator(".goals summary").click()
    page.locator(".other-scenes summary").click()


def landing_with_an_error(page: Page) -> None:
    page.goto(COFFEE)
    page.locator("#content").evaluate("field => { field.required = false; field.value = ' ' }")
    page.locator("#composer-form").evaluate("form => form.submit()")
    expect(page.locator("#content-error")).to_be_visible()


def conversation(page: Page) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーがください")
    page.locator("#log .feedback summary").first.click()
    page.locator(".translation summary").last.click()


def conversation_with_hint(page: Page) -> None:
    page.goto("/?scene=order-coffee&language=ko")
    page.locator(".starters button").first.click()
    answered(page, 2)
    page.locator("[data-hint]").click()
    for step in (2, 3):
        page.locator(f"#hint-next[href*='step={step}']").click()
    expect(page.locator("#hint [data-use]")).to_be_visible()


def conversation_with_menu(page: Page) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーをください")
    page.locator("[popovertarget=menu]").click()
    expect(page.locator("#menu")).to_be_visible()


def conversation_with_proposal(page: Page) -> None:
    page.goto("/?scene=first-conversation&language=ja")
    say(page, "ミアです")
    say(page, "旅行のためです")
    page.locator(".proposal summary").click()
    expect(page.locator(".proposal .others")).to_be_visible()


def conversation_played_out(page: Page) -> None:
    page.goto(COFFEE)
    play_to_the_end(page, TO_THE_END["ja"])


def conversation_finished(page: Page) -> None:
    page.goto(COFFEE)
    say(page, "コーヒーをください")
    here = page.url
    page.locator(".finish button").click()
    expect(page.locator(".summary")).to_be_visible()
    page.goto(here)
    expect(page.locator("#composer.over")).to_be_visible()


def summary(page: Page) -> None:
    conversation_played_out(page)
    finish(page)
    expect(page.locator(".decision [action='/preferences/not-now']")).to_be_visible()


def interface_language(page: Page) -> None:
    page.goto("/preferences/interface-language")


def pricing(page: Page) -> None:
    page.goto("/pricing")


def pricing_by_the_year(page: Page) -> None:
    page.goto("/pricing?interval=year")


def kept_mails(page: Page) -> None:
    page.goto("/dev/mail")


def not_found(page: Page) -> None:
    page.goto("/nothing-here")


def scenarios(page: Page) -> None:
    conversation(page)
    page.goto("/scenarios")
    page.locator(".more-facets summary").click()
    expect(page.locator("#shelf-talks")).to_be_visible()


def scenarios_found(page: Page) -> None:
    page.goto("/scenarios?level=A1")
    page.locator("#search").press_sequentially("コーヒー", delay=20)
    expect(page.locator(".scenario-cards .card")).to_have_count(1)
    expect(page.locator(".chosen li")).to_have_count(3)


def scenarios_not_found(page: Page) -> None:
    page.goto("/scenarios?level=C2&length=short&q=coffee")
    expect(page.locator(".nothing .button").first).to_be_visible()


def scenario(page: Page) -> None:
    page.goto("/scenarios/order-coffee?language=ja")
    page.locator(".custom summary").first.click()


def scenario_without_script(page: Page) -> None:
    page.goto("/scenarios/wedding-speech?language=en")


def own_scenario_described(page: Page) -> None:
    page.goto("/scenarios/new")


def programs(page: Page) -> None:
    page.goto("/programs")
    expect(page.locator(".program-cards .card").first).to_be_visible()


def programs_of_no_language(page: Page) -> None:
    page.goto("/programs?language=ko")


def program(page: Page) -> None:
    page.goto("/program/ja-first-trip")


PAGES: list[Visit] = [
    landing,
    landing_in_chinese,
    landing_opened,
    landing_with_an_error,
    conversation,
    conversation_with_hint,
    conversation_with_menu,
    conversation_with_proposal,
    conversation_played_out,
    conversation_finished,
    summary,
    scenarios,
    scenarios_found,
    scenarios_not_found,
    scenario,
    scenario_without_script,
    own_scenario_described,
    programs,
    programs_of_no_language,
    program,
    interface_language,
    pricing,
    pricing_by_the_year,
    kept_mails,
    not_found,
]
