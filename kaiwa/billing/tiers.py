"""Which tier somebody has: the one place that says so."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kaiwa.billing.entitlement import FREE, find_entitled_tier
from kaiwa.clock import now
from kaiwa.models import Tier, User


def is_tier_of(user: User | None, at: datetime | None = None) -> ColumnElement[bool]:
    """What a query picks the tier of a person by, at a moment or now; a guest's is the free one."""
    if user is None:
        return Tier.id == FREE
    return Tier.id == func.coalesce(find_entitled_tier(user.id, at or now()), FREE)


def current_tier(session: Session, user: User | None, at: datetime | None = None) -> Tier:
    """The tier of a person at a moment or now, the free one for a guest; raises NoResultFound where none is seeded."""
    return session.scalars(select(Tier).where(is_tier_of(user, at))).one()
