"""The partner's lines as sound, said by the server's voice."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, request, send_file

from kaiwa.accounts.visitors import current_visitor
from kaiwa.conversations.clips import say_line
from kaiwa.conversations.limits import guest_key
from kaiwa.conversations.queries import find_message
from kaiwa.conversations.stages import current_catalogue, current_opening
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.gateways.speech import MEDIA_TYPE, current_speech
from kaiwa.models.conversations import MessageRole, MessageState

blueprint = Blueprint("speech", __name__)
# a long line is fetched in pieces, and every piece is a request
PLAYS = "120 per minute"
PLAYS_OF_AN_ADDRESS = "600 per minute"


@blueprint.get("/messages/<uuid:message_id>/speech")
@limiter.limit(PLAYS, key_func=guest_key)
@limiter.limit(PLAYS_OF_AN_ADDRESS)
def line(message_id: UUID) -> Response:
    """A line of the partner's, in the voice that the conversation has now."""
    found = find_message(db.session(), current_visitor(), message_id)
    message, conversation = found.message, found.conversation
    if message.role is not MessageRole.ASSISTANT or message.state is not MessageState.COMPLETE:
        raise NotFound
    speaker = current_catalogue().speaker(conversation.target_language_id, conversation.speaker_id)
    return _said(message.content, speaker.openai_voice_id if speaker else None)


@blueprint.get("/openings/speech")
@limiter.limit(PLAYS, key_func=guest_key)
@limiter.limit(PLAYS_OF_AN_ADDRESS)
def opening() -> Response:
    """The first line of a scene that nobody has begun, in one of the language's voices."""
    asked = (request.args.get(name) for name in ("scene", "language", "speaker"))
    stage = current_opening(*asked)
    return _said(stage.line.text, stage.speaker.openai_voice_id if stage.speaker else None)


def _said(text: str, voice: str | None) -> Response:
    speech = current_speech()
    if speech.speaking_model is None or voice is None or not text:
        raise NotFound
    clip = say_line(db.session(), speech, text, voice)
    # Safari plays nothing that it cannot fetch in pieces
    response = send_file(BytesIO(clip.sound), MEDIA_TYPE, conditional=True, etag=clip.id)
    # under the same address another voice may answer tomorrow
    response.headers["Cache-Control"] = "private, no-cache"
    return response
