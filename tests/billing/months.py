"""People with months behind them, for tests of what is used."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kaiwa.models import Tier, User, UserUsage

AT_ONCE = 50
NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)


def have_user(session: Session, time_zone: str = "UTC", email: str = "mia@example.org") -> User:
    """Somebody with an account, committed."""
    user = User(email=email, time_zone=time_zone)
    session.add(user)
    session.commit()
    return user


def have_month(session: Session, user: User, period: str, **used: Any) -> None:
    """A month of somebody's, committed."""
    session.add(UserUsage(user_id=user.id, period=period, **{"tier_id": "free", **used}))
    session.commit()


def change_tier(session: Session, tier_id: str = "free", **terms: Any) -> None:
    """Other terms for a tier, as an admin sets them, committed; the test's end puts them back."""
    session.execute(update(Tier).where(Tier.id == tier_id).values(**terms))
    session.commit()


def months(session: Session, user_id: UUID) -> dict[str, tuple[int, int, int]]:
    """Own seconds used, seconds carried over, and those of them used, by month."""
    rows = session.scalars(
        select(UserUsage).where(UserUsage.user_id == user_id).execution_options(populate_existing=True)
    )
    return {row.period: (row.seconds_used, row.banked_seconds, row.banked_seconds_used) for row in rows}
