"""The audit: for every change of somebody's billing a line that says who or which event made it, before and after."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kaiwa.models import BillingChange, Payment, Subscription
from kaiwa.models.subscriptions import Actor, Facts


@dataclass(frozen=True)
class Cause:
    """Who or what changes something: an event by its id, an admin with a reason, a learner, or Kaiwa itself."""

    actor: Actor
    event_id: str | None = None
    admin_id: UUID | None = None
    reason: str | None = None


def note_change(
    session: Session,
    cause: Cause,
    what: str,
    *,
    user_id: UUID | None,
    subscription_id: UUID | None = None,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Write a line, in the transaction of the change; none where nothing changed.

    A new subscription that the line is about has to be flushed before.
    """
    if before == after:
        return
    line = BillingChange(
        user_id=user_id,
        subscription_id=subscription_id,
        event_id=cause.event_id,
        actor=cause.actor,
        admin_id=cause.admin_id,
        what=what,
        reason=cause.reason,
        before=before,
        after=after,
    )
    session.add(line)
    session.flush()


def subscription_facts(row: Subscription) -> Facts:
    """What the audit says of a subscription; times are ISO 8601 in UTC."""
    return {
        "tier": row.tier_id,
        "interval": row.interval.value,
        "status": row.status.value,
        "price": row.stripe_price_id,
        "period_end": _moment(row.current_period_end),
        "trial_end": _moment(row.trial_end),
        "ends_at": _moment(row.ends_at),
        "unpaid_since": _moment(row.unpaid_since),
        "scheduled_tier": row.scheduled_tier_id,
        "scheduled_interval": row.scheduled_interval.value if row.scheduled_interval else None,
        "scheduled_at": _moment(row.scheduled_at),
        "has_pending_update": row.has_pending_update,
        "has_unknown_price": row.has_unknown_price,
        "is_duplicate": row.is_duplicate,
    }


def payment_facts(row: Payment) -> Facts:
    """What the audit says of a payment: which one, the amounts in minor units of the currency, and how it stands."""
    return {
        "payment": str(row.id),
        "status": row.status.value,
        "amount_cents": row.amount_cents,
        "refunded_cents": row.refunded_cents,
        "currency": row.currency,
        "is_disputed": row.is_disputed,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
