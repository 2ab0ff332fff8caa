"""The partner's lines as sound, said by the server's voice."""

from uuid import UUID

from flask import Blueprint, Response, request

from kaiwa.accounts.visitors import current_visitor
from kaiwa.conversations.limits import guest_key
from kaiwa.conversations.queries import find_message
from kaiwa.conversations.speaking import PLAYS, PLAYS_OF_AN_ADDRESS, send_line
from kaiwa.conversations.stages import current_catalogue, current_opening
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.models.conversations import MessageRole, MessageState

blueprint = Blueprint("speech", __name__)


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
    return send_line(message.content, speaker.openai_voice_id if speaker else None)


@blueprint.get("/openings/speech")
@limiter.limit(PLAYS, key_func=guest_key)
@limiter.limit(PLAYS_OF_AN_ADDRESS)
def opening() -> Response:
    """The first line of a scene that nobody has begun, in one of the language's voices."""
    asked = (request.args.get(name) for name in ("scene", "language", "speaker"))
    stage = current_opening(*asked)
    return send_line(stage.line.text, stage.speaker.openai_voice_id if stage.speaker else None)
