"""Speaking instead of typing: a recording comes, its words go back into the composer."""

from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, BeforeValidator, Field

from kaiwa.accounts.visitors import current_visitor
from kaiwa.conversations.limits import guest_key
from kaiwa.conversations.stages import current_catalogue
from kaiwa.conversations.transcribing import add_audio_seconds, check_conversation, transcribe
from kaiwa.errors import InvalidInput, NotFound
from kaiwa.extensions import db, limiter
from kaiwa.gateways.speech import FILE_NAMES, Recording, current_speech
from kaiwa.web.forms import parse_form

blueprint = Blueprint("transcriptions", __name__)
# two minutes of what browsers record, and room for one that records more finely
LARGEST_RECORDING = 8 * 1024 * 1024
LONGEST_SECONDS = 120
RECORDINGS = "15 per minute; 300 per day"
RECORDINGS_OF_AN_ADDRESS = "100 per minute; 2000 per day"


class TranscriptionForm(BaseModel):
    """The language that is spoken, for how long, and in which conversation; there is none before the first word."""

    language: str
    seconds: Annotated[float, Field(gt=0, le=LONGEST_SECONDS + 5)]
    conversation: Annotated[UUID | None, BeforeValidator(lambda value: value or None)] = None


@blueprint.url_value_preprocessor
def take_more(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a recording be larger than a form; before anything has read the request, the check of its token included."""
    request.max_content_length = LARGEST_RECORDING


@blueprint.post("/transcriptions")
@limiter.limit(RECORDINGS, key_func=guest_key)
@limiter.limit(RECORDINGS_OF_AN_ADDRESS)
def create() -> Response:
    """Write down what somebody has just said."""
    speech, session, visitor = current_speech(), db.session(), current_visitor()
    if speech.hearing_model is None:
        raise NotFound
    form = parse_form(TranscriptionForm)
    language = current_catalogue().language(form.language).id
    recording = sent_recording()
    if form.conversation is not None:
        check_conversation(session, visitor, form.conversation)
    # no connection waits for the endpoint
    session.commit()
    text = transcribe(speech, recording, language)
    if form.conversation is not None:
        add_audio_seconds(session, visitor, form.conversation, max(1, round(form.seconds)))
        session.commit()
    return jsonify(text=text)


def sent_recording() -> Recording:
    """The sound in the request; raises InvalidInput where there is none, or none that can be heard."""
    sent = request.files.get("recording")
    kind = sent.mimetype if sent else ""
    sound = sent.read() if sent and kind in FILE_NAMES else b""
    if not sound:
        raise InvalidInput
    return Recording(sound, kind)
