"""From one sentence to a course that one sees grow, changes by plain words and starts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import current_habits, signed_in_user
from kaiwa.accounts.visitors import current_visitor, remember_guest
from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.minds.outlines import Goal, Intent, Level
from kaiwa.minds.phrases import Question
from kaiwa.models import PathPreview
from kaiwa.models.paths import PreviewStatus
from kaiwa.paths.committing import Terms, commit_preview
from kaiwa.paths.finding import find_preview
from kaiwa.paths.planners import current_planner, current_player
from kaiwa.paths.preview_forms import CommitmentForm, DayForm, IntentForm, MendForm, WishForm
from kaiwa.paths.preview_outlines import kept_intent
from kaiwa.paths.previewing import (
    Asked,
    begin_preview,
    finish_planning,
    follow_planning,
    plan_again,
    understand,
)
from kaiwa.paths.refining import edit_day, redo, refine, regenerate, undo
from kaiwa.paths.wording import question_text
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect
from kaiwa.web.locale import current_language
from kaiwa.web.streams import DONE, KEEP_ALIVE, event, event_stream

blueprint = Blueprint("previews", __name__)
PREVIEWS = "30 per hour"


@blueprint.get("/paths/new")
def new() -> Response:
    """Where one says what one wants to be ready for."""
    return _show_new(request.args.get("intent", ""))


@blueprint.post("/paths/previews")
@limiter.limit(PREVIEWS)
def begin() -> BaseResponse:
    """Understand the sentence and begin a preview; what is unclear is asked back."""
    try:
        form = parse_form(IntentForm)
    except FormError as error:
        return _show_new(str(error.values.get("intent", "")), messages=error.messages)
    asked = _asked()
    found = understand(current_planner(), form.intent, asked)
    if isinstance(found, Question):
        if form.language is None or not form.intent:
            return _show_new(form.intent, question=found)
        found = Intent(form.intent, form.language, asked.native, form.level, setting=form.intent[:80])
    found = replace(
        found, target_language=form.language or found.target_language, cefr_level=form.level or found.cefr_level
    )
    asked = replace(asked, visitor=remember_guest())
    preview = begin_preview(db.session(), found, asked, now())
    db.session.commit()
    if not is_htmx():
        finish_planning(db.session(), current_planner(), current_player(), preview)
    return redirect(url_for(".preview", key=preview.session_id))


@blueprint.get("/paths/previews/<key>")
def preview(key: str) -> Response:
    """A preview: as it is planned, to be changed, or what became of it."""
    return _show(find_preview(db.session(), current_visitor(), key))


@blueprint.get("/paths/previews/<key>/stream")
def stream(key: str) -> Response:
    """The days as they are planned, and then the whole."""
    found = find_preview(db.session(), current_visitor(), key)
    return event_stream(_events(found, key))


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
    found = _changeable(key)
    try:
        form = parse_form(MendForm)
    except FormError as error:
        return _show(found, messages=error.messages)
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


@blueprint.post("/paths/previews/<key>/refinements")
def create_refinement(key: str) -> BaseResponse:
    """Change what a wish is about; what is unclear is asked back."""
    found = _changeable(key)
    try:
        wish = parse_form(WishForm).wish
    except FormError as error:
        return _show(found, messages=error.messages, wish=str(error.values.get("wish", "")))
    question = refine(db.session(), current_planner(), current_player(), found, wish)
    db.session.commit()
    return _changed(key, question, wish if question else "")


@blueprint.post("/paths/previews/<key>/days/<int:index>/regenerations")
def create_regeneration(key: str, index: int) -> BaseResponse:
    """Give a day another scenario."""
    found = _changeable(key)
    try:
        question = regenerate(db.session(), current_planner(), current_player(), found, index)
    except LookupError:
        raise NotFound from None
    db.session.commit()
    return _changed(key, question)


@blueprint.post("/paths/previews/<key>/days/<int:index>")
def change_day(key: str, index: int) -> BaseResponse:
    """Change a day by hand."""
    found = _changeable(key)
    try:
        form = parse_form(DayForm)
        edit_day(
            db.session(), found, index, title=form.title, description=form.description, estimated_minutes=form.minutes
        )
    except FormError as error:
        return _show(found, messages=error.messages, wrong_day=index)
    except LookupError:
        raise NotFound from None
    db.session.commit()
    return _changed(key)


@blueprint.post("/paths/previews/<key>/undos")
def create_undo(key: str) -> BaseResponse:
    """Take the last change back."""
    undo(db.session(), _changeable(key))
    db.session.commit()
    return _changed(key)


@blueprint.post("/paths/previews/<key>/redos")
def create_redo(key: str) -> BaseResponse:
    """Make the change again that was taken back."""
    redo(db.session(), _changeable(key))
    db.session.commit()
    return _changed(key)


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
        return _show(found, messages=error.messages)
    terms = Terms(form.starts_on, reminders=form.reminders, reminder_minute=form.reminder_minute)
    path_id = commit_preview(db.session(), user, found, terms, now())
    db.session.commit()
    return redirect(f"/paths/{path_id}")


def _asked() -> Asked:
    user = signed_in_user()
    native = current_habits().native_language_id or current_language().locale
    today = now().astimezone(user.zone).date() if user else now().date()
    return Asked(current_visitor(), native, today)


def _changeable(key: str) -> PathPreview:
    """A preview that is not over; raises NotFound."""
    found = find_preview(db.session(), current_visitor(), key)
    if found.expires_at <= now():
        raise NotFound
    return found


def _planned(found: PathPreview) -> BaseResponse:
    key = found.session_id
    db.session.commit()
    if not is_htmx():
        finish_planning(db.session(), current_planner(), current_player(), found)
    return redirect(url_for(".preview", key=key))


def _events(found: PathPreview, key: str) -> Iterator[str]:
    language = found.target_language_id
    for day in follow_planning(db.session(), current_planner(), current_player(), found):
        if day is None:
            yield KEEP_ALIVE
        else:
            yield event(render_template("paths/_growing_day.html", day=day, language_id=language))
    found = find_preview(db.session(), current_visitor(), key)
    yield event(render_template("paths/_preview_arrived.html", **_context(found)))
    yield DONE


def _changed(key: str, question: Question | None = None, wish: str = "") -> BaseResponse:
    if not is_htmx() and question is None:
        return redirect(url_for(".preview", key=key, _anchor="days"))
    return _show(find_preview(db.session(), current_visitor(), key), question=question, wish=wish)


def _show_new(intent: str, *, question: Question | None = None, messages: Mapping[str, str] | None = None) -> Response:
    html = render_template(
        "paths/new.html",
        intent=intent,
        question=question,
        asked=question_text(question) if question else "",
        messages=messages or {},
    )
    return make_response(html, 422 if question or messages else 200)


def _show(found: PathPreview, **more: Any) -> Response:
    is_refused = bool(more.get("messages") or more.get("question"))
    if found.expires_at <= now() and found.status is not PreviewStatus.COMMITTED:
        return make_response(render_template("paths/expired.html", preview=found), 410)
    template = "paths/_preview.html" if is_htmx() else "paths/preview.html"
    return make_response(render_template(template, **_context(found, **more)), 422 if is_refused else 200)


def _context(
    found: PathPreview,
    *,
    question: Question | None = None,
    messages: Mapping[str, str] | None = None,
    wish: str = "",
    wrong_day: int = 0,
) -> dict[str, Any]:
    history = found.details.refinement_history
    last = history[-1] if history else None
    before = {day["day_index"]: day for day in last.before["schedule"]} if last else {}
    today = _asked().today
    return {
        "preview": found,
        "intent": kept_intent(found),
        "language_id": found.target_language_id,
        "last": last,
        "before": before,
        "question": question,
        "asked": question_text(question) if question else "",
        "messages": messages or {},
        "wish": wish,
        "wrong_day": wrong_day,
        "languages": LANGUAGE_IDS,
        "levels": list(Level),
        "goals": list(Goal),
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "is_guest": current_visitor().is_guest,
    }
