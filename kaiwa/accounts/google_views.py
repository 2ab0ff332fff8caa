"""Signing in with Google: there, back again, and the password once where an account must be connected."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.entering import enter
from kaiwa.accounts.forms import PasswordForm
from kaiwa.accounts.google_failing import word_of
from kaiwa.accounts.google_linking import (
    NoAddress,
    PasswordNeeded,
    address_of,
    enter_by_google,
    has_proved_address,
    link_google,
)
from kaiwa.accounts.google_waiting import forget, keep_identity, keep_target, kept_identity, kept_target
from kaiwa.accounts.jobs import ask_to_verify
from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.accounts.signing_in import WrongPassword, check_credentials
from kaiwa.clock import now
from kaiwa.errors import KaiwaError
from kaiwa.extensions import db, limiter
from kaiwa.gateways.google import GoogleFailed, Identity, current_google
from kaiwa.web.addresses import network_of
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect as go
from kaiwa.web.locale import current_language
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("google", __name__)
TRIES_OF_AN_ADDRESS = "30 per minute"


@blueprint.get("/auth/google")
@limiter.limit(TRIES_OF_AN_ADDRESS)
def depart() -> BaseResponse:
    """Go to Google; whoever is signed in has no need to."""
    google = current_google()
    if signed_in_user() is not None:
        return redirect(url_for("conversations.landing"), 303)
    forget()
    keep_target(request.args.get("next", ""))
    try:
        return google.depart(url_for(".arrive", _external=True))
    except GoogleFailed as error:
        return _back_to_sign_in(error)


@blueprint.get("/auth/google/callback")
@limiter.limit(TRIES_OF_AN_ADDRESS)
def arrive() -> BaseResponse:
    """Back from Google: signed in with what the guest did, or asked for the password once."""
    google = current_google()
    try:
        identity = google.arrive()
        user, is_new = enter_by_google(db.session(), identity, now())
    except PasswordNeeded:
        db.session.rollback()
        keep_identity(identity, now())
        return redirect(url_for(".password_form"), 303)
    except (GoogleFailed, NoAddress) as error:
        return _back_to_sign_in(error)
    if not is_new:
        return enter(user, kept_target())
    ask_to_verify(db.session(), user, current_language().tag)
    return enter(user, kept_target() or url_for("settings.welcome"))


@blueprint.get("/auth/google/password")
def password_form() -> BaseResponse:
    """Ask for the password of the account that has the address."""
    identity = _waiting_identity()
    return _ask(identity) if identity else _back_to_sign_in()


@blueprint.post("/auth/google/password")
@limiter.limit(TRIES_OF_AN_ADDRESS)
def create_link() -> BaseResponse:
    """Connect the account with Google, and sign in."""
    identity = _waiting_identity()
    if identity is None:
        return _back_to_sign_in()
    try:
        form = parse_form(PasswordForm)
    except FormError as error:
        return _ask(identity, error.messages)
    network = network_of(request.remote_addr) or ""
    user = check_credentials(db.session(), address_of(identity), form.password, network=network, at=now())
    if user is None:
        db.session.commit()
        return _ask(identity, {"password": _(WrongPassword.sentence)})
    link_google(db.session(), user, identity, now())
    return enter(user, kept_target())


def _waiting_identity() -> Identity | None:
    """Whom Google named on this browser a moment ago; NotFound where Google is not set up."""
    current_google()
    return kept_identity(now())


def _ask(identity: Identity, messages: dict[str, str] | None = None) -> BaseResponse:
    context = {
        "email": address_of(identity),
        "keeps_password": has_proved_address(db.session(), identity),
        "messages": messages or {},
    }
    return make_response(render_template("accounts/google_password.html", **context), 422 if messages else 200)


def _back_to_sign_in(error: KaiwaError | None = None) -> BaseResponse:
    """To the form, with a word about why and with where the person wanted to go."""
    db.session.rollback()
    target = kept_target()
    forget()
    return go(url_for("accounts.sign_in_form", google=word_of(error), next=target or None))
