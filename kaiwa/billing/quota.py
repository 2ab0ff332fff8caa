"""Seconds of practice: reserved before a turn, settled after it, each by one UPDATE: exact however many come at once.

What is reserved counts as used. Both columns of a month are worked out from their sum: its own seconds first, then what
was carried over.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Subquery, case, func, select, true, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.dml import ReturningUpdate

from kaiwa.billing.banking import hand_on, open_period
from kaiwa.billing.months import LAST_WORDS_SECONDS, NothingLeft, read_month
from kaiwa.billing.periods import may_be_over, period_of
from kaiwa.billing.releasing import find_abandoned
from kaiwa.billing.tiers import is_tier_of
from kaiwa.models import Tier, User, UserUsage

TURN_SECONDS = 90

OWN = Tier.monthly_seconds + UserUsage.credited_seconds + UserUsage.excess_seconds
USED = UserUsage.seconds_used + UserUsage.banked_seconds_used


@dataclass(frozen=True)
class Hold:
    """Seconds of a month that are held for a turn, and how many are left besides them."""

    period: str
    seconds: int
    left: int


def carried(at: datetime) -> ColumnElement[int]:
    """What was carried over, for as long as there is banking, and a while after it; what is used of it stays used."""
    usable = case(
        (Tier.session_banking_enabled, func.least(UserUsage.banked_seconds, Tier.max_banked_seconds)),
        (UserUsage.banked_until > at, UserUsage.banked_seconds),
        else_=0,
    )
    return func.greatest(UserUsage.banked_seconds_used, usable)


def left(at: datetime) -> ColumnElement[int]:
    """What is left of a month at a moment."""
    return OWN + carried(at) - USED


def reserve_turn(session: Session, user: User, at: datetime, *, begins: bool = False) -> Hold:
    """Hold 90 seconds of the person's month, or what is left of it; where a conversation `begins` it is counted too.

    Raises NothingLeft. The caller notes the hold where `settle_turn` is sure to find it, in the same transaction.
    """
    period = period_of(at, user.zone)
    hold = _take(session, user, period, at, begins=begins)
    if hold is None:
        # somebody else may have made the row, or given back, in this moment: so try again in any case
        open_period(session, user, period, at)
        release_stale(session, at, user.id)
        hold = _take(session, user, period, at, begins=begins)
    if hold is None:
        month = read_month(session, user, at)
        raise NothingLeft(month.renews_on, is_conversations=begins and month.conversations_left == 0)
    return hold


def settle_turn(session: Session, user_id: UUID, hold: Hold | None, spent: int, at: datetime) -> int | None:
    """Put what a turn took in the place of what was held for it; gives the seconds left of the month.

    A turn that took more than was held, or whose hold was given back meanwhile, is charged up to the month's limit.
    None where nothing of the person is counted.
    """
    change = settlement(user_id, hold, spent, at).execution_options(synchronize_session=False)
    left = session.execute(change).scalar_one_or_none()
    hand_on_late(session, user_id, hold, spent, at)
    return left


def settlement(user_id: UUID, hold: Hold | None, spent: int, at: datetime) -> ReturningUpdate[int]:
    """The UPDATE that settles a turn, to be run alone or as a part of another; `hand_on_late` belongs after it."""
    held = hold.seconds if hold else 0
    total = func.greatest(USED - held, func.least(USED - held + spent, OWN + carried(at)))
    return (
        update(UserUsage)
        .where(UserUsage.user_id == user_id, UserUsage.period == (hold.period if hold else _newest(user_id)))
        .where(UserUsage.tier_id == Tier.id)
        .values(updated_at=at, **_split(total, OWN, carried(at)))
        .returning(left(at).label("left"))
    )


def hand_on_late(session: Session, user_id: UUID, hold: Hold | None, spent: int, at: datetime) -> None:
    """What a turn gives back to a month that may be over is handed on to the next one."""
    if hold and hold.seconds > spent and may_be_over(hold.period, at):
        hand_on(session, user_id, hold.period, hold.seconds - spent)


def release_stale(session: Session, at: datetime, user_id: UUID | None = None) -> int:
    """Give back what abandoned replies hold, of one person or of anybody; gives how many there were."""
    found = sorted(find_abandoned(session, at, user_id), key=lambda row: str(row.user_id))
    for row in found:
        settle_turn(session, row.user_id, Hold(row.reserved_period, row.reserved_seconds, 0), 0, at)
    return len(found)


def _take(session: Session, user: User, period: str, at: datetime, *, begins: bool) -> Hold | None:
    before = _locked(user, period, at)
    held = func.least(TURN_SECONDS, before.c.left)
    enough = before.c.left > (LAST_WORDS_SECONDS if begins else 0)
    row = session.execute(
        update(UserUsage)
        .where(UserUsage.user_id == user.id, UserUsage.period == before.c.period)
        .where(enough, before.c.conversations_left > 0 if begins else true())
        .values(
            conversations_used=UserUsage.conversations_used + int(begins),
            **_split(before.c.used + held, before.c.own, before.c.carried),
        )
        .returning(before.c.period, held.label("seconds"), (before.c.left - held).label("left"))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return Hold(row.period, row.seconds, row.left) if row else None


def _locked(user: User, period: str, at: datetime) -> Subquery:
    """The month's row, locked, with the terms of the person's tier as it is now; a later month is not turned back."""
    return (
        select(
            UserUsage.period,
            Tier.id.label("tier_id"),
            OWN.label("own"),
            (Tier.monthly_conversations - UserUsage.conversations_used).label("conversations_left"),
            carried(at).label("carried"),
            USED.label("used"),
            left(at).label("left"),
        )
        .select_from(UserUsage)
        .join(Tier, is_tier_of(user, at))
        # a month under another tier is brought to this one first
        .where(UserUsage.user_id == user.id, UserUsage.period == _newest(user.id), UserUsage.period >= period)
        .where(UserUsage.tier_id == Tier.id)
        .with_for_update(of=UserUsage)
        .subquery("before")
    )


def _newest(user_id: UUID) -> ScalarSelect[str]:
    each = aliased(UserUsage)
    return select(func.max(each.period)).where(each.user_id == user_id).scalar_subquery()


def _split(total: ColumnElement[Any], own: ColumnElement[Any] | Any, carried: ColumnElement[Any]) -> dict[str, Any]:
    """The two columns for all that is used: the month's own seconds first, then what was carried over."""
    of_carried = func.least(carried, func.greatest(0, total - own))
    return {"seconds_used": total - of_carried, "banked_seconds_used": of_carried}
