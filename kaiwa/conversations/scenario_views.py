"""A scenario's page, from which it is begun, and what one thinks of it."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for
from pydantic import BaseModel, BeforeValidator, Field
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import current_habits, signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.clock import now
from kaiwa.conversations.forms import without_edges
from kaiwa.conversations.framing import frame_choice
from kaiwa.conversations.learning_resource import describe_resource
from kaiwa.conversations.limits import guest_key
from kaiwa.conversations.opening import LIKELY, choose_native
from kaiwa.conversations.pages import shows_readings
from kaiwa.conversations.scenario_page import ScenarioPage, list_lines, see_scenario
from kaiwa.conversations.speaking import PLAYS, PLAYS_OF_AN_ADDRESS, send_line
from kaiwa.conversations.stages import accepted_languages, current_catalogue, current_mind
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.models import Scenario
from kaiwa.scenarios.catalogue import LanguageChoice
from kaiwa.scenarios.progress import find_progress, rate_scenario, write_notes
from kaiwa.scenarios.publishing import find_publication
from kaiwa.scenarios.reading_catalogue import choose_scenes
from kaiwa.scenarios.visible import find_scenario
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect
from kaiwa.web.locale import current_language
from kaiwa.web.public_addresses import public_page

blueprint = Blueprint("scenario", __name__)
LONGEST_NOTES = 4000


class RatingForm(BaseModel):
    """How good a scenario was, 1 to 5; nothing takes it back."""

    rating: Annotated[int | None, Field(ge=1, le=5), BeforeValidator(lambda value: value or None)] = None


class NotesForm(BaseModel):
    """What somebody noted for themselves."""

    notes: Annotated[str, Field(max_length=LONGEST_NOTES), BeforeValidator(without_edges)] = ""


@blueprint.get("/scenarios/<scenario_id>")
def page(scenario_id: str) -> Response:
    """What a scenario is about, and the way into it."""
    return _show(find_scenario(db.session(), current_visitor(), scenario_id))


@blueprint.post("/scenarios/<scenario_id>/rating")
def rate(scenario_id: str) -> BaseResponse:
    """Say how good a scenario was, or take that back; who has not tried it cannot."""
    user_id, scenario = _own(scenario_id)
    form = parse_form(RatingForm)
    rate_scenario(db.session(), user_id, scenario.id, form.rating, now())
    db.session.commit()
    if not is_htmx():
        return _back(scenario)
    progress = find_progress(db.session(), user_id, scenario.id)
    return make_response(render_template("scenarios/_rating.html", scenario=scenario, progress=progress, is_new=True))


@blueprint.post("/scenarios/<scenario_id>/notes")
def note(scenario_id: str) -> BaseResponse:
    """Keep a note that nobody else reads."""
    user_id, scenario = _own(scenario_id)
    try:
        notes, messages = parse_form(NotesForm).notes, dict[str, str]()
        write_notes(db.session(), user_id, scenario.id, notes, now())
        db.session.commit()
    except FormError as error:
        notes, messages = str(error.values.get("notes", "")), error.messages
    if is_htmx():
        context = {"scenario": scenario, "notes": notes, "messages": messages, "is_kept": not messages}
        return make_response(render_template("scenarios/_notes.html", **context), 422 if messages else 200)
    return _show(scenario, notes, messages) if messages else _back(scenario)


@blueprint.get("/scenarios/<scenario_id>/lines/<language_id>/<int:number>/speech")
@limiter.limit(PLAYS, key_func=guest_key)
@limiter.limit(PLAYS_OF_AN_ADDRESS)
def speech(scenario_id: str, language_id: str, number: int) -> Response:
    """A phrase, or a line of the sample after the phrases, said by the server's voice."""
    scenario = find_scenario(db.session(), current_visitor(), scenario_id)
    catalogue = current_catalogue()
    lines = list_lines(db.session(), scenario.id, language_id)
    if number >= len(lines):
        raise NotFound
    speaker = catalogue.speaker(language_id, request.args.get("speaker"), current_habits().preferred_speaker_id)
    return send_line(lines[number].text, speaker.openai_voice_id if speaker else None)


def _own(scenario_id: str) -> tuple[UUID, Scenario]:
    """Who is signed in, and a scenario that they may see; raises NotFound for a guest, who has no place to keep it."""
    user = signed_in_user()
    if user is None:
        raise NotFound
    return user.id, find_scenario(db.session(), current_visitor(), scenario_id)


def _back(scenario: Scenario) -> BaseResponse:
    language = request.args.get("language")
    return redirect(url_for(".page", scenario_id=scenario.id, language=language, _anchor="mine"))


def _show(scenario: Scenario, notes: str | None = None, messages: dict[str, str] | None = None) -> Response:
    catalogue, habits, visitor = current_catalogue(), current_habits(), current_visitor()
    [scene] = choose_scenes(db.session(), current_mind(), [scenario], [each.id for each in catalogue.languages])
    playable = scene.languages
    language = _language(playable)
    accepted = [*filter(None, [habits.native_language_id]), *accepted_languages()]
    native = choose_native(catalogue, language.id, accepted)
    cast = None
    if language.id in playable:
        cast = current_mind().cast(frame_choice(scene, language.id, native))
    pages = current_language().locale
    seen = see_scenario(db.session(), visitor, scenario, language, native=native, pages=pages, cast=cast)
    is_mine = visitor.user_id is not None and scenario.created_by_user_id == visitor.user_id
    kept = seen.progress.user_notes if seen.progress else None
    html = render_template(
        "scenarios/detail.html",
        page=seen,
        **_found(seen),
        scenario=scenario,
        card=seen.card,
        progress=seen.progress,
        playable=playable,
        languages=catalogue.languages,
        speakers=catalogue.speakers_of(language.id),
        speaker=catalogue.speaker(language.id, request.args.get("speaker"), habits.preferred_speaker_id),
        show_readings=shows_readings(),
        notes=(kept or "") if notes is None else notes,
        messages=messages or {},
        is_mine=is_mine,
        publication=find_publication(db.session(), scenario.id) if is_mine else None,
    )
    return make_response(html, 422 if messages else 200)


def _found(seen: ScenarioPage) -> dict[str, Any]:
    """What search engines are told; of what is not for everybody, nothing."""
    if not seen.card.is_public:
        return {"resource": None}
    public = public_page("scenario.page", scenario_id=seen.scenario.id)
    return {"public": public, "resource": describe_resource(seen, public.address)}


def _language(playable: Sequence[str]) -> LanguageChoice:
    """The language asked for, else what the person learns, else a likely one that the scenario can be played in."""
    catalogue = current_catalogue()
    asked = request.args.get("language")
    if asked:
        return catalogue.language(asked)
    accepted = accepted_languages()
    likely = [current_habits().target_language_id, *accepted[1:], LIKELY]
    known = {each.id for each in catalogue.languages}
    found = next((each for each in likely if each in known and each in (playable or known)), None)
    return catalogue.language(found or next(iter(playable), LIKELY))
