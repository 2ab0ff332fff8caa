"""The list of scenarios: searched as one types, filtered, with shelves above it; and saving from a card."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.forms import LocalPath
from kaiwa.accounts.signed_in import current_habits, signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.scenarios.browsing import browse
from kaiwa.scenarios.cards import read_cards
from kaiwa.scenarios.choosing import Choice, read_choice
from kaiwa.scenarios.progress import save_scenario, unsave_scenario
from kaiwa.scenarios.visible import find_scenario
from kaiwa.web.forms import parse_form
from kaiwa.web.htmx import is_htmx, redirect
from kaiwa.web.locale import current_language
from kaiwa.web.public_addresses import public_page

blueprint = Blueprint("scenario_list", __name__)
# the field in which one types, as htmx names what it asks for
SEARCH_FIELD = "input#search"


class SaveForm(BaseModel):
    """Whether a scenario shall be saved, and the page to come back to."""

    saved: bool
    next: LocalPath = ""


@blueprint.get("/scenarios")
def scenarios() -> Response:
    """The list; for htmx its results alone, or what more there is of them."""
    visitor, after = current_visitor(), request.args.get("after", "")
    choice = read_choice(request.args, LANGUAGE_IDS, is_guest=visitor.is_guest)
    page = browse(db.session(), choice, visitor, text_language(), after, habits=current_habits(), at=now())
    # a choice is one of very many: what can be found is the list itself
    public = public_page("scenario_list.scenarios") if choice.is_everything and not after else None
    context: dict[str, Any] = {"choice": choice, "page": page, "after": after, "is_guest": visitor.is_guest}
    if is_htmx() and after:
        return make_response(render_template("scenarios/_cards.html", **context))
    if not is_htmx():
        return make_response(render_template("scenarios/list.html", public=public, **context))
    response = make_response(render_template("scenarios/_results_changed.html", **context))
    # what one types is one place in the history, what one taps is a place each
    is_typed = request.headers.get("HX-Source") == SEARCH_FIELD
    response.headers["HX-Replace-Url" if is_typed else "HX-Push-Url"] = choice.path()
    return response


@blueprint.post("/scenarios/<scenario_id>/saves")
def save(scenario_id: str) -> BaseResponse:
    """Save a scenario, or save it no longer; a guest is asked to sign up first and comes back here."""
    form = parse_form(SaveForm)
    scenario = find_scenario(db.session(), current_visitor(), scenario_id)
    back = form.next or Choice().path()
    user = signed_in_user()
    if user is None:
        return redirect(url_for("accounts.sign_up_form", next=back, why="save"))
    change = save_scenario if form.saved else unsave_scenario
    change(db.session(), user.id, scenario.id, now())
    db.session.commit()
    if not is_htmx():
        return redirect(f"{back}#card-{scenario.id}")
    [card] = read_cards(db.session(), current_visitor(), [scenario.id], text_language())
    return make_response(render_template("scenarios/_save.html", card=card))


def text_language() -> str:
    """The language of the texts that go with the language of the pages."""
    return current_language().locale
