"""How far the nearer limit of a conversation is, of its sitting or of the month, and what is said about it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, aliased

from kaiwa.billing.months import LAST_WORDS_SECONDS, Month, NothingLeft, see_month
from kaiwa.billing.tiers import is_tier_of
from kaiwa.conversations.sittings import latest_sitting
from kaiwa.models import Conversation, Sitting, Tier, User, UserUsage
from kaiwa.web.locale import day
from kaiwa.web.translation import gettext as _

NEAR_SECONDS = 120


@dataclass(frozen=True)
class Limit:
    """A limit that is near or reached; of the month where `is_month`, else of the sitting.

    `month_left` is in seconds, None for a guest; `extension_seconds` is what may be added, none where nothing may be.
    """

    seconds_left: int
    is_month: bool
    month_left: int | None
    renews_on: date | None
    extension_seconds: int

    @property
    def is_reached(self) -> bool:
        """Whether there is too little left for another turn."""
        return self.seconds_left <= LAST_WORDS_SECONDS

    @property
    def minutes_left(self) -> int:
        """What is left, as people say it: never less than about a minute."""
        return max(1, round(self.seconds_left / 60))

    @property
    def month_minutes(self) -> int:
        """Whole minutes that are left of the month."""
        return (self.month_left or 0) // 60


def see_limit(session: Session, user: User | None, conversation: Conversation, at: datetime) -> Limit | None:
    """The nearer limit, where it is near or reached; `user` is who is signed in. One statement, whoever asks."""
    then = aliased(Tier)
    row = session.execute(
        select(Sitting, Tier, UserUsage, then)
        .select_from(Sitting)
        .join(Tier, is_tier_of(user, at))
        .outerjoin(UserUsage, _of(user))
        .outerjoin(then, UserUsage.tier_id == then.id)
        .where(Sitting.id == latest_sitting(conversation.id))
        .order_by(UserUsage.period.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    sitting, tier, usage, tier_then = row
    month = see_month(session, user, tier, usage, tier_then, at) if user else None
    limit = _nearer(sitting, tier, month, is_open=sitting.is_open(at), is_over=conversation.is_played_out)
    if limit.seconds_left > NEAR_SECONDS or (conversation.is_played_out and not limit.is_reached):
        return None
    return limit


def sentence_of(refusal: NothingLeft) -> str:
    """Why a turn is refused, and when more comes."""
    on = day(refusal.renews_on)
    if refusal.is_conversations:
        return _("You have begun all the conversations of this month. More come on %(day)s. Your text is kept.", day=on)
    return _("This month’s practice time is used up. More comes on %(day)s. Your text is kept.", day=on)


def _of(user: User | None) -> ColumnElement[bool]:
    return false() if user is None else UserUsage.user_id == user.id


def _nearer(sitting: Sitting, tier: Tier, month: Month | None, *, is_open: bool, is_over: bool) -> Limit:
    # after a long pause the next line begins a sitting of its own
    left = sitting.seconds_left if is_open or is_over else tier.max_session_length_seconds
    month_left = month.seconds_left if month else None
    is_month = month_left is not None and month_left <= left
    goes_on = is_open and not is_over and not is_month
    can_extend = goes_on and tier.can_extend and sitting.extensions_used < tier.max_extensions
    return Limit(
        seconds_left=min(left, left if month_left is None else month_left),
        is_month=is_month,
        month_left=month_left,
        renews_on=month.renews_on if month else None,
        extension_seconds=tier.extension_seconds if can_extend else 0,
    )
