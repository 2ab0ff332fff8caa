"""What somebody's subscriptions entitle them to: a pure function of the rows and the clock, and the same in SQL.

Rules: BILLING.md, access (4) and banking: trialing and active have their tier; past due has it for seven days; what was
carried over lasts thirty days after the access ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_, select

from kaiwa.models import Subscription
from kaiwa.models.subscriptions import LIVE, SubscriptionStatus

FREE = "free"
GRACE = timedelta(days=7)
BANKED_LASTS = timedelta(days=30)
PAID = (SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE)


class Standing(StrEnum):
    """How somebody stands with us, each with its own sentence and action on the page."""

    FREE = "free"
    TRIALING = "trialing"
    ACTIVE = "active"
    ENDING = "ending"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    INCOMPLETE = "incomplete"
    CANCELED = "canceled"
    PAUSED = "paused"


class Terms(Protocol):
    """What of a subscription is looked at; times are UTC."""

    @property
    def tier_id(self) -> str | None:
        """Its tier, where its price is one of ours."""

    @property
    def status(self) -> SubscriptionStatus:
        """Stripe's word for how it stands."""

    @property
    def is_duplicate(self) -> bool:
        """Whether it is a second one that was paid by mistake."""

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, where it is to end."""

    @property
    def ended_at(self) -> datetime | None:
        """When it ended."""

    @property
    def trial_end(self) -> datetime | None:
        """When its trial ends or ended."""

    @property
    def unpaid_since(self) -> datetime | None:
        """The day of the invoice that is owed, while past due, unpaid or paused."""

    @property
    def current_period_end(self) -> datetime:
        """Until when it is paid."""


@dataclass(frozen=True)
class Entitlement:
    """A person's tier and standing; all times are UTC.

    `until` is the moment that the standing's sentence names: the end of the trial, of the period, of the grace, or of
    the subscription. `banked_until` is how long what was carried over lasts on a tier without banking.
    """

    tier_id: str
    standing: Standing
    until: datetime | None = None
    banked_until: datetime | None = None


def entitle(subscriptions: Iterable[Terms], at: datetime) -> Entitlement:
    """What a person's subscriptions, in any order, give them at a moment; none gives the free tier."""
    own = [each for each in subscriptions if not each.is_duplicate]
    live = next((each for each in own if each.status in LIVE), None)
    if live is not None:
        return _live(live, at)
    # one that expired before it was paid gave nothing, so nothing ended with it
    canceled = (each for each in own if each.status is SubscriptionStatus.CANCELED)
    ended = [each.ended_at for each in canceled if each.ended_at is not None]
    banked_until = max(ended) + BANKED_LASTS if ended else None
    if any(each.status is SubscriptionStatus.INCOMPLETE for each in own):
        return Entitlement(FREE, Standing.INCOMPLETE, banked_until=banked_until)
    if ended and at < max(ended) + BANKED_LASTS:
        return Entitlement(FREE, Standing.CANCELED, max(ended), banked_until)
    return Entitlement(FREE, Standing.FREE, banked_until=banked_until)


def find_entitled_tier(user_id: UUID, at: datetime) -> ScalarSelect[str | None]:
    """The same tier as `entitle` gives, as a query within another; null for the free one."""
    return select_entitled_tier(user_id, at - GRACE)


def select_entitled_tier(
    user_id: UUID | ColumnElement[UUID], unpaid_after: datetime | ColumnElement[datetime]
) -> ScalarSelect[str | None]:
    """The query itself, also for a statement that is built before it is known whose; `unpaid_after` is now - GRACE."""
    in_grace = Subscription.unpaid_since > unpaid_after
    return (
        select(Subscription.tier_id)
        .where(Subscription.user_id == user_id, ~Subscription.is_duplicate, Subscription.tier_id.is_not(None))
        .where(
            or_(Subscription.status.in_(PAID), and_(Subscription.status == SubscriptionStatus.PAST_DUE, in_grace)),
        )
        .scalar_subquery()
    )


def _live(terms: Terms, at: datetime) -> Entitlement:
    tier_id = terms.tier_id or FREE
    if terms.unpaid_since is not None:
        return _unpaid(terms.status, tier_id, terms.unpaid_since + GRACE, at)
    if terms.ends_at is not None:
        return Entitlement(tier_id, Standing.ENDING, terms.ends_at)
    if terms.status is SubscriptionStatus.TRIALING:
        return Entitlement(tier_id, Standing.TRIALING, terms.trial_end)
    return Entitlement(tier_id, Standing.ACTIVE, terms.current_period_end)


def _unpaid(status: SubscriptionStatus, tier_id: str, grace_ends: datetime, at: datetime) -> Entitlement:
    banked_until = grace_ends + BANKED_LASTS
    if status is SubscriptionStatus.PAST_DUE:
        return Entitlement(tier_id if at < grace_ends else FREE, Standing.PAST_DUE, grace_ends, banked_until)
    standing = Standing.UNPAID if status is SubscriptionStatus.UNPAID else Standing.PAUSED
    return Entitlement(FREE, standing, banked_until=banked_until)
