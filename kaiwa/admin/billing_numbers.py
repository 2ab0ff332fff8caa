"""What an admin looks at first: who subscribes, what this month brought, what has to be looked after."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from kaiwa.billing.entitlement import Standing
from kaiwa.models import BillingChange, BillingEvent, Payment, Subscription, Tier, User
from kaiwa.models.subscriptions import LIVE, EventState

# an event is done within seconds
LONG = timedelta(minutes=15)
SHOWN = 30


@dataclass(frozen=True)
class Subscribers:
    """How many people stand in one way with a tier; without a tier their price is none of ours."""

    tier_name: str | None
    standing: Standing
    people: int


@dataclass(frozen=True)
class Takings:
    """What a month brought in a currency, in its minor units, and what of that went back."""

    currency: str
    payments: int
    paid_cents: int
    refunded_cents: int


def count_subscribers(session: Session) -> list[Subscribers]:
    """Everybody with a live subscription, by tier and standing; the standing is the one of `entitle`."""
    is_ending = and_(Subscription.unpaid_since.is_(None), Subscription.ends_at.is_not(None))
    standing = case((is_ending, Standing.ENDING.value), else_=Subscription.status)
    query = (
        select(Tier.name, standing.label("standing"), func.count().label("people"))
        .select_from(Subscription)
        .outerjoin(Tier, Subscription.tier_id == Tier.id)
        .where(Subscription.status.in_(LIVE), ~Subscription.is_duplicate)
        .group_by(Tier.name, Tier.sort_order, standing)
        .order_by(Tier.sort_order.nulls_last(), func.count().desc(), standing)
    )
    return [Subscribers(row.name, Standing(row.standing), row.people) for row in session.execute(query)]


def sum_takings(session: Session, at: datetime) -> list[Takings]:
    """What the month (of UTC) brought until now, by currency."""
    there = at.astimezone(UTC)
    first = there.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(
            Payment.currency,
            func.count(),
            func.coalesce(func.sum(Payment.amount_cents), 0),
            func.coalesce(func.sum(Payment.refunded_cents), 0),
        )
        .where(Payment.paid_at >= first, Payment.amount_cents > 0)
        .group_by(Payment.currency)
        .order_by(func.sum(Payment.amount_cents).desc(), Payment.currency)
    )
    return [Takings(*row) for row in session.execute(query)]


def list_stuck_events(session: Session, at: datetime) -> tuple[list[BillingEvent], int]:
    """Events that failed or wait for long, the oldest first, and how many there are in all."""
    stuck = _is_stuck(at)
    query = select(BillingEvent).where(stuck).order_by(BillingEvent.received_at, BillingEvent.id).limit(SHOWN)
    found = list(session.scalars(query))
    if len(found) < SHOWN:
        return found, len(found)
    return found, session.scalar(select(func.count()).select_from(BillingEvent).where(stuck)) or 0


def count_kept_events(session: Session) -> int:
    """Events whose customer nobody here is."""
    query = select(func.count()).select_from(BillingEvent)
    return session.scalar(query.where(BillingEvent.state == EventState.KEPT)) or 0


def list_alarms(session: Session) -> list[tuple[str, list[Any]]]:
    """Prices that are none of ours, second subscriptions that still cost, and disputes, the newest first."""
    live = Subscription.status.in_(LIVE)
    subscriptions = (
        select(User.id, User.email, Subscription.stripe_price_id.label("what"), Subscription.stripe_created_at)
        .join(User, Subscription.user_id == User.id)
        .where(live)
        .order_by(Subscription.stripe_created_at.desc())
        .limit(SHOWN)
    )
    disputes = (
        select(User.id, User.email, Payment.number.label("what"), Payment.invoiced_at)
        .select_from(Payment)
        .outerjoin(User, Payment.user_id == User.id)
        .where(Payment.is_disputed)
        .order_by(Payment.invoiced_at.desc())
        .limit(SHOWN)
    )
    found = {
        "price": subscriptions.where(Subscription.has_unknown_price),
        "duplicate": subscriptions.where(Subscription.is_duplicate),
        "dispute": disputes,
    }
    return [(kind, rows) for kind, query in found.items() if (rows := list(session.execute(query).all()))]


def list_changes(session: Session, *which: ColumnElement[bool]) -> list[Any]:
    """The last lines of the audit: each with the address of whose it is and of the admin; the newest first."""
    admin = aliased(User)
    query = (
        select(BillingChange, User.email, admin.email.label("admin_email"))
        .outerjoin(User, BillingChange.user_id == User.id)
        .outerjoin(admin, BillingChange.admin_id == admin.id)
        .where(*which)
        # ids follow time, and have an index
        .order_by(BillingChange.id.desc())
        .limit(SHOWN)
    )
    return list(session.execute(query).all())


def _is_stuck(at: datetime) -> ColumnElement[bool]:
    waits = and_(BillingEvent.state == EventState.WAITING, BillingEvent.received_at < at - LONG)
    return and_(BillingEvent.processed_at.is_(None), or_(BillingEvent.state == EventState.FAILED, waits))
