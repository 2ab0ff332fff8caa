"""Unused seconds carried over into the next month, and what a change of plan within a month makes of them.

Both are done once, under the lock of the latest month's row, in the transaction that first notices: when the month
turns, and when the tier is another than the one under which the month was last used. Rules: decision 20.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.billing.entitlement import entitle
from kaiwa.billing.periods import months_between
from kaiwa.billing.tiers import current_tier
from kaiwa.clock import now
from kaiwa.models import Subscription, Tier, User, UserUsage


@dataclass(frozen=True)
class Carried:
    """Seconds that came over, and until when they last on a tier without banking."""

    seconds: int
    until: datetime | None = None


def open_period(session: Session, user: User, period: str, at: datetime | None = None) -> None:
    """Make the row of a month with what the last one carries over, or bring the one that is there to the tier."""
    at = at or now()
    # locked, so that whoever settles a turn of that month does it before or after this
    last = _newest(session, user)
    tier = current_tier(session, user, at)
    if last is not None and last.UserUsage.period >= period:
        if last.UserUsage.tier_id != tier.id:
            change_terms(last.UserUsage, tier, banked_until(session, user, tier, at), at)
        elif last.UserUsage.banked_until is not None and last.UserUsage.banked_until > at:
            # a subscription that ends after its grace is over lets what is still there last from its end on
            last.UserUsage.banked_until = banked_until(session, user, tier, at) or last.UserUsage.banked_until
        session.flush()
        return
    carried = Carried(0)
    if last is not None:
        carried = carry_over(last.UserUsage, last.Tier, tier, period, banked_until(session, user, tier, at), at)
    row = insert(UserUsage).values(
        user_id=user.id,
        period=period,
        tier_id=tier.id,
        banked_seconds=carried.seconds,
        banked_until=carried.until,
    )
    session.execute(row.on_conflict_do_nothing())


def banked_until(session: Session, user: User, tier: Tier, at: datetime) -> datetime | None:
    """How long what was carried over lasts on a tier without banking; None where it has banking, or never had."""
    if tier.session_banking_enabled:
        return None
    theirs = session.scalars(select(Subscription).where(Subscription.user_id == user.id))
    return entitle(theirs, at).banked_until


def carry_over(usage: UserUsage, then: Tier, tier: Tier, period: str, until: datetime | None, at: datetime) -> Carried:
    """What a month under the tier of `then` hands on to a later month that begins under `tier`.

    Without banking only what had been carried over before is handed on, and lasts `until` then.
    """
    if tier.session_banking_enabled:
        return Carried(carried_seconds(usage, then, tier, period, at))
    if until is None or until <= at:
        return Carried(0)
    return Carried(_left_of_banked(usage, then, at), until)


def carried_seconds(usage: UserUsage, then: Tier, tier: Tier, period: str, at: datetime) -> int:
    """What comes over from a month under `then` into one under `tier`, which has banking, in seconds.

    Months between the two that nobody used count as unused where the tier is still the same.
    """
    if not tier.session_banking_enabled:
        return 0
    unused = _left_of_banked(usage, then, at)
    if then.session_banking_enabled:
        unused += max(0, own_seconds(usage, then) - usage.seconds_used)
    if then.id == tier.id:
        unused += months_between(usage.period, period) * tier.monthly_seconds
    cap = min(then.max_banked_seconds, tier.max_banked_seconds) if then.session_banking_enabled else unused
    return min(cap, tier.max_banked_seconds, unused)


def own_seconds(usage: UserUsage, tier: Tier) -> int:
    """The month's own seconds: the tier's, what was credited, and what was used beyond this tier under a larger one."""
    return tier.monthly_seconds + usage.credited_seconds + usage.excess_seconds


def change_terms(usage: UserUsage, tier: Tier, until: datetime | None, at: datetime) -> None:
    """Go on with a month under another tier: nothing that was used is owed, and nothing is given twice.

    What was used beyond the new tier's own seconds was paid for under the old one. What was carried over is kept up to
    the new tier's cap; on a tier without banking it lasts `until` then.
    """
    usage.excess_seconds = max(0, usage.seconds_used - tier.monthly_seconds - usage.credited_seconds)
    if usage.banked_until is not None and usage.banked_until <= at:
        usage.banked_seconds = usage.banked_seconds_used
    # the month's own seconds come first: a larger plan pays for what was taken of those carried over, as a turn would
    of_own = min(usage.banked_seconds_used, max(0, own_seconds(usage, tier) - usage.seconds_used))
    usage.seconds_used += of_own
    usage.banked_seconds_used -= of_own
    usage.tier_id = tier.id
    usage.banked_until = until
    if tier.session_banking_enabled:
        usage.banked_seconds = min(usage.banked_seconds, max(tier.max_banked_seconds, usage.banked_seconds_used))
    elif until is None:
        usage.banked_seconds = usage.banked_seconds_used


def usable_banked(usage: UserUsage, tier: Tier, at: datetime) -> int:
    """Seconds that were carried over and count in a month under its tier, those that are used already included."""
    usable = 0
    if tier.session_banking_enabled:
        usable = min(usage.banked_seconds, tier.max_banked_seconds)
    elif usage.banked_until is not None and usage.banked_until > at:
        usable = usage.banked_seconds
    return max(usable, usage.banked_seconds_used)


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


def _left_of_banked(usage: UserUsage, then: Tier, at: datetime) -> int:
    if then.session_banking_enabled or (usage.banked_until is not None and usage.banked_until > at):
        cap = then.max_banked_seconds if then.session_banking_enabled else usage.banked_seconds
        return max(0, min(usage.banked_seconds, cap) - usage.banked_seconds_used)
    return 0


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
