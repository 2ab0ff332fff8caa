"""Setting the rows of a person to how Stripe has them: lock, then fetch, then write (BILLING.md says why)."""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause, note_change, subscription_facts
from kaiwa.billing.banking import open_period
from kaiwa.billing.duplicates import find_duplicates
from kaiwa.billing.periods import period_of
from kaiwa.billing.subscribing import find_subscriptions
from kaiwa.billing.writing_subscriptions import Known, make_row, read_terms, write_row
from kaiwa.gateways.payment_facts import SubscriptionFacts, UnknownObject
from kaiwa.gateways.payments import Payments
from kaiwa.models import Subscription, User
from kaiwa.models.subscriptions import LIVE, Facts, SubscriptionStatus
from kaiwa.queue import enqueue_named

END_DUPLICATE = "billing.end_duplicate"
log = logging.getLogger("kaiwa.billing")


def sync_person(
    session: Session,
    payments: Payments,
    user_id: UUID,
    cause: Cause,
    at: datetime,
    *,
    customer_id: str | None = None,
) -> Subscription | None:
    """Set all subscriptions of a person to Stripe's state and give the live one, if there is one.

    Holds the person's row until the caller commits. `customer_id` is one more customer who is known to be this person.
    Raises what Payments raises, and UnknownStatus; then nothing is written.
    """
    user = hold_person(session, user_id)
    if user is None:
        return None
    rows = {row.stripe_subscription_id: row for row in find_subscriptions(session, user_id)}
    customers = {user.stripe_customer_id, customer_id, *(row.stripe_customer_id for row in rows.values())} - {None}
    found = _fetch(payments, sorted(each for each in customers if each), rows)
    duplicates = find_duplicates(found)
    known = [Known(facts, read_terms(session, payments, facts), facts.id in duplicates) for facts in found]
    _write(session, user, rows, known, cause, at)
    _end_vanished(session, rows.keys() - {facts.id for facts in found}, rows, cause, at)
    if rows:
        # what is carried over depends on the plan of each day, not on when somebody next talks
        open_period(session, user, period_of(at, user.zone), at)
    return next((row for row in rows.values() if row.is_live), None)


def hold_person(session: Session, user_id: UUID) -> User | None:
    """Hold a person's row until the commit, read anew; None where nobody is there any more.

    FOR NO KEY UPDATE: rows that point to the person may be written all the same, so that their talk goes on.
    """
    query = select(User).where(User.id == user_id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _fetch(payments: Payments, customers: Iterable[str], rows: Iterable[str]) -> list[SubscriptionFacts]:
    found: dict[str, SubscriptionFacts] = {}
    for customer_id in customers:
        try:
            found.update({facts.id: facts for facts in payments.list_subscriptions(customer_id)})
        except UnknownObject:
            # deleted at Stripe: its subscriptions can still be asked for by their ids
            continue
    for subscription_id in set(rows) - set(found):
        try:
            found[subscription_id] = payments.get_subscription(subscription_id)
        except UnknownObject:
            continue
    return sorted(found.values(), key=lambda each: (each.created_at, each.id))


def _write(
    session: Session, user: User, rows: dict[str, Subscription], known: list[Known], cause: Cause, at: datetime
) -> None:
    """Write all of them; what is not the live one goes first, since there may be only one at any moment."""
    for each in sorted(known, key=lambda each: each.is_the_one):
        row = rows.get(each.facts.id)
        before = subscription_facts(row) if row else None
        if row is None:
            row = rows[each.facts.id] = make_row(user, each, at)
            session.add(row)
        write_row(row, each, at)
        session.flush()
        _note(session, row, cause, before)
        if each.terms.has_unknown_price:
            log.error("a subscription has a price that is none of ours: %s", row.stripe_price_id)


def _end_vanished(
    session: Session, gone: Iterable[str], rows: dict[str, Subscription], cause: Cause, at: datetime
) -> None:
    for subscription_id in gone:
        row = rows[subscription_id]
        if row.ended_at is not None:
            continue
        before = subscription_facts(row)
        row.status, row.unpaid_since, row.ended_at, row.stripe_updated_at = SubscriptionStatus.CANCELED, None, at, at
        session.flush()
        _note(session, row, cause, before)
        log.error("Stripe knows a subscription no more: %s", subscription_id)


def _note(session: Session, row: Subscription, cause: Cause, before: Facts | None) -> None:
    after = subscription_facts(row)
    what = "subscription.begun" if before is None else "subscription.changed"
    note_change(session, cause, what, user_id=row.user_id, subscription_id=row.id, before=before, after=after)
    if row.is_duplicate and row.status in LIVE and not (before and before["is_duplicate"]):
        log.error("a second subscription was paid for: %s", row.stripe_subscription_id)
        enqueue_named(session, END_DUPLICATE, subscription_id=str(row.id))
