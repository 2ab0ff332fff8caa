"""The home of somebody with an account: the one next thing, the week's minutes, days in a row."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from kaiwa.conversations.home import count_streak
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import sign_up
from tests.conversations.guests import begin, plain, send

TODAY = date(2026, 11, 21)


def days(*back: int) -> list[date]:
    return [date.fromordinal(TODAY.toordinal() - each) for each in back]


@pytest.mark.parametrize(
    ("practised", "streak"),
    [
        ([], 0),
        (days(0), 1),
        (days(1), 1),
        (days(2), 0),
        (days(0, 1, 2, 4), 3),
        (days(1, 2, 3), 3),
        (days(0, 2), 1),
    ],
)
def test_days_in_a_row_count_until_yesterday(practised: list[date], streak: int) -> None:
    assert count_streak(practised, TODAY) == streak


def test_home_asks_what_to_be_ready_for(client: FlaskClient) -> None:
    sign_up(client)
    text = plain(client.get("/").text)
    assert "Whatdoyouwanttobereadyfor?" in text
    assert "Orderingcoffee" in text
    assert "0minutes" in text


def test_home_continues_what_is_unfinished(client: FlaskClient) -> None:
    conversation = begin(client)
    send(client, conversation, "ホットで")
    sign_up(client)
    page = client.get("/").text
    assert "Continue with Yuki" in page
    assert f"/conversations/{conversation}" in page
    assert "1day" in plain(page)
    client.post(f"/conversations/{conversation}/completion")
    assert "Whatdoyouwanttobereadyfor?" in plain(client.get("/").text)


def test_a_scene_that_is_asked_for_opens_its_stage(client: FlaskClient) -> None:
    sign_up(client)
    assert 'name="content"' in client.get("/?scene=order-coffee&language=ja").text


def test_a_signed_in_page_costs_at_most_two_statements_more(client: FlaskClient) -> None:
    conversation = begin(client)
    with count_statements() as as_guest:
        client.get(f"/conversations/{conversation}")
    sign_up(client)
    client.get("/")
    with count_statements() as signed_in:
        client.get(f"/conversations/{conversation}")
    assert len(signed_in) <= len(as_guest) + 2


def test_a_stranger_finds_nothing_of_an_account(client: FlaskClient, stranger: FlaskClient) -> None:
    conversation = begin(client)
    sign_up(client)
    sign_up(stranger, email="eve@example.org")
    assert stranger.get(f"/conversations/{conversation}").status_code == 404
    assert "Continue with" not in stranger.get("/").text
