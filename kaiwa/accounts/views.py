"""The pages of an account: sign up, sign in, sign out, where one is signed in."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session as browser, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.entering import enter
from kaiwa.accounts.forms import SignInForm, SignOutForm, SignUpForm, local_path
from kaiwa.accounts.google_failing import sentence_of
from kaiwa.accounts.jobs import ask_to_verify
from kaiwa.accounts.preferences import remember_not_now
from kaiwa.accounts.sessions import close_session, close_sessions, list_sessions
from kaiwa.accounts.signed_in import (
    SignInNeeded,
    current_session_id,
    required_user,
    sign_out,
    signed_in_user,
)
from kaiwa.accounts.signing_in import WrongPassword, check_credentials
from kaiwa.accounts.signing_up import create_account
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.errors import InvalidInput
from kaiwa.extensions import db, limiter
from kaiwa.web.addresses import network_of
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect as go
from kaiwa.web.locale import current_language
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("accounts", __name__)
FORMS = {"sign-up": "accounts/sign_up.html", "sign-in": "accounts/sign_in.html"}
TRIES_OF_AN_ADDRESS = "30 per minute"


@blueprint.app_errorhandler(SignInNeeded)
def ask_to_sign_in(_error: SignInNeeded) -> BaseResponse:
    """Go and sign in, and come back."""
    here = request.full_path.rstrip("?") if request.method == "GET" else ""
    return go(url_for("accounts.sign_in_form", next=here or None))


@blueprint.get("/sign-up")
def sign_up_form() -> BaseResponse:
    """The form for a new account."""
    return _form("sign-up")


@blueprint.post("/sign-up")
@limiter.limit(TRIES_OF_AN_ADDRESS)
def sign_up() -> BaseResponse:
    """Make the account; what the guest did is its from the first second."""
    try:
        form = parse_form(SignUpForm)
        user = create_account(db.session(), form.email, form.password)
    except FormError as error:
        return _form("sign-up", error.values, error.messages)
    except InvalidInput as error:
        db.session.rollback()
        return _form("sign-up", request.form, {"password": _(error.sentence)})
    ask_to_verify(db.session(), user, current_language().tag)
    return enter(user, form.next or url_for("settings.welcome"))


@blueprint.get("/sign-in")
def sign_in_form() -> BaseResponse:
    """The form for somebody who has an account."""
    return _form("sign-in")


@blueprint.post("/sign-in")
@limiter.limit(TRIES_OF_AN_ADDRESS)
def create_session() -> BaseResponse:
    """Sign in; what was done on this browser as a guest comes along."""
    try:
        form = parse_form(SignInForm)
    except FormError as error:
        return _form("sign-in", error.values, error.messages)
    network = network_of(request.remote_addr) or ""
    user = check_credentials(db.session(), form.email, form.password, network=network, at=now())
    if user is None:
        db.session.commit()
        return _form("sign-in", request.form, {"password": _(WrongPassword.sentence)})
    return enter(user, form.next)


@blueprint.post("/sign-out")
def delete_session() -> BaseResponse:
    """Sign out, here or everywhere."""
    user = required_user()
    if parse_form(SignOutForm).everywhere:
        close_sessions(db.session(), user.id)
    sign_out()
    db.session.commit()
    return go(url_for("conversations.landing"))


@blueprint.get("/settings/sessions")
def sessions() -> str:
    """Where one is signed in."""
    user = required_user()
    found = list_sessions(db.session(), user.id, now())
    return render_template("accounts/sessions.html", sessions=found, here=current_session_id())


@blueprint.post("/settings/sessions/<session_id>/deletion")
def delete_one_session(session_id: str) -> BaseResponse:
    """Sign one browser out."""
    user = required_user()
    if session_id == current_session_id():
        sign_out()
    else:
        close_session(db.session(), user.id, session_id)
    db.session.commit()
    return go(url_for(".sessions") if signed_in_user() else url_for("conversations.landing"))


@blueprint.post("/preferences/not-now")
def not_now() -> BaseResponse:
    """A guest would rather go on as one; not asked again on this browser."""
    remember_not_now()
    return go(url_for("conversations.landing"))


def _form(name: str, values: Any = None, messages: dict[str, str] | None = None) -> Response | BaseResponse:
    """One of the two forms, empty or as it was sent; whoever is signed in needs neither."""
    if signed_in_user() is not None:
        return redirect(url_for("conversations.landing"), 303)
    values = request.args if values is None else values
    context = {
        "email": values.get("email", ""),
        "next": local_path(values.get("next", "")),
        "messages": messages or {},
        "is_guest": browser.get("guest") is not None,
        "has_google": current_settings().has_google,
        "why": request.args.get("why", ""),
        "notice": sentence_of(request.args.get("google")),
    }
    return make_response(render_template(FORMS[name], **context), 422 if messages else 200)
