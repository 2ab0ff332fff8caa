"""Mails about money: that a trial goes over into paid time, that a payment did not go through."""

import logging
from uuid import UUID

from sqlalchemy.orm import Session

from kaiwa.billing.entitlement import GRACE
from kaiwa.billing.pricing import cents_of
from kaiwa.billing.telling import ends_soon, is_owed
from kaiwa.gateways.mail import MailRefused, send_mail
from kaiwa.models import Payment, Subscription, Tier, User
from kaiwa.models.subscriptions import Interval
from kaiwa.web.locale import day, speaking
from kaiwa.web.money import price
from kaiwa.web.public_addresses import public_url
from kaiwa.web.translation import gettext as _

log = logging.getLogger("kaiwa.mail")


def mail_trial_ending(session: Session, user_id: UUID, subscription_id: UUID) -> None:
    """Mail when a trial ends, and what then; nothing where it does not go on. Raises MailDelayed."""
    user, row = session.get(User, user_id), session.get(Subscription, subscription_id)
    tier = session.get(Tier, row.tier_id) if row and row.tier_id else None
    if user is None or row is None or tier is None or row.trial_end is None or not ends_soon(row):
        return
    with speaking(user.preferred_ui_language_id):
        when = day(row.trial_end.astimezone(user.zone).date())
        subject = _("Your trial of Kaiwa %(plan)s ends on %(day)s", plan=tier.name, day=when)
        body = _paragraphs(
            _("We hope that you enjoy %(plan)s. Your trial ends on %(day)s.", plan=tier.name, day=when),
            _going_on(price(cents_of(tier, row.interval), tier.currency), row.interval),
            _("If you would rather not, please cancel before that day, and nothing is charged:"),
            public_url("billing.show"),
        )
    _send(session, user, subject, body)


def mail_payment_failed(session: Session, user_id: UUID, payment_id: UUID) -> None:
    """Mail that a payment failed and how long the plan stays; nothing where it was paid since. Raises MailDelayed."""
    user, payment = session.get(User, user_id), session.get(Payment, payment_id)
    if user is None or payment is None or not is_owed(session, payment):
        return
    row = session.get_one(Subscription, payment.subscription_id)
    tier = session.get(Tier, row.tier_id) if row.tier_id else None
    if tier is None or row.unpaid_since is None:
        return
    with speaking(user.preferred_ui_language_id):
        until = day((row.unpaid_since + GRACE).astimezone(user.zone).date())
        subject = _("The payment for Kaiwa %(plan)s did not go through", plan=tier.name)
        body = _paragraphs(
            _("Your card was not charged for Kaiwa %(plan)s. Cards expire, and banks ask: it happens.", plan=tier.name),
            _("Your plan stays as it is until %(day)s. Please look at your card before that day:", day=until),
            public_url("billing.show"),
            _("We try the payment again by ourselves in the next days. Nothing that you have learned is lost."),
        )
    _send(session, user, subject, body)


def _going_on(amount: str, interval: Interval) -> str:
    if interval is Interval.MONTH:
        return _("If you want to go on you need not do anything: it is %(price)s a month from then on.", price=amount)
    return _("If you want to go on you need not do anything: it is %(price)s a year from then on.", price=amount)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def _send(session: Session, user: User, subject: str, body: str) -> None:
    to = user.email
    # no transaction waits for a mail server
    session.commit()
    if to is None:
        return
    try:
        send_mail(to, subject, body)
    except MailRefused as error:
        log.warning("a mail was not taken: %s", error)
