"""From what Stripe says of a subscription to its row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kaiwa.billing.pricing import find_tier_of_price
from kaiwa.gateways.payment_facts import PaymentFault, SubscriptionFacts
from kaiwa.gateways.payments import Payments
from kaiwa.models import Subscription, User
from kaiwa.models.subscriptions import LIVE, Interval, SubscriptionStatus

OWING = (SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID, SubscriptionStatus.PAUSED)


class UnknownStatus(PaymentFault):
    """Stripe has a new word for how a subscription stands: nothing is written until it is known here."""


@dataclass(frozen=True)
class Terms:
    """What the facts mean to us; `tier_id` and `interval` are None where the price is none of ours."""

    status: SubscriptionStatus
    tier_id: str | None
    interval: Interval | None
    unpaid_since: datetime | None
    scheduled_tier_id: str | None
    scheduled_interval: Interval | None

    @property
    def has_unknown_price(self) -> bool:
        """Whether nobody here sells this."""
        return self.tier_id is None


@dataclass(frozen=True)
class Known:
    """A subscription as Stripe has it, what that means to us, and whether it is one too many."""

    facts: SubscriptionFacts
    terms: Terms
    is_duplicate: bool

    @property
    def is_the_one(self) -> bool:
        """Whether it is the person's one live subscription."""
        return self.terms.status in LIVE and not self.is_duplicate


def read_terms(session: Session, payments: Payments, facts: SubscriptionFacts) -> Terms:
    """What a subscription means to us; raises UnknownStatus, and what Payments raises."""
    if facts.status not in set(SubscriptionStatus):
        raise UnknownStatus(f"Stripe has a status that is not known here: {facts.status}")
    status = SubscriptionStatus(facts.status)
    found = find_tier_of_price(session, facts.price_id, payments)
    scheduled = find_tier_of_price(session, facts.scheduled_price_id, payments) if facts.scheduled_price_id else None
    return Terms(
        status=status,
        tier_id=found[0].id if found else None,
        interval=found[1] if found else None,
        unpaid_since=_unpaid_since(payments, facts) if status in OWING else None,
        scheduled_tier_id=scheduled[0].id if scheduled else None,
        scheduled_interval=scheduled[1] if scheduled else None,
    )


def make_row(user: User, known: Known, at: datetime) -> Subscription:
    """A new row, to be written; an unknown price has no tier."""
    facts = known.facts
    return Subscription(
        user_id=user.id,
        stripe_subscription_id=facts.id,
        stripe_customer_id=facts.customer_id,
        stripe_created_at=facts.created_at,
        interval=Interval.MONTH,
        created_at=at,
    )


def write_row(row: Subscription, known: Known, at: datetime) -> None:
    """Set a row to the facts; an unknown price leaves tier and interval as they were, and is never a downgrade."""
    facts, terms = known.facts, known.terms
    if terms.tier_id and terms.interval:
        row.tier_id, row.interval = terms.tier_id, terms.interval
    row.has_unknown_price = terms.has_unknown_price
    row.status = terms.status
    row.unpaid_since = terms.unpaid_since
    row.stripe_item_id = facts.item_id
    row.stripe_price_id = facts.price_id
    row.stripe_schedule_id = facts.schedule_id
    row.current_period_start = facts.current_period_start
    row.current_period_end = facts.current_period_end
    row.cancel_at_period_end = facts.cancel_at_period_end
    row.ends_at = facts.ends_at
    row.canceled_at = facts.canceled_at
    row.ended_at = facts.ended_at
    row.trial_end = facts.trial_end
    row.scheduled_tier_id = terms.scheduled_tier_id
    row.scheduled_interval = terms.scheduled_interval
    row.scheduled_at = facts.scheduled_at if terms.scheduled_tier_id else None
    row.has_pending_update = facts.has_pending_update
    row.is_duplicate = known.is_duplicate
    row.stripe_updated_at = at


def _unpaid_since(payments: Payments, facts: SubscriptionFacts) -> datetime:
    """When the oldest invoice was made that is owed since the last one that was paid.

    Not the latest one: each month's would begin the days of grace anew. A paused one owes nothing: its trial is over.
    """
    if facts.status == SubscriptionStatus.PAUSED:
        return facts.trial_end or facts.current_period_start
    own = [each for each in payments.list_invoices(customer_id=facts.customer_id) if each.subscription_id == facts.id]
    paid = [each.created_at for each in own if each.status == "paid"]
    owed = [each.created_at for each in own if each.status == "open" and not (paid and each.created_at <= max(paid))]
    return min(owed, default=facts.owed_invoice_at or facts.current_period_start)
