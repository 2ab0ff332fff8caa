"""The pages of an account, each as somebody comes to it in a browser; in any language, so by names and not by words."""

from playwright.sync_api import Page, expect

from tests.accounts.people import MIA
from tests.journeys.public_pages import Visit


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


def sign_in_first(page: Page) -> None:
    page.goto("/settings")
    expect(page.locator("#password")).to_be_visible()


def forgotten(page: Page) -> None:
    page.goto("/password/forgotten")
    page.locator("#email").fill("mia")
    page.locator("main form:has(#email) button").click()
    expect(page.locator("#email-error")).to_be_visible()


def forgotten_sent(page: Page) -> None:
    page.goto("/password/forgotten/sent")


def enter(page: Page) -> None:
    """Make an account and nothing else."""
    page.goto("/sign-up")
    page.locator("#email").fill(MIA["email"])
    page.locator("#password").fill(MIA["password"])
    page.locator("main form:has(#password) button").click()
    expect(page.locator(".account-links form")).to_be_visible()


def signed_up(page: Page) -> None:
    """With a conversation, in whatever language the pages speak."""
    page.goto("/?scene=order-coffee&language=ja")
    page.locator(".starters button").first.click()
    expect(page.locator("#log .message.partner:not([aria-busy=true])")).to_have_count(2)
    enter(page)


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


def summary_of_a_learner(page: Page) -> None:
    home_with_nothing_unfinished(page)
    page.go_back()
    expect(page.locator(".summary .decision")).to_be_visible()


def home_of_a_beginner(page: Page) -> None:
    page.goto("/")


def welcome(page: Page) -> None:
    page.goto("/welcome")


def profile(page: Page) -> None:
    page.goto("/settings")
    page.locator("#setting-time_zone-input").fill("Nowhere")
    page.locator("#setting-time_zone-input").press("Tab")
    expect(page.locator("#setting-time_zone-error")).to_be_visible()


def profile_with_a_wrong_password(page: Page) -> None:
    page.goto("/settings")
    page.locator("#old").fill("another password")
    page.locator("#password").fill("four green umbrellas")
    page.locator("form:has(#old) button").click()
    expect(page.locator("#old-error")).to_be_visible()


def practice(page: Page) -> None:
    page.goto("/settings/practice")
    page.locator("#setting-learning_goal input").first.check()
    expect(page.locator("#setting-learning_goal .kept")).not_to_be_empty()


def languages(page: Page) -> None:
    page.goto("/settings/languages")


def conversation(page: Page) -> None:
    page.goto("/settings/conversation")


def appearance(page: Page) -> None:
    page.goto("/settings/appearance")


def sessions(page: Page) -> None:
    page.goto("/settings/sessions")


def privacy(page: Page) -> None:
    page.goto("/privacy")


def privacy_of_a_guest(page: Page) -> None:
    page.goto("/?scene=order-coffee&language=ja")
    page.locator(".starters button").first.click()
    expect(page.locator("#log .message.partner:not([aria-busy=true])")).to_have_count(2)
    page.goto("/privacy")
    page.locator(".deletion summary").click()


def memory(page: Page) -> None:
    page.goto("/settings/memory")


def usage(page: Page) -> None:
    page.goto("/settings/usage")


def billing(page: Page) -> None:
    page.goto("/billing")


def scenarios_saved(page: Page) -> None:
    page.goto("/scenarios?level=A1")
    page.locator("#card-order-coffee .save").click()
    expect(page.locator("#card-order-coffee .save")).to_have_attribute("aria-pressed", "true")
    page.goto("/scenarios?saved=1")
    expect(page.locator("#card-order-coffee")).to_be_visible()
    page.goto("/scenarios")
    expect(page.locator("#shelf-saved")).to_be_visible()


def scenario_tried(page: Page) -> None:
    page.goto("/?scene=order-coffee&language=ja")
    page.locator(".starters button").first.click()
    expect(page.locator("#log .message.partner:not([aria-busy=true])")).to_have_count(2)
    page.goto("/scenarios/order-coffee?language=ja")
    page.locator(".star").nth(3).click()
    expect(page.locator(".star.is-given")).to_have_count(4)
    page.locator("#notes-text").fill("Ask for oat milk")
    page.locator("#notes .button").click()
    expect(page.locator("#notes [role=status]")).not_to_be_empty()


def own_scenario_refused(page: Page) -> None:
    page.goto("/scenarios/new")
    page.locator("#wish").fill("コーヒーを注文する")
    page.locator("#own-language").select_option("ja")
    page.locator("form.fields .button").first.click()
    page.locator("#own-title").fill(" ")
    page.locator("#own-form > .button").click()
    expect(page.locator("#own-title-error")).to_be_visible()


def own_scenario(page: Page) -> None:
    page.goto("/scenarios/new")
    page.locator("[name=by_hand]").click()
    for name in ("title", "who", "partner", "setting", "description", "opening", "objectives"):
        page.locator(f"#own-{name}").fill("コーヒーを注文する")
    page.locator("#own-category").select_option("food")
    page.locator("#own-form > .button").click()
    expect(page.locator(".owner")).to_be_visible()


def own_scenario_changed(page: Page) -> None:
    page.goto("/scenarios/mine")
    page.locator(".scenario-card > a").first.click()
    page.locator(".owner .button").click()
    page.locator(".removal summary").click()


def own_scenarios(page: Page) -> None:
    page.goto("/scenarios/mine")
    expect(page.locator(".scenario-card")).to_have_count(1)


def own_scenario_too_many(page: Page) -> None:
    page.goto("/scenarios/new")
    expect(page.locator(".notice-box")).to_be_visible()


def no_paths(page: Page) -> None:
    page.goto("/paths")
    expect(page.locator(".nothing .button")).to_be_visible()


def privacy_of_an_account(page: Page) -> None:
    signed_up(page)
    page.goto("/settings/privacy")
    page.locator(".deletion summary").click()
    page.locator("#password").fill("another password")
    page.locator(".danger-button").click()
    expect(page.locator("#password-error")).to_be_visible()


def deleted(page: Page) -> None:
    page.goto("/deleted")


def program_refused(page: Page) -> None:
    page.goto("/program/ja-first-trip")
    page.locator("#starts-on").fill("2020-01-01")
    page.locator(".program-start .button").click()
    expect(page.locator("#starts-on-error")).to_be_visible()


def path_made_public(page: Page) -> None:
    page.goto("/program/ja-first-trip")
    with page.expect_response("**/starts") as started:
        page.locator(".program-start .button").click()
    place = f"{started.value.headers['location']}/publication"
    page.goto(place)
    page.locator("form.fields > .button").click()
    expect(page.locator(".program-start")).to_be_visible()
    page.goto(place)
    expect(page.locator(".owner")).to_be_visible()


PAGES: list[Visit] = [
    sign_up_page,
    sign_up_refused,
    sign_in_page,
    sign_in_refused,
    sign_in_first,
    forgotten,
    forgotten_sent,
    home,
    home_with_nothing_unfinished,
    summary_of_a_learner,
    privacy,
    privacy_of_a_guest,
    privacy_of_an_account,
    deleted,
]
# one after another, for somebody who has entered
PAGES_INSIDE: list[Visit] = [
    home_of_a_beginner,
    welcome,
    profile,
    profile_with_a_wrong_password,
    practice,
    languages,
    conversation,
    memory,
    appearance,
    usage,
    billing,
    scenarios_saved,
    scenario_tried,
    no_paths,
    own_scenario_refused,
    own_scenario,
    own_scenario_changed,
    own_scenarios,
    own_scenario_too_many,
    program_refused,
    path_made_public,
    sessions,
]
