"""What somebody's own page of billing tells: the plan, how it stands, and the invoices."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.billing.entitlement import Entitlement, Standing, entitle
from kaiwa.billing.plans import Plan, plan_of
from kaiwa.billing.subscribing import current_subscription, find_subscriptions
from kaiwa.billing.tiers import current_tier
from kaiwa.models import Payment, Subscription, Tier, User
from kaiwa.models.subscriptions import OWED

SHOWN = 60
# how somebody stands who may choose another plan
CHANGEABLE = (Standing.TRIALING, Standing.ACTIVE)


@dataclass(frozen=True)
class Account:
    """A person's plan (`plan` is what is subscribed to, `tier` what it gives now), standing and invoices.

    `owed` is the invoice that waits to be paid, where there is one; `scheduled` the plan that begins at the period's
    end.
    """

    tier: Tier
    plan: Plan | None
    scheduled: Plan | None
    entitlement: Entitlement
    subscription: Subscription | None
    payments: list[Payment]
    owed: Payment | None

    @property
    def standing(self) -> Standing:
        """How the person stands."""
        return self.entitlement.standing

    @property
    def can_change(self) -> bool:
        """Whether another plan may be chosen now."""
        return (
            self.standing in CHANGEABLE
            and self.scheduled is None
            and not (self.subscription and self.subscription.has_pending_update)
        )


def read_account(session: Session, user: User, at: datetime) -> Account:
    """A person's account as the rows have it; Stripe is not asked."""
    subscriptions = find_subscriptions(session, user.id)
    current = current_subscription(subscriptions)
    payments = list_payments(session, user)
    return Account(
        tier=current_tier(session, user, at),
        plan=plan_of(session, current) if current else None,
        scheduled=_scheduled(session, current),
        entitlement=entitle(subscriptions, at),
        subscription=current,
        payments=payments,
        owed=_owed(payments, current),
    )


def standing_of(session: Session, user: User | None, at: datetime) -> Standing:
    """How somebody stands, for a line on every page; no statement for whoever never bought anything."""
    if user is None or user.stripe_customer_id is None:
        return Standing.FREE
    return entitle(find_subscriptions(session, user.id), at).standing


def list_payments(session: Session, user: User) -> list[Payment]:
    """A person's invoices, the newest first."""
    theirs = select(Payment).where(Payment.user_id == user.id)
    return list(session.scalars(theirs.order_by(Payment.invoiced_at.desc(), Payment.id.desc()).limit(SHOWN)))


def _scheduled(session: Session, subscription: Subscription | None) -> Plan | None:
    if subscription is None or subscription.scheduled_tier_id is None:
        return None
    tier = session.get_one(Tier, subscription.scheduled_tier_id)
    return Plan(tier, subscription.scheduled_interval or subscription.interval)


def _owed(payments: list[Payment], subscription: Subscription | None) -> Payment | None:
    """The newest invoice of the subscription that can still be paid on Stripe's page."""
    if subscription is None:
        return None
    theirs = (each for each in payments if each.subscription_id == subscription.id)
    return next((each for each in theirs if each.status in OWED and each.hosted_invoice_url), None)
