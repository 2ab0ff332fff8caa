"""What the queue does for accounts: mails, whose links are made as they go out, so that no job holds a token."""

import logging
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.accounts.links import forget_links, make_link
from kaiwa.accounts.prepared_exports import forget_exports, kept_export
from kaiwa.accounts.sessions import forget_sessions
from kaiwa.accounts.signing_in import forget_failures
from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.gateways.mail import MailRefused, send_mail
from kaiwa.models import User
from kaiwa.models.accounts import LinkPurpose
from kaiwa.queue import Backoff, enqueue, jobs
from kaiwa.web.locale import moment, speaking
from kaiwa.web.public_addresses import public_url
from kaiwa.web.translation import gettext as _

log = logging.getLogger("kaiwa.mail")


def ask_to_verify(session: Session, user: User, language: str) -> None:
    """Have a link mailed that confirms the address, where that is still to be done."""
    if user.email_verified_at is None:
        enqueue(session, mail_verification, user_id=str(user.id), language=language)


def ask_to_reset(session: Session, email: str, language: str) -> None:
    """Have a link mailed with which to choose a new password; whether there is an account is for the job to find."""
    enqueue(session, mail_reset, email=email, language=language)


@jobs.task(name="accounts.mail_verification", retry=Backoff())
def mail_verification(user_id: str, language: str) -> None:
    """Mail a link that confirms the address."""
    user = db.session.get(User, UUID(user_id))
    if user is None or user.deleted_at is not None or user.email_verified_at is not None or user.email is None:
        return
    url = _link(user, LinkPurpose.VERIFY_EMAIL, "links.show_verification")
    with speaking(user.preferred_ui_language_id or language):
        subject = _("Confirm your address for Kaiwa")
        body = _paragraphs(
            _("Welcome to Kaiwa! Please confirm that this address is yours:"),
            url,
            _("The link works once, within one hour. If you have no account with us, you need not do anything."),
        )
    _send(user, subject, body)


@jobs.task(name="accounts.mail_reset", retry=Backoff())
def mail_reset(email: str, language: str) -> None:
    """Mail a link with which to choose a new password; nothing where the address has no account."""
    user = db.session.scalars(select(User).where(User.email == email, User.deleted_at.is_(None))).one_or_none()
    if user is None:
        return
    url = _link(user, LinkPurpose.RESET_PASSWORD, "links.show_reset")
    with speaking(user.preferred_ui_language_id or language):
        subject = _("A new password for Kaiwa")
        body = _paragraphs(
            _("With this link you can choose a new password for Kaiwa:"),
            url,
            _("The link works once, within one hour. If you did not ask for it, your password stays as it is."),
        )
    _send(user, subject, body)


@jobs.task(name="accounts.mail_export", retry=Backoff())
def mail_export(user_id: str, export_id: str, language: str) -> None:
    """Mail where the prepared file is, to an address that is known to be its person's, while the file is kept."""
    user, export = db.session.get(User, UUID(user_id)), kept_export(db.session(), Visitor(None, UUID(user_id)), now())
    if user is None or user.deleted_at is not None or user.email_verified_at is None:
        return
    if export is None or str(export.id) != export_id:
        return
    url = public_url("exports.show", export_id=export.id)
    with speaking(user.preferred_ui_language_id or language):
        subject = _("Your file from Kaiwa is ready")
        body = _paragraphs(
            _("The file with everything that is kept of you is ready:"),
            url,
            _(
                "Once you are signed in you can download it until %(when)s (%(zone)s); after that it is deleted.",
                when=moment(export.kept_until, user.time_zone),
                zone=user.time_zone,
            ),
            _("If you did not ask for it, somebody else may be signed in as you: please choose a new password."),
        )
    _send(user, subject, body)


@jobs.periodic(cron="27 3 * * *")
@jobs.task(name="accounts.forget_old", queueing_lock="accounts.forget_old")
def forget_old(timestamp: int) -> None:  # noqa: ARG001
    """Once a day, drop what is over: links, sessions, wrong passwords and prepared exports."""
    forget_links(db.session(), now())
    forget_sessions(db.session(), now())
    forget_failures(db.session(), now())
    forget_exports(db.session(), now())
    db.session.commit()


def _link(user: User, purpose: LinkPurpose, endpoint: str) -> str:
    return public_url(endpoint, secret=make_link(db.session(), user, purpose, now()))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def _send(user: User, subject: str, body: str) -> None:
    """Keep the link, then send: no transaction waits for a mail server."""
    to = user.email or ""
    db.session.commit()
    try:
        send_mail(to, subject, body)
    except MailRefused as error:
        log.warning("a mail was not taken: %s", error)
