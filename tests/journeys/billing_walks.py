"""The pages of billing as they are photographed: the plans, and each way to stand with us."""

from playwright.sync_api import Page

from tests.accounts.people import MIA
from tests.billing.standings import STANDINGS, Happen, go_on
from tests.journeys.walks import Camera
from tests.stripe_server import StripeServer


def enter_as(page: Page, url: str, email: str) -> None:
    """Somebody new, whoever was there before."""
    page.context.clear_cookies()
    page.goto(f"{url}/sign-up")
    page.locator("#email").fill(email)
    page.locator("#password").fill(MIA["password"])
    page.locator("main form:has(#password) button").click()
    page.wait_for_selector(".account-links form")


def choose(page: Page, url: str, tier: str, interval: str = "month") -> None:
    """Press the button of a plan; Stripe's page is there then."""
    page.goto(f"{url}/pricing?interval={interval}")
    page.locator(f"#plan-{tier} form .button").click()
    page.wait_for_selector("[name=do][value=pay]")


def buy(page: Page, url: str, tier: str, interval: str = "month") -> None:
    """Choose a plan, pay and come back."""
    choose(page, url, tier, interval)
    page.locator("[name=do][value=pay]").click()
    page.wait_for_selector(".standing")


def stand(page: Page, url: str, stripe: StripeServer, tier: str | None, happen: Happen) -> None:
    """Somebody who is there stands so from now on."""
    if tier is None:
        choose(page, url, "premium")
    elif tier:
        buy(page, url, tier)
    happen(stripe, stripe.world.all("customer")[0]["id"] if tier != "" else "")
    page.goto(f"{url}/billing/portal/return")
    page.wait_for_selector(".standing")


def look_at_plans(camera: Camera, url: str, stripe: StripeServer) -> None:
    """Every standing, one person after another, and the pages on the way from one to another."""
    page = camera.page
    for interval in ("month", "year"):
        page.goto(f"{url}/pricing?interval={interval}")
        camera.take(f"pricing {interval}", whole=True)
    for standing, (tier, happen) in STANDINGS.items():
        enter_as(page, url, f"{standing}-{camera.name}@example.org")
        if standing == "free":
            page.goto(f"{url}/pricing")
            camera.take("pricing inside", whole=True)
        stand(page, url, stripe, tier, happen)
        camera.take(f"billing {standing}", whole=True)
        if standing == "past_due":
            page.goto(f"{url}/scenarios")
            camera.take("owed elsewhere")
        if standing == "ending":
            page.goto(f"{url}/billing/plan?tier=plus&interval=month")
            camera.take("change refused")
    look_at_changes(camera, url, stripe)
    look_at_arrivals(camera, url, stripe)


def look_at_changes(camera: Camera, url: str, stripe: StripeServer) -> None:
    """Up, down, by the year, a payment that waits, and the end."""
    page = camera.page
    enter_as(page, url, f"changes-{camera.name}@example.org")
    stand(page, url, stripe, "premium", go_on)
    for name, choice in (("year", "premium&interval=year"), ("down", "plus&interval=month")):
        page.goto(f"{url}/billing/plan?tier={choice}")
        camera.take(f"change {name}", whole=True)
    page.locator(".standing .button").first.click()
    page.wait_for_selector(".planned")
    camera.take("billing planned", whole=True)
    page.locator(".planned .button").click()
    page.wait_for_selector(".planned", state="detached")
    stripe.next_payment("requires_action", customer=stripe.world.all("customer")[0]["id"])
    page.goto(f"{url}/billing/plan?tier=premium&interval=year")
    page.locator(".standing .button").first.click()
    page.wait_for_selector(".planned")
    camera.take("billing waiting", whole=True)
    page.goto(f"{url}/billing/cancellation")
    camera.take("cancellation", whole=True)
    page.goto(f"{url}/pricing")
    camera.take("pricing with a plan", whole=True)


def look_at_arrivals(camera: Camera, url: str, stripe: StripeServer) -> None:
    """Back from buying: nothing paid, not there yet, and not there for long."""
    page = camera.page
    enter_as(page, url, f"arrivals-{camera.name}@example.org")
    choose(page, url, "premium")
    checkout = page.url.rsplit("/", 1)[1]
    back = f"{url}/billing/return?session={checkout}"
    page.goto(back)
    camera.take("nothing paid")
    for state, looks in (("coming", 0), ("late", 10)):
        stripe.fail_next("500", path="/v1/checkout/sessions/.*", times=3)
        page.goto(f"{back}&looks={looks}")
        camera.take(state)
        page.goto(f"{url}/billing")
