"""Invoices as they are made: lines, sums, a discount, a tax."""

from tests.stripe_server.events import emit
from tests.stripe_server.rendering import listed
from tests.stripe_server.state import Obj, World, new_id


def line(world: World, subscription: Obj, item: Obj, amount: int, text: str, *, proration: bool = False) -> Obj:
    """A line for an item's current period, or for a part of it."""
    price = world.by_id[item["price"]]
    return {
        "id": new_id("il"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "description": text,
        "discount_amounts": [],
        "discountable": not proration,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": dict(subscription["metadata"]),
        "parent": {
            "type": "subscription_item_details",
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": new_id("ii") if proration else None,
                "proration": proration,
                "proration_details": {"credited_items": None} if proration else None,
                "subscription": subscription["id"],
                "subscription_item": item["id"],
            },
        },
        "period": {"start": item["current_period_start"], "end": item["current_period_end"]},
        "pretax_credit_amounts": [],
        "pricing": {
            "type": "price_details",
            "price_details": {"price": price["id"], "product": price["product"]},
            "unit_amount_decimal": str(price["unit_amount"]),
        },
        "quantity": item["quantity"],
        "subtotal": amount,
        "taxes": [],
    }


def whole_line(world: World, subscription: Obj, item: Obj, *, free: bool = False) -> Obj:
    """A whole period of an item, or a trial of it."""
    price = world.by_id[item["price"]]
    name = world.by_id[price["product"]]["name"]
    amount = 0 if free else price["unit_amount"] * item["quantity"]
    said = f"Trial period for {name}" if free else f"{item['quantity']} × {name}"
    return line(world, subscription, item, amount, said)


# what is empty at first
UNSAID = [
    "account_tax_ids",
    "application",
    "automatically_finalizes_at",
    "custom_fields",
    "default_payment_method",
    "default_source",
    "description",
    "due_date",
    "effective_at",
    "ending_balance",
    "footer",
    "from_invoice",
    "hosted_invoice_url",
    "invoice_pdf",
    "last_finalization_error",
    "latest_revision",
    "next_payment_attempt",
    "number",
    "on_behalf_of",
    "receipt_number",
    "shipping_cost",
    "shipping_details",
    "statement_descriptor",
    "test_clock",
    "webhooks_delivered_at",
]


def new_invoice(world: World, subscription: Obj, lines: list[Obj], reason: str, number: str | None = None) -> Obj:
    """A draft with its sums, neither kept nor told."""
    number = number or new_id("in")
    discount = discount_of(world, subscription, lines)
    subtotal = sum(each["amount"] for each in lines)
    taxed = subscription["automatic_tax"]["enabled"] and world.rules.tax_percent
    tax = max(0, (subtotal - sum(discount.values())) * world.rules.tax_percent // 100) if taxed else 0
    total = subtotal - sum(discount.values()) + tax
    balance = world.by_id[subscription["customer"]]["balance"]  # below zero: credit
    due = max(0, total + balance)
    for each in lines:
        each["invoice"] = number
    now = world.now()
    return {
        "id": number,
        "object": "invoice",
        **dict.fromkeys(UNSAID),
        "account_country": "JP",
        "account_name": "Kaiwa (stand-in)",
        "amount_due": due,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": due,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": subscription["automatic_tax"]["enabled"],
            "liability": None,
            "provider": None,
            "status": "complete" if subscription["automatic_tax"]["enabled"] else None,
        },
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": subscription["currency"],
        "customer": subscription["customer"],
        **about_customer(world.by_id[subscription["customer"]]),
        "default_tax_rates": [],
        "discounts": list(discount),
        "issuer": {"type": "self"},
        "lines": listed(lines, f"/v1/invoices/{number}/lines"),
        "livemode": False,
        "metadata": {},
        "parent": {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {
                "metadata": dict(subscription["metadata"]),
                "subscription": subscription["id"],
            },
        },
        "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        "period_end": now,
        "period_start": now,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": balance,
        "status": "draft",
        "status_transitions": dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "total": total,
        "total_discount_amounts": [{"amount": amount, "discount": each} for each, amount in discount.items()],
        "total_excluding_tax": total - tax,
        "total_pretax_credit_amounts": [],
        "total_taxes": [tax_of(tax, total - tax)] if tax else [],
    }


def about_customer(customer: Obj) -> Obj:
    """What an invoice keeps of the customer as they were."""
    return {
        "customer_address": customer.get("address"),
        "customer_email": customer.get("email"),
        "customer_name": customer.get("name"),
        "customer_phone": customer.get("phone"),
        "customer_shipping": None,
        "customer_tax_exempt": customer.get("tax_exempt"),
        "customer_tax_ids": [],
    }


def discount_of(world: World, subscription: Obj, lines: list[Obj]) -> dict[str, int]:
    """What each discount of the subscription takes off: lines that are prorations are left as they are."""
    taken: dict[str, int] = {}
    for number in subscription["discounts"]:
        coupon = world.by_id[world.by_id[number]["source"]["coupon"]]
        base = sum(each["amount"] for each in lines if each["discountable"])
        amount = int(base * coupon["percent_off"] / 100)
        if amount:
            taken[number] = amount
    return taken


def tax_of(amount: int, taxable: int) -> Obj:
    """An invoice's tax."""
    return {
        "amount": amount,
        "tax_behavior": "exclusive",
        "tax_rate_details": None,
        "taxability_reason": "standard_rated",
        "taxable_amount": taxable,
        "type": "tax_rate_details",
    }


def issue(world: World, subscription: Obj, lines: list[Obj], reason: str) -> Obj:
    """Make and finalize an invoice; real Stripe leaves a renewal a draft for an hour, here it is final at once."""
    invoice = world.add(new_invoice(world, subscription, lines, reason))
    emit(world, "invoice.created", invoice)
    customer = world.by_id[subscription["customer"]]
    sequence = customer["next_invoice_sequence"]
    customer["next_invoice_sequence"] = sequence + 1
    customer["balance"] = min(0, invoice["total"] + customer["balance"])
    address = f"{world.url}/invoices/{invoice['id']}"
    invoice.update(
        status="open",
        number=f"{customer['invoice_prefix']}-{sequence:04d}",
        hosted_invoice_url=address,
        invoice_pdf=f"{address}/pdf",
        effective_at=world.now(),
        ending_balance=customer["balance"],
        _refused=0,
    )
    invoice["status_transitions"]["finalized_at"] = world.now()
    for number in invoice["discounts"]:
        subscription["discounts"].remove(number)  # "once" is used up
    subscription["latest_invoice"] = invoice["id"]
    emit(world, "invoice.finalized", invoice)
    return invoice
