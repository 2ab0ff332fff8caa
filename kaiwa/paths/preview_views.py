"""From one sentence to a course that one sees grow, changes by plain words and starts."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.accounts.visitors import current_visitor, remember_guest
from kaiwa.clock import now
from kaiwa.extensions import db, limiter
from kaiwa.minds.outlines import Intent
from kaiwa.minds.phrases import Question
from kaiwa.models import PathPreview
from kaiwa.models.paths import PreviewStatus
from kaiwa.paths.committing import Terms, commit_preview
from kaiwa.paths.finding import find_preview
from kaiwa.paths.opening_days import open_first_days
from kaiwa.paths.planners import current_planner, current_player
from kaiwa.paths.preview_forms import CommitmentForm, IntentForm, MendForm
from kaiwa.paths.preview_outlines import kept_intent
from kaiwa.paths.preview_pages import find_changeable, preview_context, read_asked, show_new, show_preview
from kaiwa.paths.previewing import (
    begin_preview,
    finish_planning,
    follow_planning,
    plan_again,
    understand,
)
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect
from kaiwa.web.streams import DONE, KEEP_ALIVE, event, event_stream

blueprint = Blueprint("previews", __name__)
PREVIEWS = "30 per hour"


@blueprint.get("/paths/new")
def new() -> Response:
    """Where one says what one wants to be ready for."""
    return show_new(request.args.get("intent", ""))


@blueprint.post("/paths/new")
@limiter.limit(PREVIEWS)
def begin() -> BaseResponse:
    """Understand the sentence and begin a preview; what is unclear is asked back."""
    try:
        form = parse_form(IntentForm)
    except FormError as error:
        return show_new(str(error.values.get("intent", "")), messages=error.messages)
    asked, planner = read_asked(), current_planner()
    # no connection is held while a model thinks
    db.session.commit()
    found = understand(planner, form.intent, asked)
    if isinstance(found, Question):
        if form.language is None or not form.intent:
            return show_new(form.intent, question=found)
        found = Intent(form.intent, form.language, asked.native, form.level, setting=form.intent[:80])
    found = replace(
        found, target_language=form.language or found.target_language, cefr_level=form.level or found.cefr_level
    )
    asked = replace(asked, visitor=remember_guest())
    preview = begin_preview(db.session(), found, asked, now())
    db.session.commit()
    if not is_htmx():
        _finish(preview)
    return redirect(url_for(".preview", key=preview.session_id))


@blueprint.get("/paths/previews/<key>")
def preview(key: str) -> Response:
    """A preview: as it is planned, to be changed, or what became of it."""
    return show_preview(find_preview(db.session(), current_visitor(), key))


@blueprint.get("/paths/previews/<key>/stream")
def stream(key: str) -> Response:
    """The days as they are planned, and then the whole."""
    found = find_preview(db.session(), current_visitor(), key)
    return event_stream(_events(found, key))


@blueprint.get("/paths/previews/<key>/openings")
def openings(key: str) -> Response:
    """The first days as their scenarios are written."""
    found = find_preview(db.session(), current_visitor(), key)
    return event_stream(_openings(found, key))


@blueprint.post("/paths/previews/<key>/attempts")
@limiter.limit(PREVIEWS)
def attempt(key: str) -> BaseResponse:
    """Plan again what did not come to its end."""
    found = find_preview(db.session(), current_visitor(), key)
    if found.status is PreviewStatus.FAILED:
        found.status, found.claimed_by, found.claimed_at = PreviewStatus.GENERATING, None, None
    return _planned(found)


@blueprint.post("/paths/previews/<key>/intent")
@limiter.limit(PREVIEWS)
def mend(key: str) -> BaseResponse:
    """Mend what was understood, and plan anew."""
    found = find_changeable(key)
    try:
        form = parse_form(MendForm)
    except FormError as error:
        return show_preview(found, messages=error.messages)
    intent = kept_intent(found)
    changed = replace(
        intent,
        target_language=form.language,
        cefr_level=form.level,
        goal=form.goal,
        minutes_per_day=form.minutes,
        days=form.days,
        deadline=form.deadline,
    )
    plan_again(db.session(), found, changed)
    return _planned(found)


@blueprint.post("/paths/previews/<key>/commitment")
def commit(key: str) -> BaseResponse:
    """Start the course; a guest signs up first, and the preview follows."""
    found, user = find_preview(db.session(), current_visitor(), key), signed_in_user()
    if user is None:
        back = url_for(".preview", key=key)
        return redirect(url_for("accounts.sign_up_form", next=back, why="path"))
    try:
        form = parse_form(CommitmentForm)
    except FormError as error:
        return show_preview(found, messages=error.messages)
    terms = Terms(form.starts_on, form.reminders, form.reminder_minute, form.detail)
    path_id = commit_preview(db.session(), user, found, terms, now())
    db.session.commit()
    return redirect(url_for("following.path", path_id=path_id))


def _planned(found: PathPreview) -> BaseResponse:
    key = found.session_id
    db.session.commit()
    if not is_htmx():
        _finish(found)
    return redirect(url_for(".preview", key=key))


def _finish(found: PathPreview) -> None:
    """Plan to the end, and write the first days, for pages without JavaScript."""
    planner, player, key = current_planner(), current_player(), found.session_id
    finish_planning(db.session(), planner, player, found)
    found = find_preview(db.session(), current_visitor(), key)
    for _ in open_first_days(db.session(), planner, player, found):
        pass


def _events(found: PathPreview, key: str) -> Iterator[str]:
    language = found.target_language_id
    for entry in follow_planning(db.session(), current_planner(), current_player(), found):
        if entry is None:
            yield KEEP_ALIVE
        else:
            yield event(render_template("paths/_growing_day.html", day=entry, language_id=language))
    found = find_preview(db.session(), current_visitor(), key)
    # with it goes what listens here, and comes what asks for the first days
    yield event(render_template("paths/_preview_arrived.html", **preview_context(found)))
    yield DONE


def _openings(found: PathPreview, key: str) -> Iterator[str]:
    for index in open_first_days(db.session(), current_planner(), current_player(), found):
        if index is None:
            yield KEEP_ALIVE
        else:
            found = find_preview(db.session(), current_visitor(), key)
            day = next(each for each in found.schedule if each.day_index == index)
            yield event(render_template("paths/_day_opened.html", day=day, language_id=found.target_language_id))
    yield event(render_template("paths/_all_opened.html"))
    yield DONE
