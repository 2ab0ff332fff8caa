"""Signing in and out: cookies, sessions, guessing, and where one may be sent afterwards."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.ids import hash_token
from kaiwa.models import SignInSession
from tests.accounts.people import MIA, is_signed_in, sign_in, sign_up
from tests.conversations.guests import begin

COOKIE = "kaiwa_session"


def token(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def test_signed_in_on_a_second_browser_one_sees_the_same(client: FlaskClient, stranger: FlaskClient) -> None:
    conversation = begin(client)
    sign_up(client)
    assert sign_in(stranger).status_code == 303
    assert stranger.get(f"/conversations/{conversation}").status_code == 200


def test_the_row_holds_only_the_hash_of_the_cookie(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    with app.app_context():
        row = db.session.scalars(select(SignInSession)).one()
    assert row.id == hash_token(token(client))
    assert row.id != token(client)


def test_the_cookie_is_httponly_lax_and_lasts_thirty_days(client: FlaskClient) -> None:
    cookie = next(each for each in sign_up(client).headers.getlist("Set-Cookie") if each.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=2592000" in cookie


def test_a_copied_cookie_is_worth_nothing_after_sign_out(client: FlaskClient, stranger: FlaskClient) -> None:
    sign_up(client)
    stranger.set_cookie(COOKIE, token(client))
    assert is_signed_in(stranger)
    client.post("/sign-out")
    assert not is_signed_in(client)
    assert not is_signed_in(stranger)


def test_signing_in_gives_a_new_token_and_ends_the_old(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    sign_up(stranger, email="eve@example.org")
    fixed = token(stranger)
    sign_up(client)
    client.post("/sign-out")
    client.set_cookie(COOKIE, fixed)
    client.post("/sign-out")
    sign_in(client)
    assert token(client) != fixed
    with app.app_context():
        assert db.session.get(SignInSession, hash_token(fixed)) is None


def test_sign_out_everywhere_ends_every_session(client: FlaskClient, stranger: FlaskClient) -> None:
    sign_up(client)
    sign_in(stranger)
    client.post("/sign-out", data={"everywhere": "true"})
    assert not is_signed_in(client)
    assert not is_signed_in(stranger)


def test_one_session_is_signed_out_from_the_list(client: FlaskClient, stranger: FlaskClient) -> None:
    sign_up(client)
    sign_in(stranger)
    page = client.get("/settings/sessions").text
    assert page.count("Sign out this one") == 2
    other = next(
        each for each in re.findall(r"/settings/sessions/([0-9a-f]{64})/", page) if each != hash_token(token(client))
    )
    assert client.post(f"/settings/sessions/{other}/deletion").status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(stranger)


def test_a_strangers_session_cannot_be_ended(client: FlaskClient, stranger: FlaskClient) -> None:
    sign_up(client)
    sign_up(stranger, email="eve@example.org")
    stranger.post(f"/settings/sessions/{hash_token(token(client))}/deletion")
    assert is_signed_in(client)


def test_a_session_that_ran_out_signs_nobody_in(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    with app.app_context():
        row = db.session.scalars(select(SignInSession)).one()
        row.expires_at = now() - timedelta(seconds=1)
        db.session.commit()
    assert not is_signed_in(client)


def test_last_seen_is_written_at_most_once_a_minute_and_slides(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    with app.app_context():
        row = db.session.scalars(select(SignInSession)).one()
        row.last_seen_at = seen = now() - timedelta(seconds=50)
        db.session.commit()
    client.get("/")
    with app.app_context():
        row = db.session.scalars(select(SignInSession)).one()
        assert row.last_seen_at == seen
        row.last_seen_at = now() - timedelta(seconds=61)
        row.expires_at = until = now() + timedelta(days=1)
        db.session.commit()
    client.get("/")
    with app.app_context():
        row = db.session.scalars(select(SignInSession)).one()
        assert row.last_seen_at > seen
        assert row.expires_at > until


@pytest.mark.parametrize("email", [MIA["email"], "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    client: FlaskClient, app: Flask, email: str
) -> None:
    sign_up(app.test_client())
    answer = sign_in(client, email=email, password="another password")
    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert not is_signed_in(client)


def test_guessing_ends_after_ten_tries_even_with_the_right_password(client: FlaskClient, app: Flask) -> None:
    sign_up(app.test_client())
    for _ in range(10):
        assert sign_in(client, password="another password").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "quarter of an hour" in answer.text
    assert not is_signed_in(client)


def test_upper_case_in_an_address_does_not_matter(client: FlaskClient, stranger: FlaskClient) -> None:
    sign_up(client)
    assert sign_in(stranger, email=" Mia@Example.ORG ").status_code == 303


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/a\nb"],
)
def test_nobody_is_sent_elsewhere_after_signing_in(client: FlaskClient, app: Flask, target: str) -> None:
    sign_up(app.test_client())
    assert sign_in(client, next=target).headers["Location"] == "/"


def test_a_page_for_people_with_an_account_asks_and_comes_back(client: FlaskClient) -> None:
    asked = client.get("/settings/sessions")
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/sign-in?next=/settings/sessions"


def test_whoever_is_signed_in_needs_no_form(client: FlaskClient) -> None:
    sign_up(client)
    assert client.get("/sign-in").headers["Location"] == "/"
    assert client.get("/sign-up").headers["Location"] == "/"
