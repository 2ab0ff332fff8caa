"""Checkout sessions: Stripe's own pages on which somebody subscribes."""

from typing import Any

import stripe

from kaiwa.gateways.payment_account import StripeAccount, answers, once
from kaiwa.gateways.payment_facts import CheckoutFacts
from kaiwa.gateways.payment_reading import read_checkout


class Checkouts(StripeAccount):
    """Checkout sessions."""

    def create_checkout(
        self, customer_id: str, price_id: str, *, user_id: str, back: str, away: str, trial_days: int, key: str
    ) -> CheckoutFacts:
        """A Checkout for one subscription; `back` may hold {CHECKOUT_SESSION_ID}, `away` is where giving up leads."""
        metadata = {"user_id": user_id}
        about: dict[str, Any] = {"metadata": metadata}
        if trial_days:
            about["trial_period_days"] = trial_days
        params: Any = {
            "mode": "subscription",
            "customer": customer_id,
            "client_reference_id": user_id,
            "line_items": [{"price": price_id, "quantity": 1}],
            "success_url": back,
            "cancel_url": away,
            "allow_promotion_codes": True,
            "subscription_data": about,
            "metadata": metadata,
        }
        if self._has_tax:
            params |= {"automatic_tax": {"enabled": True}, "customer_update": {"address": "auto"}}
        with answers():
            return read_checkout(self._client.v1.checkout.sessions.create(params, once(f"checkout-{key}")))

    def get_checkout(self, checkout_id: str) -> CheckoutFacts:
        """A Checkout session as it stands now."""
        with answers():
            return read_checkout(self._client.v1.checkout.sessions.retrieve(checkout_id, {"expand": ["line_items"]}))

    def list_open_checkouts(self, customer_id: str) -> list[CheckoutFacts]:
        """The Checkout sessions of a customer that may still be paid."""
        params: Any = {"customer": customer_id, "status": "open", "expand": ["data.line_items"], "limit": 100}
        with answers():
            return [read_checkout(each) for each in self._client.v1.checkout.sessions.list(params).auto_paging_iter()]

    def expire_checkout(self, checkout_id: str) -> None:
        """Let a Checkout session be paid no more; one that is not open any more is left alone."""
        with answers():
            try:
                self._client.v1.checkout.sessions.expire(checkout_id)
            except stripe.InvalidRequestError as error:
                if error.code == "resource_missing":
                    raise
