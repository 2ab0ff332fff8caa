"""Comparing the books with Stripe: every row is set to its state, and each difference is told in a sentence."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause, payment_facts, subscription_facts
from kaiwa.billing.recording_invoices import DRAFT, STATUSES, record_invoice
from kaiwa.billing.subscribing import find_subscriptions
from kaiwa.billing.syncing import sync_person
from kaiwa.errors import KaiwaError
from kaiwa.gateways.payment_facts import InvoiceFacts, UnknownObject
from kaiwa.gateways.payments import Payments
from kaiwa.models import Payment, Subscription, User
from kaiwa.models.subscriptions import Actor, Facts, PaymentStatus

# what is given back or disputed is so within half a year; older invoices are only looked at when they differ
REFUNDABLE = timedelta(days=180)
CAUSE = Cause(Actor.KAIWA, reason="compared with Stripe")
Books = dict[str, Facts]
log = logging.getLogger("kaiwa.billing")


def sync_everybody(session: Session, payments: Payments, at: datetime) -> Iterator[str]:
    """Set the books of everybody to Stripe's state, person by person, each in a transaction; gives the differences.

    What fails for one person is told and leaves the others alone.
    """
    theirs = select(Subscription.id).where(Subscription.user_id == User.id).exists()
    people = select(User.id, User.email).where(or_(User.stripe_customer_id.is_not(None), theirs)).order_by(User.id)
    for user_id, email in session.execute(people).all():
        try:
            found = sync_books(session, payments, user_id, at, since=at - REFUNDABLE)
            session.commit()
        except KaiwaError as error:
            session.rollback()
            found = [f"could not be compared: {error}"]
        yield from (f"{email or user_id}: {sentence}" for sentence in found)


def sync_books(
    session: Session,
    payments: Payments,
    user_id: UUID,
    at: datetime,
    *,
    since: datetime | None = None,
    cause: Cause = CAUSE,
) -> list[str]:
    """Set one person's subscriptions and payments to Stripe's state; gives a sentence for each difference.

    Refunds and disputes are asked for of invoices since then, or of all. Raises what Payments raises.
    """
    before = read_books(session, user_id)
    sync_person(session, payments, user_id, cause, at)
    for facts in _invoices(session, payments, user_id):
        if facts.status != DRAFT and (since is None or facts.created_at >= since or _differs(session, facts)):
            record_invoice(session, payments, facts, cause, at, user_id=user_id)
    return list(_differences(before, read_books(session, user_id)))


def read_books(session: Session, user_id: UUID) -> Books:
    """What is written of a person, by what it is about."""
    paid = select(Payment).where(Payment.user_id == user_id).order_by(Payment.invoiced_at, Payment.stripe_invoice_id)
    subscriptions = find_subscriptions(session, user_id)
    return {f"subscription {row.stripe_subscription_id}": subscription_facts(row) for row in subscriptions} | {
        f"invoice {row.stripe_invoice_id}": payment_facts(row) for row in session.scalars(paid)
    }


def _invoices(session: Session, payments: Payments, user_id: UUID) -> Iterator[InvoiceFacts]:
    user = session.get_one(User, user_id)
    of_rows = {row.stripe_customer_id for row in find_subscriptions(session, user_id)}
    for customer_id in sorted(of_rows | ({user.stripe_customer_id} if user.stripe_customer_id else set())):
        try:
            # all of them first: writing asks Stripe more
            yield from list(payments.list_invoices(customer_id=customer_id))
        except UnknownObject:
            log.warning("Stripe knows a customer no more: %s", customer_id)


def _differs(session: Session, facts: InvoiceFacts) -> bool:
    row = session.scalars(select(Payment).where(Payment.stripe_invoice_id == facts.id)).one_or_none()
    if row is None or row.amount_cents != facts.amount_cents:
        return True
    is_paid = row.status in {PaymentStatus.SUCCEEDED, PaymentStatus.REFUNDED}
    return is_paid != (facts.status == "paid") or (not is_paid and row.status is not STATUSES.get(facts.status))


def _differences(before: Books, after: Books) -> Iterator[str]:
    for name, facts in after.items():
        was = before.get(name)
        if was is None:
            yield f"{name} was not here; it is {facts['status']}."
        elif was != facts:
            changed = (f"{key} {was[key]} → {facts[key]}" for key in facts if was[key] != facts[key])
            yield f"{name} differed: {', '.join(changed)}."
