"""The plans that somebody may choose, what they cost, and which of two is more."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.pricing import price_id_of
from kaiwa.billing.refusals import NotForSale
from kaiwa.models import Subscription, Tier
from kaiwa.models.subscriptions import Interval, SubscriptionStatus

NEVER_BEGAN = (SubscriptionStatus.INCOMPLETE, SubscriptionStatus.INCOMPLETE_EXPIRED)


@dataclass(frozen=True)
class Plan:
    """A tier paid by the month or by the year; amounts are minor units of the tier's currency."""

    tier: Tier
    interval: Interval

    @property
    def cents(self) -> int:
        """What it costs each time."""
        return self.tier.annual_price_cents if self.interval is Interval.YEAR else self.tier.monthly_price_cents

    @property
    def monthly_cents(self) -> int:
        """What a month of it costs, rounded down to the minor unit."""
        return self.cents // 12 if self.interval is Interval.YEAR else self.cents

    @property
    def saved_cents(self) -> int:
        """What a year costs less than twelve months."""
        return max(0, self.tier.monthly_price_cents * 12 - self.tier.annual_price_cents)

    @property
    def is_free(self) -> bool:
        """Whether nothing is paid."""
        return self.cents == 0

    @property
    def price_id(self) -> str | None:
        """Its price at Stripe, where it is there."""
        return price_id_of(self.tier, self.interval)


def list_plans(session: Session, interval: Interval) -> list[Plan]:
    """What is offered, the smallest first."""
    tiers = session.scalars(select(Tier).where(Tier.is_active).order_by(Tier.sort_order, Tier.id))
    return [Plan(tier, interval) for tier in tiers]


def find_plan(session: Session, tier_id: str, interval: Interval) -> Plan:
    """A plan that may be bought; raises NotForSale."""
    tier = session.get(Tier, tier_id)
    if tier is None or not tier.is_active:
        raise NotForSale
    plan = Plan(tier, interval)
    if plan.is_free or plan.price_id is None:
        raise NotForSale
    return plan


def plan_of(session: Session, subscription: Subscription) -> Plan | None:
    """The plan of a subscription; None where its price is none of ours."""
    tier = session.get(Tier, subscription.tier_id) if subscription.tier_id else None
    return Plan(tier, subscription.interval) if tier else None


def is_more(wanted: Plan, had: Plan | None) -> bool:
    """Whether a plan is an upgrade: a larger tier, or a year in the place of a month."""
    if had is None:
        return True
    return (wanted.tier.sort_order, wanted.interval is Interval.YEAR) > (
        had.tier.sort_order,
        had.interval is Interval.YEAR,
    )


def trial_days_for(tier: Tier, subscriptions: list[Subscription]) -> int:
    """How many days of a tier are free for somebody with these subscriptions: none for who ever had one."""
    return 0 if any(each.status not in NEVER_BEGAN for each in subscriptions) else tier.trial_days
