"""A guest becomes a learner without losing a word."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import Conversation, User, UserPreferences
from tests.accounts.people import MIA, find_user, is_signed_in, sign_in, sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import begin, page, plain, send


def test_signing_up_lands_in_the_same_conversation_with_every_word(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    send(client, conversation, "ホットで")
    answer = sign_up(client, next=f"/conversations/{conversation}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/conversations/{conversation}")
    text = plain(page(client, conversation))
    assert "コーヒーを二つお願いします" in text
    assert "ホットで" in text
    with app.app_context():
        kept = db.session.get_one(Conversation, conversation)
        preferences = db.session.scalars(select(UserPreferences)).one()
        user = db.session.scalars(select(User)).one()
    assert (kept.guest_id, kept.user_id) == (None, user.id)
    assert preferences.target_language_id == "ja"
    assert user.native_language_id == "en"


def test_the_summary_asks_a_guest_and_remembers_not_now(client: FlaskClient) -> None:
    conversation = begin(client)
    summary = f"/conversations/{conversation}/summary"
    assert "Notnow" in plain(client.get(summary).text)
    assert client.post("/preferences/not-now").status_code == 303
    text = plain(client.get(summary).text)
    assert "Notnow" not in text
    assert "Savemyprogress" in text
    sign_up(client)
    assert "Savemyprogress" not in plain(client.get(summary).text)


def test_a_known_address_with_its_password_is_signed_in_and_adopts(
    client: FlaskClient, stranger: FlaskClient, app: Flask
) -> None:
    sign_up(client)
    conversation = begin(stranger)
    assert sign_up(stranger).status_code == 303
    assert "コーヒー" in page(client, conversation)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_a_known_address_with_another_password_is_refused_and_nothing_is_given(
    client: FlaskClient, stranger: FlaskClient, app: Flask
) -> None:
    sign_up(client)
    conversation = begin(stranger)
    refused = sign_up(stranger, password="four green umbrellas")
    assert refused.status_code == 422
    assert "not with this password" in refused.text
    assert 'value="mia@example.org"' in refused.text
    assert client.get(f"/conversations/{conversation}").status_code == 404
    assert "コーヒー" in page(stranger, conversation)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"email": "mia"}, "email", "Please give an e-mail address"),
        ({"email": ""}, "email", "Please give an e-mail address"),
        ({"password": "short"}, "password", "at least 10 characters"),
        ({"password": "password123"}, "password", "among the first"),
        ({"password": "qwertyuiop"}, "password", "among the first"),
        ({"password": "mia@example.org"}, "password", "among the first"),
        ({"password": "aaaaaaaaaaaa"}, "password", "among the first"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(
    client: FlaskClient, app: Flask, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = sign_up(client, **changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in answer.text
    assert find_user(app) is None


def test_a_guest_of_a_second_device_is_adopted_later(client: FlaskClient, stranger: FlaskClient) -> None:
    first = begin(client)
    sign_up(client)
    second = begin(stranger)
    sign_in(stranger)
    for browser in (client, stranger):
        assert browser.get(f"/conversations/{first}").status_code == 200
        assert browser.get(f"/conversations/{second}").status_code == 200


def test_two_sign_ups_at_once_make_one_account(app: Flask) -> None:
    browsers = [app.test_client() for _ in range(4)]
    begun = [begin(browser) for browser in browsers]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(sign_up, browsers))
    assert {answer.status_code for answer in answers} == {303}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1
        owners = db.session.scalars(select(Conversation.user_id).where(Conversation.id.in_(begun))).all()
    assert len(owners) == 4
    assert len(set(owners)) == 1


def test_the_password_is_stored_as_argon2id_alone(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    user = find_user(app)
    assert user is not None
    assert user.password_hash is not None
    assert user.password_hash.startswith("$argon2id$")
    assert MIA["password"] not in user.password_hash


def test_a_learner_may_begin_more_than_a_guest(make_app: MakeApp, settings: Settings) -> None:
    client = make_app(settings=settings.model_copy(update={"guest_conversations": 1})).test_client()
    begin(client)
    assert (
        client.post("/conversations", data={"scene": "order-coffee", "language": "ja", "content": "a"}).status_code
        == 429
    )
    sign_up(client)
    assert is_signed_in(client)
    begin(client)
