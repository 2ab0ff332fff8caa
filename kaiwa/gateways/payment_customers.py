"""Customers at Stripe: each is a person of ours, by its metadata."""

from typing import Any

from kaiwa.gateways.payment_account import StripeAccount, answers, once


class Customers(StripeAccount):
    """Customers and the portal in which they look after their cards."""

    def create_customer(self, user_id: str, email: str | None, former: int = 0) -> str:
        """The id of the customer of a person: the same one however often it is asked, whatever their address is now.

        `former` is how many they had that were deleted at Stripe: what a key gave it gives again for a day.
        """
        customers = self._client.v1.customers
        key = f"customer-{user_id}-{former}" if former else f"customer-{user_id}"
        with answers():
            # the address comes after: a key may be used again only with what it was first used with
            made = customers.create({"metadata": {"user_id": user_id}}, once(key))
            if email and made.email != email:
                customers.update(made.id, {"email": email})
            return made.id

    def find_user_id(self, customer_id: str) -> str | None:
        """Whose customer it is, by its metadata; None where it does not say, or is deleted."""
        with answers():
            found: Any = self._client.v1.customers.retrieve(customer_id)
            if getattr(found, "deleted", False) or found.metadata is None:
                return None
            user_id: str | None = found.metadata.to_dict().get("user_id")
            return user_id

    def create_portal(self, customer_id: str, back: str) -> str:
        """The address of the Customer Portal, a bearer credential."""
        with answers():
            return self._client.v1.billing_portal.sessions.create({"customer": customer_id, "return_url": back}).url
