"""Scenarios of one's own: listed, changed, shared and taken away."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import Scenario
from kaiwa.models.scenarios import CATEGORIES, CefrLevel
from kaiwa.scenarios.authoring import (
    change_scenario,
    count_own,
    find_own,
    list_own,
    read_content,
    remove_scenario,
)
from kaiwa.scenarios.cards import read_cards
from kaiwa.scenarios.own_forms import OwnForm, values_of
from kaiwa.scenarios.publishing import choose_visibility, find_publication
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect
from kaiwa.web.locale import current_language

blueprint = Blueprint("own_scenarios", __name__)


@blueprint.get("/scenarios/mine")
def mine() -> str:
    """The scenarios that somebody wrote."""
    user = required_user()
    ids = list_own(db.session(), user)
    cards = read_cards(db.session(), current_visitor(), ids, current_language().locale)
    return render_template("scenarios/mine.html", cards=cards, count=count_own(db.session(), user))


@blueprint.get("/scenarios/<scenario_id>/edit")
def edit(scenario_id: str) -> Response:
    """The form of one's own scenario."""
    return _show(find_own(db.session(), current_visitor(), scenario_id))


@blueprint.post("/scenarios/<scenario_id>/edit")
def change(scenario_id: str) -> BaseResponse:
    """Change one's own scenario."""
    scenario = find_own(db.session(), current_visitor(), scenario_id)
    try:
        form = parse_form(OwnForm)
    except FormError as error:
        return _show(scenario, error.values, error.messages)
    content, spoken = read_content(db.session(), scenario)
    native = next(iter(spoken.opening.translations), current_language().locale)
    if form.content() != content:
        change_scenario(db.session(), scenario, form.content(), native)
    choose_visibility(db.session(), scenario, form.visibility, now())
    db.session.commit()
    return redirect(url_for("scenario.page", scenario_id=scenario.id, language=spoken.language_id))


@blueprint.post("/scenarios/<scenario_id>/removal")
def remove(scenario_id: str) -> BaseResponse:
    """Take one's own scenario away; conversations in it stay."""
    remove_scenario(db.session(), find_own(db.session(), current_visitor(), scenario_id))
    db.session.commit()
    return redirect(url_for(".mine"))


def _show(
    scenario: Scenario, values: Mapping[str, Any] | None = None, messages: Mapping[str, str] | None = None
) -> Response:
    content, spoken = read_content(db.session(), scenario)
    kept = values_of(content, scenario.visibility)
    html = render_template(
        "scenarios/edit.html",
        scenario=scenario,
        values=kept if values is None else kept | dict(values),
        messages=messages or {},
        action=url_for(".change", scenario_id=scenario.id),
        language_id=spoken.language_id,
        levels=list(CefrLevel),
        categories=CATEGORIES,
        publication=find_publication(db.session(), scenario.id),
    )
    return make_response(html, 422 if messages else 200)
