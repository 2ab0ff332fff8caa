"""What the partner understood of the learner: asked with chips, kept only when the learner says so."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.extensions import db
from kaiwa.models import Conversation, UserPreferences
from kaiwa.models.accounts import Challenge, LearningGoal
from kaiwa.models.shapes import CollectedFacts
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import sign_up
from tests.conversations.guests import HTMX, begin, page, plain, read_stream, send, send_by_htmx
from tests.conversations.test_turns import MOST_STATEMENTS

ASKED = "Right so far?"


def meet(client: FlaskClient) -> UUID:
    """The first conversation up to the question why."""
    return begin(client, scene="first-conversation", content="ミアです")


def say_why(client: FlaskClient) -> UUID:
    """The first conversation with its first proposal: travel."""
    conversation = meet(client)
    send(client, conversation, "旅行のためです")
    return conversation


def propose(client: FlaskClient, conversation: UUID, name: str, value: str) -> int:
    return client.post(f"/conversations/{conversation}/proposals/{name}", data={"value": value}).status_code


def collected(app: Flask, conversation: UUID) -> CollectedFacts:
    with app.app_context():
        return db.session.get_one(Conversation, conversation).collected


def preferences(app: Flask) -> UserPreferences:
    with app.app_context():
        return db.session.scalars(select(UserPreferences)).one()


def test_what_was_understood_is_asked_and_not_assumed(client: FlaskClient, app: Flask) -> None:
    conversation = meet(client)
    assert ASKED not in page(client, conversation)
    send(client, conversation, "旅行のためです")
    assert "Travel?Rightsofar?" in plain(page(client, conversation))
    assert collected(app, conversation) == CollectedFacts(proposed={"learning_goal": "travel"})


def test_the_chips_come_with_the_streamed_reply(client: FlaskClient) -> None:
    conversation = meet(client)
    stream = read_stream(client, send_by_htmx(client, conversation, "旅行のためです"))
    assert "Travel? Right so far?" in stream


@pytest.mark.parametrize("has_account", [False, True])
def test_a_turn_with_a_proposal_costs_at_most_ten_statements(client: FlaskClient, has_account: bool) -> None:
    if has_account:
        sign_up(client)
    conversation = meet(client)
    with count_statements() as statements:
        read_stream(client, send_by_htmx(client, conversation, "旅行のためです"))
    assert len(statements) <= MOST_STATEMENTS + 3 * has_account, "\n".join(statements)


def test_a_guests_answer_is_kept_and_comes_along_at_sign_up(client: FlaskClient, app: Flask) -> None:
    conversation = say_why(client)
    answer = client.post(f"/conversations/{conversation}/proposals/learning_goal", data={"value": "travel"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/conversations/{conversation}#latest")
    assert ASKED not in page(client, conversation)
    assert collected(app, conversation) == CollectedFacts(confirmed={"learning_goal": "travel"})
    sign_up(client)
    assert preferences(app).learning_goal is LearningGoal.TRAVEL
    assert preferences(app).challenge_preference is None


def test_a_change_of_mind_counts(client: FlaskClient, app: Flask) -> None:
    conversation = say_why(client)
    propose(client, conversation, "learning_goal", "travel")
    propose(client, conversation, "learning_goal", "career")
    assert collected(app, conversation).confirmed == {"learning_goal": "career"}


def test_what_is_skipped_is_asked_no_more_and_kept_nowhere(client: FlaskClient, app: Flask) -> None:
    conversation = say_why(client)
    assert propose(client, conversation, "learning_goal", "") == 303
    assert ASKED not in page(client, conversation)
    assert collected(app, conversation) == CollectedFacts()
    sign_up(client)
    assert preferences(app).learning_goal is None


def test_by_htmx_the_chips_alone_are_answered(client: FlaskClient) -> None:
    conversation = say_why(client)
    url = f"/conversations/{conversation}/proposals/learning_goal"
    answer = client.post(url, data={"value": "travel"}, headers=HTMX)
    assert "Noted." in answer.text
    assert "<html" not in answer.text


def test_somebody_with_an_account_has_it_in_the_preferences_at_once(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    conversation = say_why(client)
    assert propose(client, conversation, "learning_goal", "travel") == 303
    assert preferences(app).learning_goal is LearningGoal.TRAVEL
    assert collected(app, conversation) == CollectedFacts()


def test_what_is_known_already_is_not_asked_again(client: FlaskClient) -> None:
    sign_up(client)
    propose(client, say_why(client), "learning_goal", "travel")
    assert ASKED not in page(client, say_why(client))


def test_what_the_person_has_set_is_left_alone_at_the_next_sign_in(
    client: FlaskClient, stranger: FlaskClient, app: Flask
) -> None:
    sign_up(client)
    propose(client, say_why(client), "learning_goal", "career")
    conversation = say_why(stranger)
    propose(stranger, conversation, "learning_goal", "travel")
    propose(stranger, conversation, "challenge_preference", "moderate")
    sign_up(stranger)
    assert preferences(app).learning_goal is LearningGoal.CAREER
    assert preferences(app).challenge_preference is Challenge.MODERATE


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [("learning_goal", "gold", 422), ("study_seconds", "9000", 404), ("learning_goal", "travel'", 422)],
)
def test_wrong_answers_change_nothing(client: FlaskClient, app: Flask, name: str, value: str, status: int) -> None:
    conversation = say_why(client)
    assert propose(client, conversation, name, value) == status
    assert collected(app, conversation).proposed == {"learning_goal": "travel"}


def test_nobody_answers_for_somebody_else(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    conversation = say_why(client)
    assert propose(stranger, conversation, "learning_goal", "travel") == 404
    sign_up(stranger)
    assert propose(stranger, conversation, "learning_goal", "travel") == 404
    assert propose(client, uuid4(), "learning_goal", "travel") == 404
    assert collected(app, conversation).proposed == {"learning_goal": "travel"}
