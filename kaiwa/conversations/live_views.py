"""Live voice: a call is placed, gives signs of life, hands in what was said, and ends."""

from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response
from pydantic import BaseModel, Field, Json, StringConstraints

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.conversations.calling import CallOver, count_beat, end_call, find_call, lock_call
from kaiwa.conversations.forms import LONGEST_MESSAGE
from kaiwa.conversations.limits import guest_key
from kaiwa.conversations.live_lines import SpokenLine, store_lines
from kaiwa.conversations.placing import brief_of, place_call
from kaiwa.conversations.queries import find_conversation
from kaiwa.conversations.recording import record_event
from kaiwa.conversations.stages import current_catalogue, current_mind
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.gateways.realtime import LARGEST_SDP, current_realtime
from kaiwa.minds.model.prompts import last_words
from kaiwa.models.conversations import MessageRole
from kaiwa.web.forms import parse_form

blueprint = Blueprint("live", __name__)
CALLS = "6 per minute; 100 per day"
BEATS = "30 per minute"
LINES = "120 per minute"


class OfferForm(BaseModel):
    """What the browser offers, in SDP."""

    sdp: Annotated[str, Field(max_length=LARGEST_SDP, pattern=r"^v=0\s")]


class LineForm(BaseModel):
    """A line that was said; `item` is its name at the endpoint."""

    item: Annotated[str, Field(pattern=r"^[!-~]{1,100}$")]
    role: Literal["user", "assistant"]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_MESSAGE)]


class LinesForm(BaseModel):
    """Lines in the order in which they were said, each as JSON."""

    line: Annotated[list[Json[LineForm]], Field(min_length=1, max_length=20)]


@blueprint.post("/conversations/<uuid:conversation_id>/calls")
@limiter.limit(CALLS, key_func=guest_key)
def create(conversation_id: UUID) -> Response:
    """Hand the browser's offer to the endpoint, and its answer back."""
    realtime, session, visitor = current_realtime(), db.session(), current_visitor()
    if realtime is None:
        raise NotFound
    found = find_conversation(session, visitor, conversation_id)
    offer = parse_form(OfferForm).sdp
    speaker = current_catalogue().speaker(found.target_language_id, found.speaker_id)
    if speaker is None:
        raise NotFound
    model = current_settings().model_realtime or ""
    brief = brief_of(session, current_mind(), found, model, speaker.openai_voice_id)
    call_id, placed = place_call(session, realtime, signed_in_user(), found, offer, brief, now())
    record_event(session, visitor, "live_call_placed", call_id=str(call_id))
    session.commit()
    return make_response(jsonify(call=str(call_id), sdp=placed.answer), 201)


@blueprint.post("/conversations/<uuid:conversation_id>/calls/<uuid:call_id>/heartbeats")
@limiter.limit(BEATS, key_func=guest_key)
def beat(conversation_id: UUID, call_id: UUID) -> Response:
    """The browser is still there: what is left, and the words to close with where that is nothing."""
    session = db.session()
    call = find_call(session, current_visitor(), conversation_id, call_id)
    counted = count_beat(session, lock_call(session, call), now())
    session.commit()
    if counted.is_over:
        raise CallOver
    closing = None
    if counted.is_closing:
        closing = last_words(find_conversation(session, current_visitor(), conversation_id).target_language_id)
    return jsonify(left=counted.seconds_left, closing=closing)


@blueprint.post("/conversations/<uuid:conversation_id>/calls/<uuid:call_id>/lines")
@limiter.limit(LINES, key_func=guest_key)
def add_lines(conversation_id: UUID, call_id: UUID) -> Response:
    """What was said, as far as it is not stored yet; a call that has ended may still hand in what it has."""
    session = db.session()
    call = find_call(session, current_visitor(), conversation_id, call_id)
    lines = [SpokenLine(each.item, MessageRole(each.role), each.text) for each in parse_form(LinesForm).line]
    stored = store_lines(session, call, lines, current_mind().name, now())
    session.commit()
    return jsonify(stored=stored)


@blueprint.post("/conversations/<uuid:conversation_id>/calls/<uuid:call_id>/completion")
def complete(conversation_id: UUID, call_id: UUID) -> Response:
    """Hang up."""
    session = db.session()
    call = find_call(session, current_visitor(), conversation_id, call_id)
    end_call(session, lock_call(session, call), now())
    session.commit()
    return make_response("", 204)
