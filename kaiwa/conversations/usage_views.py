"""What is used of a tier: more minutes for a sitting, and the page that says what is left."""

from uuid import UUID

from flask import Blueprint, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user, signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.billing.months import read_month
from kaiwa.clock import now
from kaiwa.conversations.nearing import see_limit
from kaiwa.conversations.queries import find_conversation
from kaiwa.conversations.recording import record_event
from kaiwa.conversations.sending import AlreadyOver
from kaiwa.conversations.sittings import extend_sitting
from kaiwa.extensions import db
from kaiwa.web.htmx import is_htmx, redirect

blueprint = Blueprint("usage", __name__)


@blueprint.post("/conversations/<uuid:conversation_id>/extensions")
def extend(conversation_id: UUID) -> BaseResponse:
    """Some minutes more, as the tier allows."""
    visitor, user = current_visitor(), signed_in_user()
    found = find_conversation(db.session(), visitor, conversation_id)
    if found.ended_at is not None or found.is_played_out:
        raise AlreadyOver
    added = extend_sitting(db.session(), user, conversation_id, now())
    record_event(db.session(), visitor, "session_extended", seconds=added)
    db.session.commit()
    if not is_htmx():
        return redirect(url_for("conversations.conversation", conversation_id=conversation_id, _anchor="latest"))
    limit = see_limit(db.session(), user, found, now())
    return make_response(render_template("conversations/_limit.html", conversation=found, limit=limit, extended=added))


@blueprint.get("/settings/usage")
def show() -> str:
    """What is used and left of this month."""
    month = read_month(db.session(), required_user(), now())
    return render_template("accounts/usage.html", month=month)
