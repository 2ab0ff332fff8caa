"""A message: its reply as it is made, made again, and a correction that is wrong."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.conversations.disputing import dispute_feedback
from kaiwa.conversations.limits import guest_key, messages_a_minute
from kaiwa.conversations.queries import find_message, load_turn
from kaiwa.conversations.recording import record_event
from kaiwa.conversations.replying import finish_reply
from kaiwa.conversations.retrying import owe_reply_again
from kaiwa.conversations.stages import current_mind
from kaiwa.conversations.streaming import stream_reply
from kaiwa.conversations.waiting import current_awaited
from kaiwa.extensions import db, limiter
from kaiwa.web.htmx import is_htmx
from kaiwa.web.streams import event_stream

blueprint = Blueprint("messages", __name__)


@blueprint.get("/messages/<uuid:message_id>/stream")
def stream(message_id: UUID) -> Response:
    """The reply as it is made."""
    if request.method == "HEAD":  # no reader: nothing is begun for it
        find_message(db.session(), current_visitor(), message_id)
        return event_stream(iter(()))
    pace = current_settings().rehearsal_pace / 1000
    return stream_reply(db.session(), current_mind(), current_awaited(message_id), pace)


@blueprint.post("/messages/<uuid:message_id>/attempts")
@limiter.limit(messages_a_minute, key_func=guest_key)
def retry(message_id: UUID) -> BaseResponse:
    """Try a failed reply again."""
    found = find_message(db.session(), current_visitor(), message_id)
    owe_reply_again(db.session(), signed_in_user(), found, now())
    db.session.commit()
    reply, talk = load_turn(db.session(), message_id)
    if is_htmx():
        return make_response(render_template("conversations/_reply.html", message=reply, conversation=talk))
    finish_reply(db.session(), current_mind(), current_awaited(message_id))
    return redirect(url_for("conversations.conversation", conversation_id=talk.id, _anchor="latest"), 303)


@blueprint.post("/messages/<uuid:message_id>/disputes")
def dispute(message_id: UUID) -> BaseResponse:
    """Say that a correction is wrong."""
    visitor = current_visitor()
    found = find_message(db.session(), visitor, message_id)
    dispute_feedback(db.session(), found.message)
    record_event(db.session(), visitor, "correction_disputed", message_id=str(message_id))
    db.session.commit()
    if not is_htmx():
        return redirect(url_for("conversations.conversation", conversation_id=found.conversation.id), 303)
    message, talk = load_turn(db.session(), message_id)
    return make_response(render_template("conversations/_feedback.html", message=message, conversation=talk))
