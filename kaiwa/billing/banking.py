"""Carrying unused seconds over into the next month: once, in the transaction that makes the next month's row."""

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.billing.periods import months_between
from kaiwa.billing.tiers import current_tier
from kaiwa.models import Tier, User, UserUsage


def open_period(session: Session, user: User, period: str) -> None:
    """Make the row of a month with what the last one carries over, unless that month or a later one is there."""
    # locked, so that whoever settles a turn of that month does it before or after this
    last = _newest(session, user)
    if last is not None and last.UserUsage.period >= period:
        return
    tier = current_tier(session, user)
    carried = 0 if last is None else carried_seconds(last.UserUsage, last.Tier, tier, period)
    row = insert(UserUsage).values(user_id=user.id, period=period, tier_id=tier.id, banked_seconds=carried)
    session.execute(row.on_conflict_do_nothing())


def carried_seconds(usage: UserUsage, then: Tier, tier: Tier, period: str) -> int:
    """What a month under the tier of `then` hands on to a later month that begins under `tier`, in seconds.

    Months between the two that nobody used count as unused where the tier is still the same.
    """
    cap = carry_cap(then, tier)
    banked = min(usage.banked_seconds, then.max_banked_seconds)
    unused = max(0, then.monthly_seconds + banked - usage.seconds_used - usage.banked_seconds_used)
    if then.id == tier.id:
        unused += months_between(usage.period, period) * tier.monthly_seconds
    return min(cap, unused)


def carry_cap(then: Tier, tier: Tier) -> int:
    """The most that may come over from one tier to the other, in seconds; nothing where one of them has no banking."""
    if not (then.session_banking_enabled and tier.session_banking_enabled):
        return 0
    return min(then.max_banked_seconds, tier.max_banked_seconds)


def hand_on(session: Session, user_id: object, period: str, seconds: int) -> None:
    """Add to what a month has carried over, when a turn of it gives seconds back after it was over."""
    rows = session.execute(
        select(UserUsage, Tier)
        .join(Tier, UserUsage.tier_id == Tier.id)
        .where(UserUsage.user_id == user_id, UserUsage.period >= period)
        .order_by(UserUsage.period)
        .limit(2)
        .with_for_update(of=UserUsage)
        .execution_options(populate_existing=True)
    ).all()
    if len(rows) == 2 and rows[0].UserUsage.period == period:
        later = rows[1].UserUsage
        cap = carry_cap(rows[0].Tier, rows[1].Tier)
        later.banked_seconds = max(later.banked_seconds, min(cap, later.banked_seconds + seconds))
        session.flush()


def _newest(session: Session, user: User) -> Row[UserUsage, Tier] | None:
    return session.execute(
        select(UserUsage, Tier)
        .join(Tier, UserUsage.tier_id == Tier.id)
        .where(UserUsage.user_id == user.id)
        .order_by(UserUsage.period.desc())
        .limit(1)
        .with_for_update(of=UserUsage)
        .execution_options(populate_existing=True)
    ).one_or_none()
