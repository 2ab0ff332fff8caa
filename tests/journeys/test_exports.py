"""Somebody who has said a lot has everything prepared, sees it come, and takes it away."""

import json
import re
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from kaiwa.accounts.prepared_exports import MOST_STREAMED
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import Conversation, Export, Message, User
from kaiwa.models.conversations import MessageRole, MessageState
from kaiwa.models.exports import ExportState
from tests.accounts.talkers import say_a_lot
from tests.jobs import do_jobs
from tests.journeys.account_pages import enter
from tests.journeys.axe import LOCALES, expect_sound, reading
from tests.journeys.conftest import PHONE
from tests.live_server import LiveServer

ADDRESS = re.compile("/privacy/exports/[0-9a-f-]{36}$")


def come_with_a_lot(page: Page, app: Flask) -> None:
    """Be somebody with an account who has said a lot, on the page about privacy."""
    enter(page)
    with app.app_context():
        mia = db.session.scalars(select(User.id)).one()
        talk = Conversation(user_id=mia, target_language_id="ja", native_language_id="en", scenario_id="order-coffee")
        talk.started_at, talk.message_count = now(), 1
        talk.messages = [Message(position=1, role=MessageRole.USER, state=MessageState.COMPLETE, content="ホットで")]
        db.session.add(talk)
        db.session.flush()
        say_a_lot(db.session, talk.id)
    page.goto("/settings/privacy")


def press(page: Page) -> None:
    """Have it prepared, in whatever language the page speaks."""
    page.locator("form[action='/privacy/exports'] button").click()
    expect(page).to_have_url(ADDRESS)


def states(page: Page, app: Flask) -> Iterator[str]:
    """Every state in which the export is shown, on its own page and on that about privacy."""
    come_with_a_lot(page, app)
    yield "offered"
    press(page)
    here = page.url
    yield "being prepared"
    do_jobs(app)
    # the page sees by itself that it is ready
    expect(page.locator("#export a[download]")).to_be_visible()
    yield "ready"
    page.goto("/privacy")
    yield "ready on the page about privacy"
    with app.app_context():
        db.session.execute(update(Export).values(state=ExportState.FAILED))
        db.session.commit()
    page.goto(here)
    yield "failed"


@pytest.mark.parametrize("scripted", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_lot_is_prepared_and_taken_away(
    browser: Browser, live_server: LiveServer, app: Flask, scripted: bool
) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=scripted, viewport=PHONE, locale="en-US", accept_downloads=True
    )
    page = context.new_page()
    come_with_a_lot(page, app)
    page.get_by_role("button", name="Prepare my file").click()
    expect(page).to_have_url(ADDRESS)
    expect(page.get_by_text("Your file is being prepared")).to_be_visible()
    do_jobs(app)
    if not scripted:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("status").get_by_text("Your file is ready")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"kaiwa-[\d-]{10}\.zip", download.value.suggested_filename)
    with ZipFile(download.value.path()) as archive:
        [talk] = json.loads(archive.read("data.json"))["conversations"]
    assert len(talk["messages"]) > MOST_STREAMED
    page.get_by_role("link", name="What is kept").click()
    expect(page.get_by_text("It is kept until")).to_be_visible()
    context.close()


@pytest.mark.parametrize("tag", LOCALES)
def test_axe_finds_nothing_and_nothing_spills(browser: Browser, live_server: LiveServer, app: Flask, tag: str) -> None:
    with reading(browser, live_server.url, tag) as page:
        for _state in states(page, app):
            expect_sound(page, tag)
