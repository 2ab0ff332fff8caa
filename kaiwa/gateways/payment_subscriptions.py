"""Subscriptions at Stripe: reading, changing and ending them."""

from datetime import datetime
from typing import Any

import stripe

from kaiwa.gateways.payment_account import StripeAccount, answers, once
from kaiwa.gateways.payment_facts import ChangePreview, PriceFacts, SubscriptionFacts
from kaiwa.gateways.payment_reading import read_preview, read_subscription

PARTS = ["latest_invoice", "schedule"]


class Subscriptions(StripeAccount):
    """Subscriptions, with their schedules."""

    def list_subscriptions(self, customer_id: str) -> list[SubscriptionFacts]:
        """All subscriptions of a customer, ended ones too, the oldest first."""
        params: Any = {
            "customer": customer_id,
            "status": "all",
            "limit": 100,
            "expand": [f"data.{part}" for part in PARTS],
        }
        with answers():
            found = [read_subscription(each) for each in self._client.v1.subscriptions.list(params).auto_paging_iter()]
        return sorted(found, key=lambda each: (each.created_at, each.id))

    def get_subscription(self, subscription_id: str) -> SubscriptionFacts:
        """A subscription as it stands now."""
        with answers():
            params: Any = {"expand": PARTS}
            return read_subscription(self._client.v1.subscriptions.retrieve(subscription_id, params))

    def preview_change(self, subscription: SubscriptionFacts, price: PriceFacts) -> ChangePreview:
        """What changing to a price at once would cost."""
        change: Any = {
            "items": [{"id": subscription.item_id, "price": price.id}],
            "proration_behavior": "always_invoice",
        }
        params: Any = {"subscription": subscription.id, "subscription_details": change}
        with answers():
            found = self._client.v1.invoices.create_preview(params)
            renews_at = max((line.period.end for line in found.lines.data), default=0)
            at = datetime.fromtimestamp(renews_at, subscription.current_period_end.tzinfo)
            return read_preview(found, renewal_cents=price.amount_cents, renews_at=at)

    def change_price(self, subscription: SubscriptionFacts, price_id: str, *, key: str) -> SubscriptionFacts:
        """Change to a price at once and invoice the difference; where that is not paid nothing changes."""
        params: Any = {
            "items": [{"id": subscription.item_id, "price": price_id}],
            "proration_behavior": "always_invoice",
            "payment_behavior": "pending_if_incomplete",
            "expand": PARTS,
        }
        with answers():
            return read_subscription(
                self._client.v1.subscriptions.update(subscription.id, params, once(f"change-{key}"))
            )

    def schedule_price(self, subscription: SubscriptionFacts, price_id: str, *, key: str) -> None:
        """Change to a price at the period's end; a trial and a discount go on as they are."""
        schedules: Any = self._client.v1.subscription_schedules
        with answers():
            if subscription.schedule_id is None:
                found = schedules.create({"from_subscription": subscription.id}, once(f"schedule-{key}"))
            else:
                found = schedules.retrieve(subscription.schedule_id)
            params = {
                "phases": _phases(found, subscription, price_id),
                "end_behavior": "release",
                "proration_behavior": "none",
            }
            schedules.update(found.id, params, once(f"phases-{key}"))

    def release_schedule(self, schedule_id: str, *, key: str) -> None:
        """Take back a change for the period's end."""
        with answers():
            self._client.v1.subscription_schedules.release(schedule_id, {}, once(f"release-{key}"))

    def set_cancel_at_period_end(self, subscription_id: str, *, is_to_end: bool, key: str) -> SubscriptionFacts:
        """End a subscription at its period's end, or go on after all, whichever way the end was set."""
        found = self.get_subscription(subscription_id)
        if found.schedule_id is not None:
            # while a schedule holds it, Stripe takes no end for it
            self.release_schedule(found.schedule_id, key=key)
        if is_to_end == found.cancel_at_period_end and is_to_end == (found.ends_at is not None):
            return found
        # the portal sets `cancel_at` and leaves the other false
        is_moment = not is_to_end and not found.cancel_at_period_end
        params: Any = {"expand": PARTS} | ({"cancel_at": ""} if is_moment else {"cancel_at_period_end": is_to_end})
        key = f"end-{key}-{'at' if is_moment else is_to_end}"
        with answers():
            updated = self._client.v1.subscriptions.update(subscription_id, params, once(key))
            return read_subscription(updated)

    def cancel_now(self, subscription_id: str) -> None:
        """End a subscription at once; one that has ended is left alone."""
        with answers():
            try:
                self._client.v1.subscriptions.cancel(subscription_id)
            except stripe.InvalidRequestError as error:
                if error.code != "resource_missing":
                    raise


def _phases(schedule: Any, subscription: SubscriptionFacts, price_id: str) -> list[dict[str, Any]]:
    """What a schedule is told: the phase that runs, given again as it is, and the one after the period's end."""
    running, ends = schedule.phases[0], int(subscription.current_period_end.timestamp())
    kept = {"discounts": [_reused(each) for each in running.discounts]} if running.discounts else {}
    trial_end = subscription.trial_end if subscription.status == "trialing" else None
    trial = {"trial_end": int(trial_end.timestamp())} if trial_end else {}
    now = {"items": [{"price": subscription.price_id, "quantity": 1}], "start_date": schedule.current_phase.start_date}
    then = {"items": [{"price": price_id, "quantity": 1}], "start_date": ends}
    return [{**now, "end_date": ends, **kept, **trial}, {**then, **kept}]


def _reused(discount: Any) -> dict[str, str]:
    """A discount of a phase, for another one."""
    for name in ("discount", "promotion_code", "coupon"):
        given = getattr(discount, name, None)
        if given is not None:
            return {name: given if isinstance(given, str) else given.id}
    return {}
