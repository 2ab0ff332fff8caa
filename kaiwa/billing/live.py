"""Live voice sessions of a month: counted before a call by one UPDATE, given back where no call came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from kaiwa.billing.banking import open_period
from kaiwa.billing.months import LAST_WORDS_SECONDS, read_month
from kaiwa.billing.periods import period_of
from kaiwa.billing.quota import left
from kaiwa.billing.tiers import current_tier, is_tier_of
from kaiwa.errors import N_, Conflict, NotAllowed
from kaiwa.models import Tier, User, UserUsage


class NotInPlan(NotAllowed):
    """The person's tier has no live voice."""

    is_plans = True
    title = N_("Live voice is not part of your plan")
    sentence = N_("Live voice comes with the plans Plus and Premium. Recording and typing are always there.")


class NoSessionLeft(Conflict):
    """The month's live sessions, or its practice time, are used up."""

    is_plans = True
    title = N_("That was all the live voice of this month")
    sentence = N_("Live voice is used up for this month. Recording and typing go on; more comes with the new month.")


@dataclass(frozen=True)
class LiveSession:
    """A session that is counted in the month of `period`."""

    period: str


@dataclass(frozen=True)
class LiveTerms:
    """Whether somebody's plan has live voice, whether a session may begin now, and when more come."""

    has_access: bool
    can_begin: bool = False
    renews_on: date | None = None


def see_live_terms(session: Session, user: User | None, at: datetime) -> LiveTerms:
    """What a person may have of live voice; a guest has none."""
    if user is None or not current_tier(session, user, at).has_realtime_access:
        return LiveTerms(has_access=False)
    month = read_month(session, user, at)
    can_begin = month.realtime_sessions_left > 0 and month.seconds_left > LAST_WORDS_SECONDS
    return LiveTerms(True, can_begin, month.renews_on)


def take_session(session: Session, user: User, at: datetime) -> LiveSession:
    """Count a live session in the person's month; raises NotInPlan or NoSessionLeft.

    It locks the month's row: whoever begins two calls at once begins them one after the other.
    """
    if not current_tier(session, user, at).has_realtime_access:
        raise NotInPlan
    period = period_of(at, user.zone)
    taken = _take(session, user, period, at)
    if taken is None:
        # this may be the month's first use
        open_period(session, user, period, at)
        taken = _take(session, user, period, at)
    if taken is None:
        raise NoSessionLeft
    return LiveSession(taken)


def lock_months(session: Session, user_id: UUID) -> None:
    """Lock what is counted of a person, as `take_session` does: before a call of theirs is locked, never after it."""
    query = select(UserUsage.period).where(UserUsage.user_id == user_id).order_by(UserUsage.period)
    session.execute(query.with_for_update()).all()


def give_session_back(session: Session, user_id: UUID, period: str) -> None:
    """Take back that a session was counted: there was no call."""
    session.execute(
        update(UserUsage)
        .where(UserUsage.user_id == user_id, UserUsage.period == period, UserUsage.realtime_sessions_used > 0)
        .values(realtime_sessions_used=UserUsage.realtime_sessions_used - 1)
        .execution_options(synchronize_session=False)
    )


def _take(session: Session, user: User, period: str, at: datetime) -> str | None:
    each = aliased(UserUsage)
    newest = select(func.max(each.period)).where(each.user_id == user.id).scalar_subquery()
    taken: str | None = session.execute(
        update(UserUsage)
        .where(UserUsage.user_id == user.id, UserUsage.period == newest, UserUsage.period >= period)
        .where(
            is_tier_of(user, at), UserUsage.tier_id == Tier.id, Tier.has_realtime_access, left(at) > LAST_WORDS_SECONDS
        )
        .where(UserUsage.realtime_sessions_used < Tier.monthly_realtime_sessions)
        .values(realtime_sessions_used=UserUsage.realtime_sessions_used + 1)
        .returning(UserUsage.period)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return taken
