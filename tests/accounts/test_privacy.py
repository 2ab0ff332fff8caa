"""What is kept is said on one page, and deleting it is done at once."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from kaiwa.clock import system_clock
from kaiwa.extensions import db
from kaiwa.models import (
    AnalyticsEvent,
    Conversation,
    FailedSignIn,
    Message,
    SignInSession,
    Sitting,
    User,
    UserPreferences,
    UserUsage,
)
from tests.accounts.people import MIA, find_user, is_signed_in, sign_in, sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import begin, page

DELETION = "/settings/privacy/deletion"
OWNED = (User, UserPreferences, SignInSession, Conversation, Message, FailedSignIn, Sitting, UserUsage)


def counts(app: Flask) -> list[int | None]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(each)) for each in OWNED]


def have_no_password(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(User).values(password_hash=None, google_id="1234"))
        db.session.commit()


@pytest.mark.parametrize("path", ["/privacy", "/settings/privacy"])
def test_the_page_is_for_anybody(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "What is logged" in answer.text
    assert "nothing to take along" in answer.text
    assert "Delete my" not in answer.text


def test_every_page_leads_there(client: FlaskClient) -> None:
    assert 'href="/privacy"' in client.get("/").text


def test_a_guest_is_offered_their_own(client: FlaskClient) -> None:
    begin(client)
    text = client.get("/privacy").text
    assert "Export everything" in text
    assert "Delete my conversations" in text
    assert "Your password" not in text


def test_an_account_goes_with_everything_and_its_address_is_free(
    client: FlaskClient, stranger: FlaskClient, app: Flask
) -> None:
    begin(client)
    sign_up(client)
    begin(client)
    sign_in(stranger)
    sign_in(app.test_client(), password="not the password")
    answer = client.post(DELETION, data={"password": MIA["password"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/deleted")
    assert "It is all gone" in client.get("/deleted").text
    assert not is_signed_in(client)
    assert not is_signed_in(stranger)
    assert counts(app) == [0] * len(OWNED)
    assert sign_up(stranger).status_code == 303
    assert "Continue with" not in stranger.get("/").text


def test_what_was_counted_loses_the_person(client: FlaskClient, app: Flask) -> None:
    begin(client)
    sign_up(client)
    client.post(DELETION, data={"password": MIA["password"]})
    with app.app_context():
        event = db.session.scalars(select(AnalyticsEvent)).one()
    assert event.event_name == "conversation_started"
    assert {event.user_id, event.session_id, event.user_agent, event.ip_address, event.referrer} == {None}


@pytest.mark.parametrize("password", ["", "another password", "x" * 201])
def test_without_the_password_nothing_is_deleted(client: FlaskClient, app: Flask, password: str) -> None:
    sign_up(client)
    answer = client.post(DELETION, data={"password": password})
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert is_signed_in(client)
    assert find_user(app) is not None


def test_the_password_cannot_be_guessed_here_either(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    for _ in range(10):
        assert client.post(DELETION, data={"password": "another password"}).status_code == 422
    assert client.post(DELETION, data={"password": MIA["password"]}).status_code == 429
    assert find_user(app) is not None


def test_without_a_password_a_fresh_sign_in_will_do(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    have_no_password(app)
    assert "Yes, delete everything of mine" in client.get("/settings/privacy").text
    answer = client.post(DELETION)
    assert answer.status_code == 422
    assert 'id="sure-error"' in answer.text
    assert client.post(DELETION, data={"sure": "true"}).headers["Location"] == "/deleted"
    assert find_user(app) is None


def test_without_a_password_an_older_sign_in_is_not_enough(make_app: MakeApp) -> None:
    ahead = timedelta()
    app = make_app(clock=lambda: system_clock() + ahead)
    client = app.test_client()
    sign_up(client)
    have_no_password(app)
    ahead = timedelta(minutes=10)
    assert "sign out, sign in again" in client.get("/settings/privacy").text
    assert client.post(DELETION, data={"sure": "true"}).status_code == 422
    assert find_user(app) is not None


def test_only_whoever_is_signed_in_deletes_an_account(client: FlaskClient, app: Flask) -> None:
    sign_up(app.test_client())
    begin(client)
    answer = client.post(DELETION, data=MIA)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert find_user(app) is not None


def test_a_strangers_things_stay(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    theirs = begin(stranger)
    sign_up(stranger, email="eve@example.org")
    begin(client)
    sign_up(client)
    client.post(DELETION, data={"password": MIA["password"]})
    assert is_signed_in(stranger)
    assert "コーヒー" in page(stranger, theirs)
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(AnalyticsEvent.user_id.is_not(None))) == 1


def test_a_guest_deletes_what_they_did(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    mine, theirs = begin(client), begin(stranger)
    assert client.post("/privacy/deletion").headers["Location"] == "/deleted"
    assert client.get(f"/conversations/{mine}").status_code == 404
    assert "コーヒー" in page(stranger, theirs)
    with app.app_context():
        kept = db.session.scalars(select(AnalyticsEvent.session_id)).all()
    assert [each is None for each in kept].count(True) == 1


def test_a_guest_who_did_nothing_has_nothing_to_delete(client: FlaskClient) -> None:
    assert client.post("/privacy/deletion").status_code == 404


def test_whoever_is_signed_in_is_no_guest_to_delete(client: FlaskClient) -> None:
    conversation = begin(client)
    sign_up(client)
    assert client.post("/privacy/deletion").status_code == 404
    assert "コーヒー" in page(client, conversation)
