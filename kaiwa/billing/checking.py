"""Proving the books: our own rows by queries, and every invoice that was paid at Stripe against its payment here."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaiwa.billing.integrity import check_rows
from kaiwa.gateways.payment_facts import InvoiceFacts
from kaiwa.gateways.payments import Payments
from kaiwa.models import Payment
from kaiwa.models.subscriptions import PaymentStatus

PAID = (PaymentStatus.SUCCEEDED, PaymentStatus.REFUNDED)
AT_ONCE = 500
# (month as YYYY-MM in UTC, currency): minor units
Sums = Counter[tuple[str, str]]


def check_books(session: Session, payments: Payments, at: datetime) -> Iterator[str]:
    """A sentence for everything that is wrong; none where the books agree. Raises what Payments raises."""
    yield from check_rows(session, at)
    yield from check_against_stripe(session, payments)


def check_against_stripe(session: Session, payments: Payments) -> Iterator[str]:
    """Every paid invoice at Stripe is a payment here, and the sums per month and currency are the same."""
    theirs: Sums = Counter()
    batch: list[InvoiceFacts] = []
    for facts in payments.list_invoices():
        if facts.status != "paid":
            continue
        theirs[_month(facts.paid_at or facts.created_at), facts.currency] += facts.amount_cents
        batch.append(facts)
        if len(batch) == AT_ONCE:
            yield from _missing(session, batch)
            batch = []
    yield from _missing(session, batch)
    ours = _sums(session)
    for month, currency in sorted(theirs.keys() | ours.keys()):
        here, there = ours[month, currency], theirs[month, currency]
        if here != there:
            yield f"In {month} the payments here make {here} {currency} in minor units, and {there} at Stripe."


def _missing(session: Session, batch: list[InvoiceFacts]) -> Iterator[str]:
    wanted = [facts.id for facts in batch]
    found = select(Payment.stripe_invoice_id, Payment.amount_cents, Payment.status)
    here = {row[0]: row for row in session.execute(found.where(Payment.stripe_invoice_id.in_(wanted))).all()}
    for facts in batch:
        row = here.get(facts.id)
        if row is None:
            yield f"The invoice {facts.id} was paid at Stripe, and no payment is here for it."
        elif row.status not in PAID or row.amount_cents != facts.amount_cents:
            what = f"{row.amount_cents} and {row.status.value}"
            yield f"The invoice {facts.id} was paid with {facts.amount_cents} at Stripe, and here it is {what}."


def _sums(session: Session) -> Sums:
    month = func.to_char(func.timezone("UTC", Payment.paid_at), "YYYY-MM")
    query = select(month, Payment.currency, func.sum(Payment.amount_cents)).where(Payment.status.in_(PAID))
    return Counter({(row[0], row[1]): int(row[2]) for row in session.execute(query.group_by(month, Payment.currency))})


def _month(at: datetime) -> str:
    return f"{at:%Y-%m}"
