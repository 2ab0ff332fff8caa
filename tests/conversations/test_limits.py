"""What is said near a limit and at it: one quiet line, more minutes where the tier allows, a kind refusal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import FIRST, HTMX, begin, page, read_stream, send, send_by_htmx
from tests.conversations.sitters import (
    Clock,
    allow,
    have_account,
    is_played_out,
    say_after,
    sittings,
    usage,
    use_up,
)

EXTENDABLE = {"can_extend": True, "max_extensions": 2, "extension_seconds": 300, "monthly_seconds": 36_000}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(make_app: MakeApp, clock: Clock) -> Flask:
    return make_app(clock=clock)


def words(html: str) -> str:
    return " ".join(html.split())


def test_two_minutes_before_a_sittings_limit_one_line_says_so(client: FlaskClient, clock: Clock) -> None:
    conversation = begin(client)
    for line in ("ホットで", "Mで"):
        say_after(client, clock, conversation, 85, line)
        assert "left in this session" not in page(client, conversation)
    clock.pass_(seconds=20)
    stream = words(read_stream(client, send_by_htmx(client, conversation, "持ち帰りで")))
    assert '<hx-partial hx-target="#limit"' in stream
    assert "About 2 minutes are left in this session." in stream
    shown = words(page(client, conversation))
    assert "About 2 minutes are left in this session." in shown
    assert "more minutes" not in shown
    assert "this month" not in shown


def test_what_is_left_of_the_month_and_when_more_comes_is_said_where_nothing_can_be_added(
    client: FlaskClient, app: Flask, clock: Clock
) -> None:
    have_account(client, app)
    conversation = begin(client)
    for line in ("ホットで", "Mで"):
        say_after(client, clock, conversation, 90, line)
    shown = words(page(client, conversation))
    assert "About 2 minutes are left in this session." in shown
    assert "12 minutes are left this month, and more comes on December 1." in shown
    assert "more minutes" not in shown
    for line in ("持ち帰りで", "けっこうです"):
        say_after(client, clock, conversation, 90, line)
    shown = words(page(client, conversation))
    assert "That was this session’s time. 9 minutes are left this month" in shown
    summary = client.get(f"/conversations/{conversation}/summary").text
    assert "That was this session’s time." in summary


def test_near_the_end_of_the_month_the_line_says_when_more_comes(client: FlaskClient, app: Flask, clock: Clock) -> None:
    have_account(client, app)
    conversation = begin(client)
    use_up(app, seconds_used=790)
    shown = words(page(client, conversation))
    assert "About 2 minutes of practice are left this month. More comes on December 1." in shown
    use_up(app, seconds_used=900)
    assert "That was this month’s practice time. More comes on December 1." in words(page(client, conversation))
    clock.pass_(days=10)
    assert "practice time" not in page(client, conversation)


def test_far_from_a_limit_nothing_is_said_and_nothing_asked(client: FlaskClient) -> None:
    conversation = begin(client)
    with count_statements() as counted:
        read_stream(client, send_by_htmx(client, conversation, "ホットで"))
    assert len(counted) <= 12
    assert "left in this session" not in page(client, conversation)


def test_five_more_minutes_as_often_as_the_tier_allows(client: FlaskClient, app: Flask, clock: Clock) -> None:
    allow(app, **EXTENDABLE)
    have_account(client, app)
    conversation = begin(client)
    for _ in range(2):
        say_after(client, clock, conversation, 90, "ええと")
    shown = words(page(client, conversation))
    assert "5 more minutes" in shown
    assert "this month" not in shown
    added = client.post(f"/conversations/{conversation}/extensions", headers=HTMX)
    assert (added.status_code, words(added.text)) == (200, "<p>5 minutes added. Go on.</p>")
    assert "5 more minutes" not in page(client, conversation)
    plainly = client.post(f"/conversations/{conversation}/extensions")
    assert plainly.headers["Location"] == f"/conversations/{conversation}#latest"
    refused = client.post(f"/conversations/{conversation}/extensions", headers=HTMX)
    assert refused.status_code == 409
    assert refused.headers["HX-Retarget"] == "#notice"
    [sitting] = sittings(app, conversation)
    assert (sitting.limit_seconds, sitting.extensions_used, sitting.was_extended) == (900, 2, True)


def test_taps_at_once_add_no_more_than_the_tier_allows(client: FlaskClient, app: Flask) -> None:
    allow(app, **EXTENDABLE)
    have_account(client, app)
    conversation = begin(client)
    cookies = {name: client.get_cookie(name) for name in ("kaiwa", "kaiwa_session")}

    def tap(_: int) -> int:
        tab = app.test_client()
        for name, cookie in cookies.items():
            assert cookie is not None
            tab.set_cookie(name, cookie.value)
        return tab.post(f"/conversations/{conversation}/extensions", headers=HTMX).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(tap, range(6))) == [200] * 2 + [409] * 4


def test_nothing_is_added_to_what_is_over(client: FlaskClient, app: Flask, clock: Clock) -> None:
    allow(app, **EXTENDABLE)
    have_account(client, app)
    conversation = begin(client)
    clock.pass_(minutes=31)
    assert client.post(f"/conversations/{conversation}/extensions").status_code == 409
    client.post(f"/conversations/{conversation}/completion")
    assert client.post(f"/conversations/{conversation}/extensions").status_code == 409


def test_where_the_month_ends_first_no_minutes_are_offered(client: FlaskClient, app: Flask) -> None:
    allow(app, **EXTENDABLE | {"monthly_seconds": 100})
    have_account(client, app)
    conversation = begin(client)
    assert "more minutes" not in page(client, conversation)


def test_with_nothing_left_a_turn_is_refused_kindly_and_the_text_kept(client: FlaskClient, app: Flask) -> None:
    have_account(client, app)
    conversation = begin(client)
    use_up(app, seconds_used=900)
    refused = send(client, conversation, "ミルクティーをください")
    assert refused.status_code == 422
    assert "practice time is used up. More comes on December 1. Your text is kept." in words(refused.text)
    assert "ミルクティーをください</textarea>" in refused.text
    address = f"/conversations/{conversation}/messages"
    by_htmx = client.post(address, data={"content": "ミルクティーをください"}, headers=HTMX)
    assert (by_htmx.status_code, by_htmx.headers["HX-Retarget"]) == (422, "#composer")
    assert "ミルクティーをください</textarea>" in by_htmx.text
    assert page(client, conversation).count('class="message learner"') == 1
    assert not is_played_out(app, conversation)


def test_with_nothing_left_the_start_says_so_and_keeps_the_text(client: FlaskClient, app: Flask) -> None:
    have_account(client, app)
    assert "used up" not in client.get("/").text
    begin(client)
    use_up(app, seconds_used=895)
    for address in ("/", "/?scene=order-coffee&language=ja"):
        shown = words(client.get(address).text)
        assert "This month’s practice time is used up. More comes on December 1." in shown
        assert 'href="/settings/usage"' in shown
    refused = client.post("/conversations", data=FIRST)
    assert refused.status_code == 422
    assert f"{FIRST['content']}</textarea>" in refused.text
    use_up(app, seconds_used=0, conversations_used=100)
    assert "begun all the conversations of this month" in client.get("/").text
    assert "begun all the conversations" in client.post("/conversations", data=FIRST, headers=HTMX).text


def test_the_page_says_what_is_used_and_left(client: FlaskClient, app: Flask, clock: Clock) -> None:
    sign_up(client)
    before = words(client.get("/settings/usage").text)
    assert "0 of 100 used, 100 left" in before
    say_after(client, clock, begin(client), 70)
    after = words(client.get("/settings/usage").text)
    assert "1 of 100 used, 99 left" in after
    assert "2 of 15 used, 13 left" in after
    assert "The next month begins on December 1." in after
    assert "Unused time is not carried over on this plan." in after
    assert 'aria-current="page">Usage' in after
    allow(app, session_banking_enabled=True, max_banked_seconds=600, monthly_realtime_sessions=60)
    use_up(app, banked_seconds=600, banked_seconds_used=61, seconds_used=900)
    banked = words(client.get("/settings/usage").text)
    assert "2 of 10 used, 8 left" in banked
    assert "0 of 60 used, 60 left" in banked


def test_the_month_is_that_of_the_learners_time_zone(client: FlaskClient, app: Flask, clock: Clock) -> None:
    sign_up(client)
    client.post("/settings/fields/time_zone", data={"time_zone": "Asia/Tokyo"}, headers=HTMX)
    clock.at = clock.at.replace(day=30, hour=15)
    clock.at += timedelta(minutes=1)
    assert "January 1" in words(client.get("/settings/usage").text)
    begin(client)
    assert usage(app).period == "2026-12"


def test_a_guest_has_no_page_of_usage(client: FlaskClient) -> None:
    begin(client)
    assert client.get("/settings/usage").headers["Location"].startswith("/sign-in")
