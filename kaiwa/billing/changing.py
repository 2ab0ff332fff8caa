"""Changing the plan of a subscription: up at once, down at the period's end (BILLING.md, rule 5)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kaiwa.billing.catching_up import catch_up, hold_subscription, key_for
from kaiwa.billing.plans import Plan, is_more, plan_of
from kaiwa.billing.refusals import (
    ChangeIsScheduled,
    IsEnding,
    NoSubscription,
    NotForSale,
    PaymentIsOwed,
    SamePlan,
)
from kaiwa.billing.subscribing import current_subscription, find_subscriptions
from kaiwa.gateways.payments import Payments
from kaiwa.models import Subscription, User
from kaiwa.models.subscriptions import SubscriptionStatus


class Outcome(StrEnum):
    """What came of a change."""

    AT_ONCE = "at_once"
    AT_PERIOD_END = "at_period_end"
    WAITS_FOR_PAYMENT = "waits_for_payment"


@dataclass(frozen=True)
class Change:
    """A change as it would be; amounts are minor units of `currency`, times UTC.

    At once `due_cents` is paid today (a credit below nought) and `renewal_cents` from `from_when` on; otherwise the
    plan goes on as it is until `from_when`.
    """

    had: Plan | None
    wanted: Plan
    is_at_once: bool
    due_cents: int
    renewal_cents: int
    currency: str
    from_when: datetime
    is_in_trial: bool


def weigh_change(session: Session, payments: Payments, user: User, wanted: Plan, at: datetime) -> Change:
    """What a change would cost, without making it. Raises what `change_plan` raises."""
    subscription = current_subscription(find_subscriptions(session, user.id))
    if subscription is None or not subscription.is_live:
        raise NoSubscription
    had, price_id = _check(session, subscription, wanted)
    is_in_trial = subscription.status is SubscriptionStatus.TRIALING
    ends = subscription.current_period_end
    if not _is_at_once(subscription, had, wanted):
        return Change(had, wanted, False, 0, wanted.cents, wanted.tier.currency, ends, is_in_trial)
    price = payments.get_price(price_id)
    preview = payments.preview_change(payments.get_subscription(subscription.stripe_subscription_id), price)
    # in a trial nothing is prorated, so that no line says when it ends
    renews = preview.renews_at if preview.renews_at > at else ends
    return Change(
        had, wanted, True, preview.due_now_cents, preview.renewal_cents, preview.currency, renews, is_in_trial
    )


def change_plan(session: Session, payments: Payments, user: User, wanted: Plan, key: str, at: datetime) -> Outcome:
    """Change the plan; `key` is of the form that asks.

    Raises NoSubscription, SamePlan, IsEnding, ChangeIsScheduled, PaymentIsOwed, NotForSale and what Payments raises:
    nothing has changed then.
    """
    subscription = hold_subscription(session, payments, user, at)
    had, price_id = _check(session, subscription, wanted)
    facts = payments.get_subscription(subscription.stripe_subscription_id)
    key = key_for(subscription, key, facts.latest_invoice_id, price_id)
    if not _is_at_once(subscription, had, wanted):
        payments.schedule_price(facts, price_id, key=key)
        catch_up(session, payments, user, at)
        return Outcome.AT_PERIOD_END
    changed = payments.change_price(facts, price_id, key=key)
    catch_up(session, payments, user, at)
    return Outcome.WAITS_FOR_PAYMENT if changed.has_pending_update else Outcome.AT_ONCE


def keep_plan(session: Session, payments: Payments, user: User, key: str, at: datetime) -> None:
    """Take back a change that waits for the period's end. Raises NoSubscription and what Payments raises."""
    subscription = hold_subscription(session, payments, user, at)
    if subscription.stripe_schedule_id is not None:
        payments.release_schedule(subscription.stripe_schedule_id, key=key_for(subscription, key))
        catch_up(session, payments, user, at)


def _check(session: Session, subscription: Subscription, wanted: Plan) -> tuple[Plan | None, str]:
    """The plan that is had, and the price that is wanted, where the change may be made."""
    had = plan_of(session, subscription)
    if subscription.unpaid_since is not None or subscription.has_pending_update:
        raise PaymentIsOwed
    if subscription.ends_at is not None:
        raise IsEnding
    if subscription.scheduled_at is not None:
        raise ChangeIsScheduled
    if had is not None and (had.tier.id, had.interval) == (wanted.tier.id, wanted.interval):
        raise SamePlan
    if wanted.price_id is None:
        raise NotForSale
    return had, wanted.price_id


def _is_at_once(subscription: Subscription, had: Plan | None, wanted: Plan) -> bool:
    """In a trial nothing has been paid that could be lost."""
    return subscription.status is SubscriptionStatus.TRIALING or is_more(wanted, had)
