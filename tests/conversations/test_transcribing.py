"""Speaking in: a recording comes, its words go back; whoever it is, within limits, and it is kept nowhere."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kaiwa.conversations.forms import LONGEST_MESSAGE
from kaiwa.conversations.transcription_views import LARGEST_RECORDING
from kaiwa.extensions import db
from kaiwa.models import Conversation
from tests.conftest import MakeApp
from tests.conversations.guests import begin
from tests.conversations.voices import FakeSpeech

JSON = {"Accept": "application/json"}


@pytest.fixture
def speech() -> FakeSpeech:
    return FakeSpeech()


@pytest.fixture
def app(make_app: MakeApp, speech: FakeSpeech) -> Flask:
    return make_app(speech=speech)


def speak(
    client: FlaskClient,
    sound: bytes = b"a recording",
    *,
    kind: str = "audio/webm;codecs=opus",
    csrf: bool = True,
    **values: Any,
) -> TestResponse:
    recording = FileStorage(BytesIO(sound), "recording", "recording", kind)
    form = {"language": "ja", "seconds": "3.4", "recording": recording, **values}
    # in one piece: the test client would leave the file open that it puts a large form into
    boundary, body = encode_multipart(form)
    sent_as = f"multipart/form-data; boundary={boundary}"
    return client.post("/transcriptions", data=body, content_type=sent_as, headers=JSON, csrf=csrf)


def spoken_seconds(app: Flask, conversation: UUID) -> int:
    with app.app_context():
        return db.session.get_one(Conversation, conversation).audio_seconds


def test_a_recording_comes_back_as_text(client: FlaskClient, app: Flask, speech: FakeSpeech) -> None:
    conversation = begin(client)
    answer = speak(client, conversation=str(conversation))
    assert (answer.status_code, answer.json) == (200, {"text": "コーヒーをください"})
    [(recording, language)] = speech.recordings
    assert (recording.sound, recording.media_type, language) == (b"a recording", "audio/webm", "ja")
    speak(client, conversation=str(conversation), seconds="0.2")
    assert spoken_seconds(app, conversation) == 4


def test_somebody_who_has_said_nothing_yet_may_speak(client: FlaskClient) -> None:
    assert speak(client, conversation="").json == {"text": "コーヒーをください"}


def test_nobody_speaks_in_a_strangers_conversation(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    begin(stranger)
    assert speak(stranger, conversation=str(conversation)).status_code == 404
    assert speak(client, conversation=str(uuid4())).status_code == 404
    assert spoken_seconds(app, conversation) == 0


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"language": "tlh"}, 404),
        ({"language": ""}, 404),
        ({"seconds": "0"}, 422),
        ({"seconds": "126"}, 422),
        ({"seconds": "long"}, 422),
        ({"conversation": "not-one"}, 422),
        ({"kind": "text/html"}, 422),
        ({"kind": "video/webm"}, 422),
        ({"sound": b""}, 422),
        ({"recording": "not a file"}, 422),
    ],
)
def test_what_cannot_be_heard_is_refused(
    client: FlaskClient, speech: FakeSpeech, changes: dict[str, Any], status: int
) -> None:
    answer = speak(client, **changes)
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["error"]
    assert speech.recordings == []


def test_a_recording_may_be_larger_than_a_form_but_not_endless(client: FlaskClient) -> None:
    assert speak(client, b"x" * (LARGEST_RECORDING - 10_000)).status_code == 200
    assert speak(client, b"x" * LARGEST_RECORDING).status_code == 413
    assert client.post("/preferences/aloud", data={"aloud": "x" * 300_000}).status_code == 413


def test_without_the_forms_token_nothing_is_heard(client: FlaskClient, speech: FakeSpeech) -> None:
    assert speak(client, csrf=False).status_code == 400
    assert speech.recordings == []


def test_a_failure_is_said_in_one_sentence(client: FlaskClient, app: Flask, speech: FakeSpeech) -> None:
    conversation = begin(client)
    speech.fails = True
    answer = speak(client, conversation=str(conversation))
    assert answer.status_code == 503
    assert answer.json is not None
    assert "your text is kept" in answer.json["error"]
    assert spoken_seconds(app, conversation) == 0


def test_nobody_speaks_without_end(client: FlaskClient) -> None:
    answers = [speak(client).status_code for _ in range(16)]
    assert answers == [200] * 15 + [429]


def test_a_text_is_never_longer_than_a_message(client: FlaskClient, speech: FakeSpeech) -> None:
    speech.heard = "あ" * 3000
    answer = speak(client)
    assert answer.json == {"text": "あ" * LONGEST_MESSAGE}


def test_without_a_model_nothing_is_heard(make_app: MakeApp) -> None:
    assert speak(make_app().test_client()).status_code == 404
