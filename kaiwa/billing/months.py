"""A person's month as it stands: what is used and what is left, and when it begins anew."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kaiwa.billing.banking import (
    Carried,
    banked_until,
    carry_over,
    change_terms,
    own_seconds,
    usable_banked,
)
from kaiwa.billing.periods import period_of, renewal_of
from kaiwa.billing.tiers import is_tier_of
from kaiwa.errors import N_, Conflict
from kaiwa.models import Tier, User, UserUsage
from kaiwa.models.billing import USED

# less than this is no turn: nothing is begun with it, and what goes on is brought to its end
LAST_WORDS_SECONDS = 10


class NothingLeft(Conflict):
    """The month's practice time, or its number of conversations, is used up."""

    is_plans = True
    title = N_("That was all for this month")
    sentence = N_("Your practice time for this month is used up. Your text is kept; more comes with the new month.")

    def __init__(self, renews_on: date, *, is_conversations: bool = False) -> None:
        super().__init__()
        self.renews_on = renews_on
        self.is_conversations = is_conversations


@dataclass(frozen=True)
class Month:
    """What a tier gives in a month, what of it is used, and the day on which the next month begins; all in seconds.

    `banked_until` is how long what was carried over lasts, where the tier has no banking any more.
    """

    tier_name: str
    renews_on: date
    conversations: int
    conversations_used: int
    seconds: int
    seconds_used: int
    realtime_sessions: int
    realtime_sessions_used: int
    has_banking: bool
    banked_seconds: int
    banked_seconds_used: int
    banked_until: datetime | None = None

    @property
    def conversations_left(self) -> int:
        """How many conversations may still begin."""
        return max(0, self.conversations - self.conversations_used)

    @property
    def realtime_sessions_left(self) -> int:
        """How many live voice sessions may still begin."""
        return max(0, self.realtime_sessions - self.realtime_sessions_used)

    @property
    def seconds_left(self) -> int:
        """What is left of the month's own time and of what was carried over."""
        whole = self.seconds + self.banked_seconds
        return max(0, whole - self.seconds_used - self.banked_seconds_used)

    @property
    def can_begin(self) -> bool:
        """Whether a conversation may begin."""
        return self.conversations_left > 0 and self.seconds_left > LAST_WORDS_SECONDS


def read_month(session: Session, user: User, at: datetime) -> Month:
    """The month of a person as it stands, or as it would begin."""
    then = aliased(Tier)
    row = session.execute(
        select(Tier, UserUsage, then)
        .select_from(Tier)
        .outerjoin(UserUsage, UserUsage.user_id == user.id)
        .outerjoin(then, UserUsage.tier_id == then.id)
        .where(is_tier_of(user, at))
        .order_by(UserUsage.period.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one()
    return see_month(session, user, *row, at)


def see_month(
    session: Session, user: User, tier: Tier, last: UserUsage | None, then: Tier | None, at: datetime
) -> Month:
    """The month of a person whose tier, latest row and its tier are read already."""
    until = None
    if last is not None and last.banked_seconds > 0:
        until = banked_until(session, user, tier, at)
    return month_of(tier, last, then, period_of(at, user.zone), until, at)


def month_of(
    tier: Tier, last: UserUsage | None, then: Tier | None, period: str, until: datetime | None, at: datetime
) -> Month:
    """The month of a period under a tier, as `open_period` would make it of the latest row and its tier."""
    now = _usage_now(tier, last, then, period, until, at)
    return Month(
        tier_name=tier.name,
        renews_on=renewal_of(now.period),
        conversations=tier.monthly_conversations,
        conversations_used=now.conversations_used,
        seconds=own_seconds(now, tier),
        seconds_used=now.seconds_used,
        realtime_sessions=tier.monthly_realtime_sessions,
        realtime_sessions_used=now.realtime_sessions_used,
        has_banking=tier.session_banking_enabled,
        banked_seconds=usable_banked(now, tier, at),
        banked_seconds_used=now.banked_seconds_used,
        banked_until=None if tier.session_banking_enabled else now.banked_until,
    )


def _usage_now(
    tier: Tier, last: UserUsage | None, then: Tier | None, period: str, until: datetime | None, at: datetime
) -> UserUsage:
    if last is None or then is None:
        return _unused(period, Carried(0))
    if last.period < period:
        return _unused(period, carry_over(last, then, tier, period, until, at))
    if last.tier_id == tier.id:
        return last
    # nothing is written by whoever looks
    changed = UserUsage(**{name: getattr(last, name) for name in ("period", "tier_id", "banked_until", *USED)})
    change_terms(changed, tier, until, at)
    return changed


def _unused(period: str, carried: Carried) -> UserUsage:
    nothing = dict.fromkeys(USED, 0)
    return UserUsage(period=period, banked_until=carried.until, **nothing | {"banked_seconds": carried.seconds})
