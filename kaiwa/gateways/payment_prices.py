"""Products and prices at Stripe: one product for a tier, one price for an interval."""

from typing import Any

from kaiwa.gateways.payment_account import StripeAccount, answers, once
from kaiwa.gateways.payment_facts import PriceFacts
from kaiwa.gateways.payment_reading import read_price


class Prices(StripeAccount):
    """Products and prices."""

    def find_or_create_product(self, tier_id: str, name: str) -> str:
        """The id of the product of a tier, found by its metadata."""
        with answers():
            products: Any = self._client.v1.products
            for each in products.list({"active": True, "limit": 100}).auto_paging_iter():
                if each.metadata.to_dict().get("tier_id") == tier_id:
                    return str(each.id)
            return str(products.create({"name": name, "metadata": {"tier_id": tier_id}}, once(f"product-{tier_id}")).id)

    def find_price(self, lookup_key: str) -> PriceFacts | None:
        """The price with our name for it."""
        with answers():
            found = self._client.v1.prices.list({"lookup_keys": [lookup_key], "limit": 1}).data
            return read_price(found[0]) if found else None

    def get_price(self, price_id: str) -> PriceFacts:
        """A price by its id."""
        with answers():
            return read_price(self._client.v1.prices.retrieve(price_id))

    def create_price(self, product_id: str, lookup_key: str, cents: int, currency: str, interval: str) -> PriceFacts:
        """The price under our name for it; a new one takes the name from an older, whose payers go on with that."""
        before = self.find_price(lookup_key)
        wanted = (product_id, cents, currency, interval, True)
        if before and wanted == (
            before.product_id,
            before.amount_cents,
            before.currency,
            before.interval,
            before.is_active,
        ):
            return before
        params: Any = {
            "product": product_id,
            "lookup_key": lookup_key,
            "transfer_lookup_key": True,
            "unit_amount": cents,
            "currency": currency,
            "recurring": {"interval": interval},
        }
        # the one before is in the key: a price that comes back within a day is not the old answer again
        key = f"price-{lookup_key}-{cents}-{currency}-{product_id}-{before.id if before else 'first'}"
        with answers():
            return read_price(self._client.v1.prices.create(params, once(key)))
