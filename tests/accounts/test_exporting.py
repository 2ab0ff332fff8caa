"""Taking everything along: complete, without what opens a door, in bounded memory, nothing of anybody else's."""

import io
import json
import tracemalloc
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.pool import QueuePool

from kaiwa.accounts.exporting import LEFT_OUT, export_archive
from kaiwa.accounts.transcripts import escaped
from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now
from kaiwa.extensions import Base, db
from kaiwa.ids import new_id
from kaiwa.models import Conversation, Message, SignInSession, User
from kaiwa.models.conversations import MessageRole, MessageState
from tests.accounts.people import MIA, find_user, sign_up
from tests.conversations.guests import begin, send

# what belongs to a person and is in the export, and what is not and why
EXPORTED = {
    "user_preferences",
    "sessions",
    "one_time_links",
    "conversations",
    "messages",
    "conversation_sessions",
    "learner_facts",
    "user_usage",
    "user_scenario_progress",
    "scenarios",
    "scenario_drafts",
    "scenario_publications",
    "learning_paths",
    "learning_path_assignments",
    "learning_path_previews",
    "path_days_done",
    "path_day_talks",
    "analytics_events",
    "subscriptions",
    "payments",
    "time_credits",
    "billing_changes",
}
NOT_EXPORTED = {
    "exports": "an export that was prepared is the export",
    "export_pieces": "the same",
    "live_calls": "their lines are messages, their times those of conversation_sessions",
    "live_lines": "the same",
    "billing_events": "what Stripe told us; what came of it stands in subscriptions, payments and billing_changes",
    "scenario_generation_queue": "what is still owed to a path; its days stand in the path",
}
MANY, LINES, LONGEST = 1000, 4, 450


def download(client: FlaskClient) -> ZipFile:
    response = client.get("/privacy/export")
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=kaiwa-")
    assert response.headers["Cache-Control"] == "no-store"
    archive = ZipFile(io.BytesIO(response.data))
    assert archive.testzip() is None
    return archive


def data(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(download(client).read("data.json"))
    return found


def test_an_account_takes_everything_along(client: FlaskClient) -> None:
    conversation = begin(client, content="コーヒーがください")
    sign_up(client)
    send(client, conversation, "ホットで")
    client.post(f"/conversations/{conversation}/comfort", data={"rating": "4"})
    kept = data(client)
    assert kept["profile"]["email"] == MIA["email"]
    assert kept["preferences"]["target_language_id"] == "ja"
    assert len(kept["sessions"]) == 1
    assert kept["preferences"]["preferred_speaker_id"] == "ja-jp-female"
    [talk] = kept["conversations"]
    assert talk["speaker_id"] == "ja-jp-female"
    assert (talk["id"], talk["scenario"], talk["comfort_rating"]) == (str(conversation), "Ordering coffee", 4)
    assert [line["position"] for line in talk["messages"]] == [1, 2, 3, 4, 5]
    assert talk["messages"][1]["grammar_analysis"]["better"] == "コーヒーをください。"
    assert talk["messages"][0]["annotations"]
    [sitting] = kept["conversation_sessions"]
    assert (sitting["conversation_id"], sitting["limit_seconds"]) == (str(conversation), 300)
    [month] = kept["usage"]
    assert (month["tier_id"], month["conversations_used"]) == ("free", 0)
    assert {event["event_name"] for event in kept["events"]} == {"conversation_started", "comfort_rated"}


def test_a_guest_takes_their_conversations_along(client: FlaskClient) -> None:
    begin(client)
    kept = data(client)
    assert "profile" not in kept
    assert len(kept["conversations"]) == 1
    assert len(kept["conversation_sessions"]) == 1
    assert len(kept["events"]) == 1


def test_somebody_who_said_nothing_has_nothing(client: FlaskClient) -> None:
    assert client.get("/privacy/export").status_code == 404


def test_an_account_without_a_conversation_is_exported_too(client: FlaskClient) -> None:
    sign_up(client)
    archive = download(client)
    assert archive.namelist() == ["data.json"]
    assert json.loads(archive.read("data.json"))["conversations"] == []


def test_nothing_that_opens_a_door_is_in_it(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    user = find_user(app)
    with app.app_context():
        session_id = db.session.scalars(select(SignInSession.id)).one()
    assert user is not None
    assert user.password_hash is not None
    text = download(client).read("data.json").decode()
    assert user.password_hash not in text
    assert "password" not in text
    assert session_id not in text


def test_nothing_of_anybody_else_is_in_it(client: FlaskClient, stranger: FlaskClient) -> None:
    begin(client)
    theirs = begin(stranger, content="ミルクティーをください")
    sign_up(client)
    sign_up(stranger, email="eve@example.org")
    text = download(client).read("data.json").decode()
    assert str(theirs) not in text
    assert "eve@example.org" not in text
    assert len(json.loads(text)["conversations"]) == 1


def test_a_transcript_reads_as_the_conversation_went(client: FlaskClient) -> None:
    conversation = begin(client, content="コーヒーがください")
    send(client, conversation, "*ホット*\n# で")
    archive = download(client)
    [name] = [name for name in archive.namelist() if name.startswith("transcripts/")]
    assert name.endswith(f"-order-coffee-ja-{str(conversation)[-8:]}.md")
    text = archive.read(name).decode()
    assert text.startswith("# Ordering coffee\n\nJapanese · ")
    assert "**You:** コーヒーがください" in text
    assert "> Better: コーヒーをください。" in text
    assert "**Partner:** " in text
    assert "\\*ホット\\*  \n\\# で" in text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("1. eins", "1\\. eins"),
        ("- minus", "\\- minus"),
        ("a - b", "a - b"),
        ("<b>", "\\<b\\>"),
        ("3.5", "3.5"),
    ],
)
def test_what_was_said_is_no_markdown(said: str, shown: str) -> None:
    assert escaped(said) == shown


def test_every_table_of_a_person_is_exported_or_named() -> None:
    persons = {"users"}
    while found := {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in persons - {"scenarios"} and table.name not in persons
    }:
        persons |= found
    assert persons - {"users"} == EXPORTED | set(NOT_EXPORTED)
    assert set(LEFT_OUT) <= persons


def have_many(app: Flask, user: User) -> None:
    at = now()
    ids = [new_id() for _ in range(MANY)]
    shared = {"target_language_id": "ja", "native_language_id": "en", "scenario_id": "order-coffee"}
    line = {"role": MessageRole.USER, "state": MessageState.COMPLETE, "content": "コーヒーを二つお願いします" * 5}
    with app.app_context():
        rows = [{"id": each, "user_id": user.id, "started_at": at, "message_count": LINES, **shared} for each in ids]
        db.session.execute(insert(Conversation), rows)
        count = dict.fromkeys(ids, LINES) | {ids[500]: LONGEST}
        lines = [{"conversation_id": each, "position": n, **line} for each in ids for n in range(count[each])]
        db.session.execute(insert(Message), lines)
        db.session.commit()


def test_a_thousand_conversations_need_little_memory_and_hold_no_connection(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    user = find_user(app)
    assert user is not None
    have_many(app, user)
    archive = io.BytesIO()
    with app.test_request_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        tracemalloc.start()
        for piece in export_archive(db.session(), Visitor(None, user.id), now()):
            assert len(piece) < 1_000_000
            assert pool.checkedout() == 0
            archive.write(piece)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # whoever goes away in the middle leaves nothing open
        begun = export_archive(db.session(), Visitor(None, user.id), now())
        next(begun)
        begun.close()  # type: ignore[attr-defined]
        assert pool.checkedout() == 0
    found = ZipFile(archive)
    assert len(found.namelist()) == MANY + 1
    talks = json.loads(found.read("data.json"))["conversations"]
    assert len({each["id"] for each in talks}) == MANY
    assert [each["position"] for each in talks[500]["messages"]] == list(range(LONGEST))
    assert len(talks[0]["messages"]) == LINES
    assert peak < 20_000_000
