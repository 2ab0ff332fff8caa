"""Following a path in a browser: today's step to its end, then tomorrow; a day that appears by itself; every page."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from kaiwa.app import create_app
from kaiwa.clock import system_clock
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import LearningPath
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import DayStatus
from tests.journeys.account_pages import enter
from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.journeys.course_walks import ANOTHER_DAY, Walk
from tests.live_server import LiveServer
from tests.paths.followers import entry, follow, review, set_owed

Follow = Callable[..., str]


@pytest.fixture
def rows(environment: dict[str, str], database_url: str) -> Iterator[Flask]:
    """An application beside the server, to put rows under it."""
    app = create_app(Settings.from_environment(environment | {"DATABASE_URL": database_url}))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def followed(rows: Flask) -> Follow:
    """`followed(days, since=…)`: a path of whoever has entered, begun so many days ago."""

    def make(days: list[DayEntry] | None = None, since: int = 0) -> str:
        return follow(rows, days, starts_on=system_clock().date() - timedelta(days=since))

    return make


def test_todays_step_is_rehearsed_to_its_end(walk: Walk, followed: Follow) -> None:
    page = walk.page
    enter(page)
    path = followed()
    page.goto("/")
    page.get_by_role("link", name="Today’s step").click()
    expect(page.locator("h1")).to_have_text("Step 1")
    walk.hold()
    walk.next_day(1, f"/paths/{path}", "Step 2")
    expect(page.locator(".strip-day").first).to_have_class(re.compile("is-done"))


def test_what_was_missed_is_picked_up_and_paused(page: Page, live_server: LiveServer, followed: Follow) -> None:
    enter(page)
    path = followed(since=3)
    page.goto(f"/paths/{path}")
    page.get_by_role("button", name="Pick up at day 1").click()
    expect(page.locator(".strip-day.is-now")).to_contain_text("1")
    page.get_by_text("Change or pause this path").click()
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".path-notice")).to_contain_text("no day goes by")
    page.get_by_role("button", name="Go on where you stopped").click()
    expect(page.locator(".today .when")).to_contain_text("Today")


def test_a_day_that_is_written_appears_by_itself(
    page: Page, live_server: LiveServer, followed: Follow, rows: Flask
) -> None:
    enter(page)
    path = followed([entry(1, scenario_id=None), entry(2)])
    page.goto(f"/paths/{path}")
    expect(page.locator("#day")).to_contain_text("being written")
    with rows.app_context():
        schedule = [entry(1), entry(2)]
        db.session.execute(update(LearningPath).where(LearningPath.id == path).values(schedule=schedule))
        db.session.commit()
    expect(page.get_by_role("link", name="Start", exact=True)).to_be_visible()
    expect(page.locator("#day")).not_to_have_attribute("hx-trigger", re.compile("."))


def test_at_day_ten_a_copy_is_changed_and_gone_on_with(walk: Walk, followed: Follow) -> None:
    page = walk.page
    enter(page)
    page.goto(f"/paths/{followed(since=9)}")
    page.get_by_text("Change or pause this path").click()
    page.get_by_role("button", name="Continue with a copy").click()
    expect(page.locator("h1")).to_have_text("Change the days")
    expect(page.locator("#day-9 button")).to_have_count(0)
    page.get_by_role("button", name="Remove “Step 11”").click()
    expect(page.locator("#day-11")).to_contain_text("Step 12")
    for place in (11, 10):
        page.get_by_role("button", name="Move “Step 13” up").click()
        expect(page.locator(f"#day-{place}")).to_contain_text("Step 13")
    page.get_by_role("searchbox").fill("coffee")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Add “Ordering coffee”").click()
    expect(page.locator("#day-28")).to_contain_text("Ordering coffee")
    page.get_by_role("button", name="Another scenario for “Step 12”").click()
    expect(page.locator("#day-12")).not_to_contain_text("Step 12")
    if walk.has_model:
        expect(page.locator("#day-12")).to_contain_text(ANOTHER_DAY)
    page.get_by_role("link", name="Coffee in Kyoto").click()
    expect(page.locator("#today-title")).to_have_text("Step 13")
    path = page.url
    walk.hold()
    expect(page.get_by_role("heading", name="Day 10 is done")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Tomorrow: Step 10")
    page.goto(path)
    expect(page.locator(".strip-day.is-done")).to_have_count(1)


@pytest.mark.parametrize("tag", LOCALES)
def test_axe_finds_nothing_on_any_page_of_a_path(
    browser: Browser, live_server: LiveServer, followed: Follow, rows: Flask, tag: str
) -> None:
    days = [entry(index) for index in range(1, 29)]
    days[6] = review(7)
    days[9], days[10] = entry(10, scenario_id=None), entry(11, scenario_id=None)
    with reading(browser, live_server.url, tag) as page:
        enter(page)
        path = followed(days, since=4)
        over = followed([entry(1)])
        set_owed(rows, path, 11, DayStatus.FAILED)
        set_owed(rows, path, 10, DayStatus.PROCESSING)
        page.goto(f"/paths/{over}/days/1")
        page.locator(".day-card form button").click()
        for place in ("", "/days/2", "/days/7", "/days/10", "/days/11", "/outline?q=coffee"):
            page.goto(f"/paths/{path}{place}")
            for fold in page.locator("main details").all():
                fold.locator("summary").click()
            expect_sound(page, tag)
        for address in (f"/paths/{over}", "/paths", "/"):
            page.goto(address)
            expect_sound(page, tag)
