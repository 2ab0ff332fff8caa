"""The pages of previews put together: what each template is given."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response, make_response, render_template

from kaiwa.accounts.signed_in import current_habits, signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.minds.outlines import Goal, Level
from kaiwa.minds.phrases import Question
from kaiwa.models import PathPreview
from kaiwa.models.paths import PreviewStatus
from kaiwa.paths.finding import find_preview
from kaiwa.paths.opening_days import lacking
from kaiwa.paths.preview_outlines import kept_intent
from kaiwa.paths.previewing import Asked
from kaiwa.paths.wording import question_text
from kaiwa.web.htmx import is_htmx
from kaiwa.web.locale import current_language


def read_asked() -> Asked:
    """Who asks, what they read, and what day it is for them."""
    user = signed_in_user()
    native = current_habits().native_language_id or current_language().locale
    today = now().astimezone(user.zone).date() if user else now().date()
    return Asked(current_visitor(), native, today)


def find_changeable(key: str) -> PathPreview:
    """A preview that is not over; raises NotFound."""
    found = find_preview(db.session(), current_visitor(), key)
    if found.expires_at <= now():
        raise NotFound
    return found


def show_new(intent: str, *, question: Question | None = None, messages: Mapping[str, str] | None = None) -> Response:
    """Where one says what one wants, with what must be asked back."""
    html = render_template(
        "paths/new.html",
        intent=intent,
        question=question,
        asked=question_text(question) if question else "",
        messages=messages or {},
    )
    return make_response(html, 422 if question or messages else 200)


def show_preview(found: PathPreview, **more: Any) -> Response:
    """A preview, whole or for htmx; what is over says so."""
    is_refused = bool(more.get("messages") or more.get("question"))
    if found.expires_at <= now() and found.status is not PreviewStatus.COMMITTED:
        return make_response(render_template("paths/expired.html", preview=found), 410)
    template = "paths/_preview.html" if is_htmx() else "paths/preview.html"
    return make_response(render_template(template, **preview_context(found, **more)), 422 if is_refused else 200)


def preview_context(
    found: PathPreview,
    *,
    question: Question | None = None,
    messages: Mapping[str, str] | None = None,
    wish: str = "",
    wrong_day: int = 0,
) -> dict[str, Any]:
    """What the templates of a preview are given."""
    history = found.details.refinement_history
    last = history[-1] if history else None
    before = {day["day_index"]: day for day in last.before["schedule"]} if last else {}
    today = read_asked().today
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
        "lacks": lacking(found),
    }
