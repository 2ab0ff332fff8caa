"""Whose voice the partner has, and whether it is heard."""

from uuid import UUID

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.preferences import remember_aloud
from kaiwa.accounts.preferring import preferences_of
from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.conversations.forms import AloudForm, SpeakerForm
from kaiwa.conversations.queries import find_conversation
from kaiwa.conversations.stages import current_catalogue
from kaiwa.errors import InvalidInput
from kaiwa.extensions import db
from kaiwa.web.forms import parse_form
from kaiwa.web.htmx import is_htmx, redirect

blueprint = Blueprint("speakers", __name__)


@blueprint.post("/conversations/<uuid:conversation_id>/speaker")
def choose(conversation_id: UUID) -> BaseResponse:
    """Give the partner another voice, from now on."""
    found = find_conversation(db.session(), current_visitor(), conversation_id)
    speakers = current_catalogue().speakers_of(found.target_language_id)
    wanted = parse_form(SpeakerForm).speaker
    if wanted not in {each.id for each in speakers}:
        raise InvalidInput
    found.speaker_id = wanted
    db.session.commit()
    if is_htmx():
        html = render_template("conversations/_speaker.html", conversation=found, speakers=speakers, saved=True)
        return make_response(html)
    return redirect(url_for("conversations.conversation", conversation_id=conversation_id))


@blueprint.post("/preferences/aloud")
def switch_aloud() -> BaseResponse:
    """Say answers aloud, or no longer, and remember it."""
    aloud, user = parse_form(AloudForm).aloud, signed_in_user()
    if user is None:
        remember_aloud(aloud)
    else:
        preferences_of(db.session(), user).speaks_lines = aloud
        db.session.commit()
    if is_htmx():
        return make_response("", 204)
    return redirect(request.referrer or url_for("conversations.landing"))
