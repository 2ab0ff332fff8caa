"""Answering what the partner understood: yes, something else, or leave it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from flask import Blueprint, make_response, render_template, url_for
from pydantic import BaseModel, BeforeValidator
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.conversations.proposing import Proposal, answer_proposal, list_proposals
from kaiwa.conversations.queries import find_conversation
from kaiwa.conversations.recording import record_event
from kaiwa.extensions import db
from kaiwa.models.shapes import CollectedFacts
from kaiwa.web.forms import parse_form
from kaiwa.web.htmx import is_htmx, redirect

blueprint = Blueprint("proposals", __name__)


class ProposalForm(BaseModel):
    """The value that is right; without one the proposal is dropped."""

    value: Annotated[str | None, BeforeValidator(lambda value: value or None)] = None


@blueprint.app_template_filter("proposals")
def proposals(collected: CollectedFacts) -> Sequence[Proposal]:
    """What a conversation still asks its learner."""
    return list_proposals(collected)


@blueprint.post("/conversations/<uuid:conversation_id>/proposals/<name>")
def answer(conversation_id: UUID, name: str) -> BaseResponse:
    """Say whether the partner understood right."""
    visitor = current_visitor()
    found = find_conversation(db.session(), visitor, conversation_id)
    value = parse_form(ProposalForm).value
    answer_proposal(db.session(), signed_in_user(), found, name, value)
    record_event(db.session(), visitor, "proposal_answered", preference=name, is_kept=value is not None)
    db.session.commit()
    if is_htmx():
        html = render_template("conversations/_proposals.html", conversation=found, answered=value is not None)
        return make_response(html)
    return redirect(url_for("conversations.conversation", conversation_id=conversation_id, _anchor="latest"))
