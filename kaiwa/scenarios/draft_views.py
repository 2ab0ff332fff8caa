"""From the conversation that somebody dreads to a scenario of their own: described, written, looked over, kept."""

from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import current_habits, required_user, signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.billing.ceilings import may_use_model
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.extensions import db, limiter
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.minds.drafts import Writer
from kaiwa.models import ScenarioDraft
from kaiwa.models.own_scenarios import DraftState
from kaiwa.models.scenarios import CATEGORIES, CefrLevel
from kaiwa.scenarios.authoring import NoScenarioLeft, count_own, create_scenario
from kaiwa.scenarios.drafting import Asked, begin_draft, find_draft, finish_draft, write_draft
from kaiwa.scenarios.own_forms import OwnForm, WishForm, values_of
from kaiwa.scenarios.publishing import choose_visibility
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect
from kaiwa.web.locale import current_language
from kaiwa.web.streams import DONE, KEEP_ALIVE, event, event_stream
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("scenario_drafts", __name__)
DRAFTS = "20 per hour"


@blueprint.get("/scenarios/new")
def describe() -> Response:
    """Where one says which conversation one dreads."""
    return _show_wish(request.args)


@blueprint.post("/scenario-drafts")
@limiter.limit(DRAFTS)
def begin() -> BaseResponse:
    """Begin a scenario: it is written on the page that follows, or here where a browser runs no scripts."""
    user = signed_in_user()
    try:
        form = parse_form(WishForm)
        if not form.wish and not form.by_hand:
            raise FormError({"wish": _("Please say in a sentence which conversation it is.")}, form.model_dump())
    except FormError as error:
        return _show_wish(error.values, error.messages)
    if user is None:
        back = url_for(".describe", wish=form.wish, language=form.language, level=form.level.value)
        return redirect(url_for("accounts.sign_up_form", next=back, why="own"))
    native = current_habits().native_language_id or current_language().locale
    asked = Asked("" if form.by_hand else form.wish, form.language, native, form.level.value)
    draft = begin_draft(db.session(), user.id, asked)
    db.session.commit()
    if not is_htmx():
        finish_draft(db.session(), current_writer(), draft)
    return redirect(url_for(".draft", draft_id=draft.id))


@blueprint.get("/scenario-drafts/<uuid:draft_id>")
def draft(draft_id: UUID) -> BaseResponse:
    """A draft: as it is being written, or the form to look over."""
    found = find_draft(db.session(), required_user().id, draft_id)
    if found.scenario_id is not None:
        return redirect(url_for("scenario.page", scenario_id=found.scenario_id))
    return _show_draft(found)


@blueprint.get("/scenario-drafts/<uuid:draft_id>/stream")
def stream(draft_id: UUID) -> Response:
    """The draft as it is written, and then the form."""
    found = find_draft(db.session(), current_visitor().user_id, draft_id)
    return event_stream(_events(found, current_writer()))


@blueprint.post("/scenario-drafts/<uuid:draft_id>/scenario")
def create(draft_id: UUID) -> BaseResponse:
    """Make a scenario of a draft."""
    user = required_user()
    found = find_draft(db.session(), user.id, draft_id)
    try:
        form = parse_form(OwnForm)
    except FormError as error:
        return _show_draft(found, error.values, error.messages)
    content = form.content()
    try:
        scenario = create_scenario(db.session(), user, found, content)
    except NoScenarioLeft as refusal:
        db.session.rollback()
        found = find_draft(db.session(), user.id, draft_id)
        found.content = content
        db.session.commit()
        return _show_draft(found, values_of(content, form.visibility), {"": _(refusal.sentence)})
    choose_visibility(db.session(), scenario, form.visibility, now())
    db.session.commit()
    return redirect(url_for("scenario.page", scenario_id=scenario.id, language=found.language_id))


def current_writer() -> Writer | None:
    """The model that writes scenarios; None where there is none, or the person has used up their share of it."""
    writer = cast(Writer | None, current_app.extensions["kaiwa.writer"])
    user = signed_in_user()
    if writer is None or user is None:
        return None
    allowed = may_use_model(db.session(), current_settings(), user=user, guest_id=None, network=None, at=now())
    return writer if allowed else None


def _events(found: ScenarioDraft, writer: Writer | None) -> Iterator[str]:
    draft_id, user_id = found.id, found.user_id
    for content in write_draft(db.session(), writer, found):
        yield event(render_template("scenarios/_draft_growing.html", content=content)) if content else KEEP_ALIVE
    found = find_draft(db.session(), user_id, draft_id)
    if found.state is DraftState.READY:
        yield event(render_template("scenarios/_draft_form.html", **_form_context(found)))
        yield DONE


def _show_wish(values: Mapping[str, Any], messages: Mapping[str, str] | None = None) -> Response:
    user, habits = signed_in_user(), current_habits()
    html = render_template(
        "scenarios/new.html",
        values={"wish": "", "language": habits.target_language_id or "", "level": "B1", **dict(values.items())},
        messages=messages or {},
        languages=LANGUAGE_IDS,
        levels=list(CefrLevel),
        count=count_own(db.session(), user) if user else None,
        has_writer=current_app.extensions["kaiwa.writer"] is not None,
    )
    return make_response(html, 422 if messages else 200)


def _show_draft(
    found: ScenarioDraft, values: Mapping[str, Any] | None = None, messages: Mapping[str, str] | None = None
) -> Response:
    html = render_template("scenarios/draft.html", **_form_context(found, values, messages))
    return make_response(html, 422 if messages else 200)


def _form_context(
    found: ScenarioDraft, values: Mapping[str, Any] | None = None, messages: Mapping[str, str] | None = None
) -> dict[str, Any]:
    kept = values_of(found.content)
    return {
        "draft": found,
        "values": kept if values is None else kept | dict(values),
        "messages": messages or {},
        "action": url_for(".create", draft_id=found.id),
        "language_id": found.language_id,
        "levels": list(CefrLevel),
        "categories": CATEGORIES,
        "publication": None,
    }
