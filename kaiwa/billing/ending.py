"""Ending a subscription at its period's end, and going on after all."""

from datetime import datetime

from sqlalchemy.orm import Session

from kaiwa.billing.catching_up import catch_up, hold_subscription, key_for
from kaiwa.gateways.payments import Payments
from kaiwa.models import Subscription, User


def ends_at_once(subscription: Subscription) -> bool:
    """Whether nothing is paid that would have to be waited for."""
    return subscription.unpaid_since is not None


def end_subscription(session: Session, payments: Payments, user: User, key: str, at: datetime) -> None:
    """End the person's subscription with what is paid, at once where nothing is. Raises NoSubscription.

    What was planned for the period's end does not happen any more; one that is to end already is left alone.
    """
    subscription = hold_subscription(session, payments, user, at)
    if ends_at_once(subscription):
        payments.cancel_now(subscription.stripe_subscription_id)
    elif subscription.ends_at is None:
        payments.set_cancel_at_period_end(
            subscription.stripe_subscription_id, is_to_end=True, key=key_for(subscription, key)
        )
    catch_up(session, payments, user, at)


def resume_subscription(session: Session, payments: Payments, user: User, key: str, at: datetime) -> None:
    """Go on with a subscription that was to end. Raises NoSubscription."""
    subscription = hold_subscription(session, payments, user, at)
    if subscription.ends_at is not None:
        payments.set_cancel_at_period_end(
            subscription.stripe_subscription_id, is_to_end=False, key=key_for(subscription, key)
        )
        catch_up(session, payments, user, at)
