"""A person's subscriptions as they stand here, and what they entitle to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.entitlement import Entitlement, entitle
from kaiwa.models import Subscription, User


def find_subscriptions(session: Session, user_id: UUID) -> list[Subscription]:
    """All subscriptions of a person as they are now, ended ones and duplicates too, the oldest first."""
    query = select(Subscription).where(Subscription.user_id == user_id)
    ordered = query.order_by(Subscription.stripe_created_at, Subscription.stripe_subscription_id)
    return list(session.scalars(ordered.execution_options(populate_existing=True)))


def current_subscription(subscriptions: list[Subscription]) -> Subscription | None:
    """The one that the pages speak of: the live one, else the newest that is no duplicate."""
    own = [each for each in subscriptions if not each.is_duplicate]
    return next((each for each in own if each.is_live), own[-1] if own else None)


def entitlement_of(session: Session, user: User, at: datetime) -> Entitlement:
    """A person's tier and standing at a moment (UTC), by the rules of `entitle`."""
    return entitle(find_subscriptions(session, user.id), at)
