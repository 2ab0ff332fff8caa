"""Invoices at Stripe, and what is given back of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kaiwa.gateways.payment_account import StripeAccount, answers, once
from kaiwa.gateways.payment_facts import InvoiceFacts, RefundFacts
from kaiwa.gateways.payment_reading import read_invoice, read_refund

# won, lost, or never more than a question of the bank's; a word that is new counts as open
SETTLED = frozenset({"won", "lost", "warning_closed", "prevented"})


class Invoices(StripeAccount):
    """Invoices, refunds and disputes."""

    def get_invoice(self, invoice_id: str) -> InvoiceFacts:
        """An invoice as it stands now."""
        with answers():
            return read_invoice(self._client.v1.invoices.retrieve(invoice_id, {"expand": ["payments"]}))

    def list_invoices(self, *, customer_id: str | None = None, since: datetime | None = None) -> Iterator[InvoiceFacts]:
        """The invoices of a customer or of everybody, the newest first."""
        params: Any = {"limit": 100, "expand": ["data.payments"]}
        if customer_id:
            params["customer"] = customer_id
        if since:
            params["created"] = {"gte": int(since.timestamp())}
        with answers():
            yield from (read_invoice(each) for each in self._client.v1.invoices.list(params).auto_paging_iter())

    def find_invoice_id(self, payment_intent_id: str) -> str | None:
        """The invoice that a payment was for."""
        payment: Any = {"type": "payment_intent", "payment_intent": payment_intent_id}
        with answers():
            found = self._client.v1.invoice_payments.list({"payment": payment, "limit": 1}).data
            return str(getattr(found[0].invoice, "id", found[0].invoice)) if found else None

    def list_refunds(self, payment_intent_id: str) -> list[RefundFacts]:
        """The refunds of a payment."""
        params: Any = {"payment_intent": payment_intent_id, "limit": 100}
        with answers():
            return [read_refund(each) for each in self._client.v1.refunds.list(params).auto_paging_iter()]

    def is_disputed(self, payment_intent_id: str) -> bool:
        """Whether somebody's bank disputes a payment, and that is not settled yet."""
        with answers():
            found = self._client.v1.disputes.list({"payment_intent": payment_intent_id, "limit": 100})
            return any(each.status not in SETTLED for each in found.auto_paging_iter())

    def create_refund(self, payment_intent_id: str, cents: int, *, key: str, reason: str) -> RefundFacts:
        """Give back so much of a payment; the same `key` gives it back once."""
        about = {"reason": reason[:500], "key": key}
        params: Any = {"payment_intent": payment_intent_id, "amount": cents, "metadata": about}
        with answers():
            return read_refund(self._client.v1.refunds.create(params, once(f"refund-{key}")))
