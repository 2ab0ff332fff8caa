"""Practice time that an admin gives somebody: a row with its reason, and seconds of the month."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from kaiwa.billing.auditing import Cause, note_change
from kaiwa.billing.banking import open_period
from kaiwa.billing.periods import period_of
from kaiwa.billing.syncing import hold_person
from kaiwa.errors import NotFound
from kaiwa.models import Payment, TimeCredit, User, UserUsage
from kaiwa.models.subscriptions import Actor

# a day and a half of talking: nobody needs more of a month at once
MOST_SECONDS = 36 * 60 * 60


def credit_time(
    session: Session,
    admin: User,
    user: User,
    seconds: int,
    reason: str,
    at: datetime,
    payment: Payment | None = None,
    key: UUID | None = None,
) -> TimeCredit:
    """Give somebody seconds (1 to MOST_SECONDS) in the month that they are in; the same `key` gives them once.

    Holds the person's row until the caller commits. Raises NotFound where the person is gone meanwhile.
    """
    assert 0 < seconds <= MOST_SECONDS
    if hold_person(session, user.id) is None:
        raise NotFound
    known = session.get(TimeCredit, key) if key else None
    if known is not None:
        return known
    period, credited = _add(session, user, seconds, at)
    credit = TimeCredit(
        user_id=user.id,
        admin_id=admin.id,
        payment_id=payment.id if payment else None,
        period=period,
        seconds=seconds,
        reason=reason,
        created_at=at,
    )
    if key is not None:
        credit.id = key
    session.add(credit)
    session.flush()
    note_change(
        session,
        Cause(Actor.ADMIN, admin_id=admin.id, reason=reason),
        "time.credited",
        user_id=user.id,
        before={"period": period, "credited_seconds": credited - seconds},
        after={"period": period, "credited_seconds": credited},
    )
    return credit


def _add(session: Session, user: User, seconds: int, at: datetime) -> tuple[str, int]:
    """The month that got them, which is the newest where somebody went back over a time zone, and its sum."""
    open_period(session, user, period_of(at, user.zone), at)
    each = aliased(UserUsage)
    newest = select(func.max(each.period)).where(each.user_id == user.id).scalar_subquery()
    row = session.execute(
        update(UserUsage)
        .where(UserUsage.user_id == user.id, UserUsage.period == newest)
        .values(credited_seconds=UserUsage.credited_seconds + seconds, updated_at=at)
        .returning(UserUsage.period, UserUsage.credited_seconds)
        .execution_options(synchronize_session=False)
    ).one()
    return row.period, row.credited_seconds
