"""Changing a preview: by wishes, a day anew, by hand, and back again."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.visitors import current_visitor
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.minds.phrases import Question
from kaiwa.paths.finding import find_preview
from kaiwa.paths.opening_days import open_first_days
from kaiwa.paths.planners import current_planner, current_player
from kaiwa.paths.preview_forms import DayForm, WishForm
from kaiwa.paths.preview_pages import find_changeable, show_preview
from kaiwa.paths.refining import edit_day, redo, refine, regenerate, undo
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect

blueprint = Blueprint("refinements", __name__)


@blueprint.post("/paths/previews/<key>/refinements")
def create_refinement(key: str) -> BaseResponse:
    """Change what a wish is about; what is unclear is asked back."""
    found = find_changeable(key)
    try:
        wish = parse_form(WishForm).wish
    except FormError as error:
        return show_preview(found, messages=error.messages, wish=str(error.values.get("wish", "")))
    question = refine(db.session(), current_planner(), current_player(), found, wish)
    db.session.commit()
    return _changed(key, question, wish if question else "")


@blueprint.post("/paths/previews/<key>/days/<int:index>/regenerations")
def create_regeneration(key: str, index: int) -> BaseResponse:
    """Give a day another scenario."""
    found = find_changeable(key)
    try:
        question = regenerate(db.session(), current_planner(), current_player(), found, index)
    except LookupError:
        raise NotFound from None
    db.session.commit()
    return _changed(key, question)


@blueprint.post("/paths/previews/<key>/days/<int:index>")
def change_day(key: str, index: int) -> BaseResponse:
    """Change a day by hand."""
    found = find_changeable(key)
    try:
        form = parse_form(DayForm)
        edit_day(
            db.session(), found, index, title=form.title, description=form.description, estimated_minutes=form.minutes
        )
    except FormError as error:
        return show_preview(found, messages=error.messages, wrong_day=index)
    except LookupError:
        raise NotFound from None
    db.session.commit()
    return _changed(key)


@blueprint.post("/paths/previews/<key>/undos")
def create_undo(key: str) -> BaseResponse:
    """Take the last change back."""
    undo(db.session(), find_changeable(key))
    db.session.commit()
    return _changed(key)


@blueprint.post("/paths/previews/<key>/redos")
def create_redo(key: str) -> BaseResponse:
    """Make the change again that was taken back."""
    redo(db.session(), find_changeable(key))
    db.session.commit()
    return _changed(key)


def _changed(key: str, question: Question | None = None, wish: str = "") -> BaseResponse:
    if not is_htmx() and question is None:
        # nobody asks for them later, where there is no JavaScript
        found = find_preview(db.session(), current_visitor(), key)
        for _ in open_first_days(db.session(), current_planner(), current_player(), found):
            pass
        return redirect(url_for("previews.preview", key=key, _anchor="days"))
    return show_preview(find_preview(db.session(), current_visitor(), key), question=question, wish=wish)
