"""The mails that were kept because no mail server is set, for whoever develops; production has no such pages."""

from flask import Blueprint, render_template

from kaiwa.config import current_settings
from kaiwa.errors import NotFound
from kaiwa.gateways.mail import kept_mail, kept_mails

blueprint = Blueprint("kept_mail", __name__)


@blueprint.before_request
def refuse_in_production() -> None:
    """What is in a mail is for its reader alone."""
    if current_settings().is_production:
        raise NotFound


@blueprint.get("/dev/mail")
def list_mails() -> str:
    """All of them, newest first."""
    return render_template("ops/mails.html", mails=kept_mails())


@blueprint.get("/dev/mail/<name>")
def show_mail(name: str) -> str:
    """One of them."""
    mail = kept_mail(name)
    if mail is None:
        raise NotFound
    return render_template("ops/mail.html", mail=mail)
