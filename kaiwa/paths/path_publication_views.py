"""Making a path public: its author reads what would stand there, mends it, publishes it, and may take it back."""

from typing import Annotated, Any

from flask import Blueprint, Response, make_response, render_template, url_for
from pydantic import BaseModel, BeforeValidator, Field
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.conversations.forms import without_edges
from kaiwa.extensions import db
from kaiwa.models import LearningPath, User
from kaiwa.paths.publishing import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    PublicText,
    cleaner,
    find_own_path,
    find_publication,
    public_text,
    publish_path,
    withdraw_path,
)
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("path_publications", __name__)


class PublicationForm(BaseModel):
    """What it shall be called, and the seal of the days that were shown."""

    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), BeforeValidator(without_edges)]
    description: Annotated[str, Field(min_length=1, max_length=LONGEST_DESCRIPTION), BeforeValidator(without_edges)]
    seal: str = ""


@blueprint.get("/paths/<path_id>/publication")
def show(path_id: str) -> Response:
    """Exactly the text that would go public."""
    user = required_user()
    return _show(user, find_own_path(db.session(), user.id, path_id))


@blueprint.post("/paths/<path_id>/publication")
def publish(path_id: str) -> BaseResponse:
    """Publish what was shown; where anything of it would be another text, it is shown again."""
    user = required_user()
    path = find_own_path(db.session(), user.id, path_id)
    try:
        form = parse_form(PublicationForm)
    except FormError as error:
        return _show(user, path, error.values, error.messages)
    text, clean = public_text(db.session(), user, path), cleaner(db.session(), user, path)
    values = {"title": clean(form.title), "description": clean(form.description)}
    messages = _changed(form, values, text)
    if messages:
        return _show(user, path, values, messages)
    template = publish_path(db.session(), path, text, form.title, form.description)
    db.session.commit()
    return redirect(url_for("programs.page", share_slug=template.share_slug))


@blueprint.post("/paths/<path_id>/publication/withdrawal")
def withdraw(path_id: str) -> BaseResponse:
    """Take it back; nobody finds it any more."""
    user = required_user()
    withdraw_path(db.session(), find_own_path(db.session(), user.id, path_id))
    db.session.commit()
    return redirect(url_for(".show", path_id=path_id))


def _changed(form: PublicationForm, values: dict[str, str], text: PublicText) -> dict[str, str]:
    """A sentence for each thing that its author has not seen as it would stand there."""
    typed = form.model_dump()
    taken = _("We took out what looked personal. Read it again, then publish it.")
    messages = {name: taken for name, value in values.items() if value != typed[name]}
    if form.seal != text.seal:
        messages["seal"] = _("The days have changed since you read them. Read them again, then publish.")
    return messages


def _show(
    user: User, path: LearningPath, values: dict[str, Any] | None = None, messages: dict[str, str] | None = None
) -> Response:
    text, template = public_text(db.session(), user, path), find_publication(db.session(), path)
    kept = template if template is not None and template.is_public else text
    html = render_template(
        "paths/publication.html",
        path=path,
        text=text,
        template=template,
        values={"title": kept.title, "description": kept.description} | (values or {}),
        messages=messages or {},
        longest=LONGEST_TITLE,
    )
    return make_response(html, 422 if messages else 200)
