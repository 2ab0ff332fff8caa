"""Scenarios whose authors wish that everybody may find them: looked at, approved or declined."""

from collections.abc import Mapping
from typing import Annotated

from flask import Blueprint, Response, make_response, render_template, url_for
from pydantic import BaseModel, BeforeValidator, Field
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.admin.guards import required_admin
from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.models import Scenario
from kaiwa.models.own_scenarios import PublicationState
from kaiwa.scenarios.authoring import read_content
from kaiwa.scenarios.own_forms import without_edges
from kaiwa.scenarios.publishing import decide_publication, find_publication, list_pending
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("publications", __name__)


class DecisionForm(BaseModel):
    """Whether everybody may find a scenario, and why not."""

    approved: bool
    reason: Annotated[str, Field(max_length=500), BeforeValidator(without_edges)] = ""


@blueprint.get("/admin/scenarios")
def pending() -> str:
    """What waits for a decision."""
    required_admin()
    return render_template("admin/publications.html", pending=list_pending(db.session()))


@blueprint.get("/admin/scenarios/<scenario_id>")
def publication(scenario_id: str) -> Response:
    """All that a scenario says, to be looked at before everybody finds it."""
    required_admin()
    return _show(scenario_id)


@blueprint.post("/admin/scenarios/<scenario_id>/decision")
def decide(scenario_id: str) -> BaseResponse:
    """Approve or decline."""
    admin = required_admin()
    try:
        form = parse_form(DecisionForm)
        if not form.approved and not form.reason:
            raise FormError({"reason": _("Please say why: its author will read it.")}, form.model_dump())
    except FormError as error:
        return _show(scenario_id, error.messages)
    decide_publication(db.session(), scenario_id, admin.id, now(), is_approved=form.approved, reason=form.reason)
    db.session.commit()
    return redirect(url_for(".pending"))


def _show(scenario_id: str, messages: Mapping[str, str] | None = None) -> Response:
    if "\0" in scenario_id:
        raise NotFound
    found = find_publication(db.session(), scenario_id)
    scenario = db.session.get(Scenario, scenario_id)
    if found is None or scenario is None or found.state is not PublicationState.PENDING:
        raise NotFound
    content, spoken = read_content(db.session(), scenario)
    html = render_template(
        "admin/publication.html",
        scenario=scenario,
        content=content,
        language_id=spoken.language_id,
        messages=messages or {},
    )
    return make_response(html, 422 if messages else 200)
