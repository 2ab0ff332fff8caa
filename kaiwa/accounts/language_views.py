"""Choosing the language of the interface, from the foot of any page."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, render_template, request, url_for
from pydantic import BaseModel, Field
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.forms import local_path
from kaiwa.accounts.interface_language import keep_language, remember_language
from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.errors import InvalidInput
from kaiwa.extensions import db
from kaiwa.web.asked_language import PARAMETER
from kaiwa.web.forms import parse_form
from kaiwa.web.htmx import redirect as go
from kaiwa.web.locale import offered_languages

blueprint = Blueprint("interface_language", __name__)


class InterfaceLanguageForm(BaseModel):
    """The tag of a language."""

    language: str = Field(max_length=16)


@blueprint.get("/preferences/interface-language")
def languages() -> str:
    """Every language that can be chosen here; those that only prove the layout are offered nowhere else."""
    return render_template("accounts/interface_language.html", languages=offered_languages())


@blueprint.post("/preferences/interface-language")
def choose() -> BaseResponse:
    """Speak this language from now on."""
    tag = parse_form(InterfaceLanguageForm).language
    if tag not in {each.tag for each in offered_languages()}:
        raise InvalidInput
    remember_language(tag)
    user = signed_in_user()
    if user is not None:
        keep_language(db.session(), user, tag)
        db.session.commit()
    return go(page_before())


def page_before() -> str:
    """The page of ours that the form was sent from, where it can be asked for again; else the first page."""
    sent_from = urlsplit(request.referrer or "")
    start = url_for("conversations.landing")
    if sent_from.netloc != request.host:
        return start
    try:
        current_app.url_map.bind("").match(sent_from.path, method="GET")
    except HTTPException:
        return start
    # an address that asks for a language would take the choice back
    query = "&".join(part for part in sent_from.query.split("&") if not part.startswith(f"{PARAMETER}="))
    return str(local_path(f"{sent_from.path}?{query}".rstrip("?"))) or start
