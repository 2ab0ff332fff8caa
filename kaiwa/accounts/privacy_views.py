"""What is kept of whoever asks, to be read, taken away and deleted."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.deleting import SignInAgain, delete_account, delete_guest, is_fresh, is_the_person
from kaiwa.accounts.forms import AccountDeletionForm
from kaiwa.accounts.prepared_exports import is_large, kept_export
from kaiwa.accounts.setting import WrongOldPassword
from kaiwa.accounts.signed_in import current_session_id, required_user, sign_out, signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.billing.closing import has_live_subscription
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.models import SignInSession
from kaiwa.web.addresses import network_of
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect as go
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("privacy", __name__)
TRIES = "30 per minute"


@blueprint.get("/privacy")
@blueprint.get("/settings/privacy", endpoint="settings")
def show() -> Response:
    """What is logged and kept, for anybody."""
    return _page()


@blueprint.post("/settings/privacy/deletion")
@limiter.limit(TRIES)
def delete_me() -> BaseResponse:
    """Delete the account, once it is clear that its person asks."""
    user = required_user()
    try:
        form = parse_form(AccountDeletionForm)
    except FormError as error:
        return _page(error.messages)
    if not (user.password_hash or form.sure):
        return _page({"sure": _("Please tick the box, so that nothing is deleted by mistake.")})
    here = db.session.get_one(SignInSession, current_session_id())
    network = network_of(request.remote_addr) or ""
    if not is_the_person(db.session(), user, here, form.password, network=network, at=now()):
        db.session.commit()
        return _page({"password": _(WrongOldPassword.sentence if user.password_hash else SignInAgain.sentence)})
    sign_out()
    delete_account(db.session(), user)
    db.session.commit()
    return go(url_for(".deleted"))


@blueprint.post("/privacy/deletion")
def delete_guests_words() -> BaseResponse:
    """Delete what this browser's guest did."""
    visitor = current_visitor()
    if visitor.guest_id is None:
        raise NotFound
    delete_guest(db.session(), visitor.guest_id)
    sign_out()
    db.session.commit()
    return go(url_for(".deleted"))


@blueprint.get("/deleted")
def deleted() -> str:
    """Goodbye."""
    return render_template("accounts/deleted.html")


def _page(messages: dict[str, str] | None = None) -> Response:
    """The page; `messages` is what hinders the deletion."""
    user, here = signed_in_user(), current_session_id()
    signed_in = db.session.get(SignInSession, here) if here else None
    context = {
        "me": user,
        **_offer(),
        "is_fresh": signed_in is not None and is_fresh(signed_in, now()),
        "messages": messages or {},
        "has_model": current_settings().has_model,
        "has_billing": current_settings().has_billing,
        "has_subscription": user is not None and has_live_subscription(db.session(), user.id),
    }
    return make_response(render_template("accounts/privacy.html", **context), 422 if messages else 200)


def _offer() -> dict[str, Any]:
    """What the page says about taking everything along."""
    visitor = current_visitor()
    is_known = bool(visitor.key)
    export = kept_export(db.session(), visitor, now()) if is_known else None
    return {
        "is_known": is_known,
        "export": export,
        "is_large": is_known and export is None and is_large(db.session(), visitor),
    }
