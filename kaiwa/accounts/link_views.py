"""The pages that mailed links lead to, and those where one asks for such a mail."""

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.entering import enter
from kaiwa.accounts.forms import ForgottenForm, NewPasswordForm
from kaiwa.accounts.jobs import ask_to_reset, ask_to_verify
from kaiwa.accounts.links import LinkGone, find_link, reset_password, verify_email
from kaiwa.accounts.signed_in import required_user, signed_in_user
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.errors import InvalidInput
from kaiwa.extensions import db, limiter
from kaiwa.ids import hash_token
from kaiwa.models.accounts import LinkPurpose, OneTimeLink
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect as go
from kaiwa.web.locale import current_language
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("links", __name__)
TRIES_OF_AN_ADDRESS = "30 per minute"
MAILS_TO_AN_ADDRESS = "5 per hour"


def address_asked_for() -> str:
    """A name for the address in the form, under which mails to it are counted."""
    return hash_token(request.form.get("email", "").strip().casefold())


def is_without_address() -> bool:
    """Whether there is nobody to be mailed."""
    return not request.form.get("email", "").strip()


def person_asking() -> str:
    """A name for whoever is signed in."""
    user = signed_in_user()
    return str(user.id) if user is not None else request.remote_addr or ""


@blueprint.errorhandler(LinkGone)
def show_gone(error: LinkGone) -> BaseResponse:
    """The link is over: say so, and where to get a new one."""
    db.session.rollback()
    is_reset = request.endpoint in {"links.show_reset", "links.create_password"}
    user = signed_in_user()
    is_verified = user is not None and user.email_verified_at is not None
    context = {"title": _(str(error.title)), "sentence": _(error.sentence), "is_reset": is_reset}
    html = render_template("accounts/link_gone.html", **context, is_known=user is not None, is_verified=is_verified)
    return make_response(html, 410)


@blueprint.after_request
def keep_nothing(response: BaseResponse) -> BaseResponse:
    """A page whose address is a secret is kept by no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/password/forgotten")
def show_forgotten() -> str:
    """The form that asks for a link."""
    return render_template("accounts/forgotten.html", email=request.args.get("email", ""), messages={})


@blueprint.post("/password/forgotten")
@limiter.limit(TRIES_OF_AN_ADDRESS)
@limiter.limit(MAILS_TO_AN_ADDRESS, key_func=address_asked_for, exempt_when=is_without_address)
def create_reset_mail() -> BaseResponse:
    """Ask for a link; the same is done and said for every address."""
    try:
        form = parse_form(ForgottenForm)
    except FormError as error:
        values = {"email": error.values.get("email", ""), "messages": error.messages}
        return make_response(render_template("accounts/forgotten.html", **values), 422)
    ask_to_reset(db.session(), form.email, current_language().tag)
    db.session.commit()
    return go(url_for(".show_sent"))


@blueprint.get("/password/forgotten/sent")
def show_sent() -> str:
    """What happens next; without the address, so that nothing is told by it."""
    return render_template("accounts/link_sent.html", is_kept=_keeps_mail())


@blueprint.get("/password/reset/<secret>")
def show_reset(secret: str) -> str:
    """The form for a new password."""
    link = find_link(db.session(), secret, LinkPurpose.RESET_PASSWORD, now())
    return render_template("accounts/reset.html", secret=secret, email=link.email, messages={})


@blueprint.post("/password/reset/<secret>")
@limiter.limit(TRIES_OF_AN_ADDRESS)
def create_password(secret: str) -> BaseResponse:
    """Set it: signed out everywhere, signed in here."""
    try:
        form = parse_form(NewPasswordForm)
        user = reset_password(db.session(), secret, form.password, now())
    except FormError as error:
        return _reset_again(secret, error.messages)
    except InvalidInput as error:
        db.session.rollback()
        return _reset_again(secret, {"password": _(error.sentence)})
    return enter(user, "")


@blueprint.get("/email/verify/<secret>")
def show_verification(secret: str) -> str:
    """A button: programs that look into mails press none."""
    link = find_link(db.session(), secret, LinkPurpose.VERIFY_EMAIL, now())
    require_person(link)
    return render_template("accounts/verify.html", secret=secret, email=link.email)


@blueprint.post("/email/verify/<secret>")
@limiter.limit(TRIES_OF_AN_ADDRESS)
def create_verification(secret: str) -> str:
    """Confirm the address; only its account may, so that nobody vouches for a stranger's password."""
    require_person(find_link(db.session(), secret, LinkPurpose.VERIFY_EMAIL, now()))
    verify_email(db.session(), secret, now())
    db.session.commit()
    return render_template("accounts/verified.html")


def require_person(link: OneTimeLink) -> None:
    """Whoever holds a confirming link must be signed in to its account; raises SignInNeeded or LinkGone."""
    if required_user().id != link.user_id:
        raise LinkGone


@blueprint.post("/email/verification-mails")
@limiter.limit(MAILS_TO_AN_ADDRESS, key_func=person_asking)
def create_verification_mail() -> str:
    """Mail another link that confirms the address."""
    ask_to_verify(db.session(), required_user(), current_language().tag)
    db.session.commit()
    return render_template("accounts/verification_sent.html", is_kept=_keeps_mail())


def _reset_again(secret: str, messages: dict[str, str]) -> BaseResponse:
    link = find_link(db.session(), secret, LinkPurpose.RESET_PASSWORD, now())
    values = {"secret": secret, "email": link.email, "messages": messages}
    return make_response(render_template("accounts/reset.html", **values), 422)


def _keeps_mail() -> bool:
    settings = current_settings()
    return settings.mail_url is None and not settings.is_production
