"""Charging a card for an invoice: payment intent, charge, and what the invoice then says."""

from tests.stripe_server.events import emit
from tests.stripe_server.state import Obj, World, new_id

DECLINED = "Your card was declined."


def asked_fault(world: World, customer: Obj) -> str | None:
    """How somebody wanted this customer's next payment to go; asked once."""
    for index, (how, whose) in enumerate(world.payment_faults):
        if whose in (None, customer["id"]):
            del world.payment_faults[index]
            return how
    return None


def how_it_goes(world: World, customer: Obj) -> str:
    """ok, declined or requires_action: a fault that was asked for, else as the card is; no card is declined."""
    asked = asked_fault(world, customer)
    if asked:
        return asked
    card = customer["invoice_settings"]["default_payment_method"]
    return str(world.by_id[card]["_how"]) if card else "declined"


def charge_invoice(world: World, invoice: Obj, how: str | None = None) -> str:
    """Try to collect an open invoice: paid, declined or requires_action."""
    customer = world.by_id[invoice["customer"]]
    if invoice["amount_due"] == 0:
        mark_paid(world, invoice)
        return "paid"
    how = how or how_it_goes(world, customer)
    payment = payment_of(world, invoice)
    intent = world.by_id[payment["payment"]["payment_intent"]]
    invoice["attempted"] = True
    invoice["attempt_count"] += 1
    card = customer["invoice_settings"]["default_payment_method"]
    if how == "requires_action":
        step = {
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": None, "url": invoice["hosted_invoice_url"]},
        }
        intent.update(status="requires_action", payment_method=card, next_action=step)
        emit(world, "payment_intent.requires_action", intent)
        emit(world, "invoice.payment_action_required", invoice)
        return "requires_action"
    charge = new_charge(world, invoice, intent, card, ok=how == "ok")
    intent["latest_charge"] = charge["id"]
    intent["next_action"] = None
    if how != "ok":
        intent.update(status="requires_payment_method", last_payment_error=declined(charge))
        emit(world, "payment_intent.payment_failed", intent)
        return "declined"
    paid = {"status": "succeeded", "amount_received": intent["amount"], "last_payment_error": None}
    intent.update(payment_method=card, **paid)
    emit(world, "payment_intent.succeeded", intent)
    payment.update(status="paid", amount_paid=intent["amount"])
    payment["status_transitions"]["paid_at"] = world.now()
    mark_paid(world, invoice)
    return "paid"


def mark_paid(world: World, invoice: Obj) -> None:
    """The invoice needs nothing any more."""
    invoice.update(
        status="paid",
        amount_paid=invoice["amount_due"],
        amount_remaining=0,
        attempted=True,
        auto_advance=False,
        next_payment_attempt=None,
    )
    invoice["status_transitions"]["paid_at"] = world.now()
    emit(world, "invoice.paid", invoice)


def payment_of(world: World, invoice: Obj) -> Obj:
    """The invoice's payment with its intent, made when first needed."""
    there = world.all("invoice_payment", invoice=invoice["id"])
    if there:
        return there[0]
    intent = world.add(new_intent(world, invoice))
    return world.add(
        {
            "id": new_id("inpay"),
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": invoice["amount_due"],
            "created": world.now(),
            "currency": invoice["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"type": "payment_intent", "payment_intent": intent["id"]},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        }
    )


# what is empty at first
UNSAID = [
    "application",
    "application_fee_amount",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "last_payment_error",
    "latest_charge",
    "next_action",
    "on_behalf_of",
    "payment_method",
    "payment_method_options",
    "processing",
    "receipt_email",
    "review",
    "shipping",
    "source",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
]


def new_intent(world: World, invoice: Obj) -> Obj:
    """The wish to collect an invoice's sum."""
    number = new_id("pi")
    return {
        "id": number,
        "object": "payment_intent",
        **dict.fromkeys(UNSAID),
        "amount": invoice["amount_due"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic",
        "client_secret": f"{number}_secret_{new_id('x')[2:]}",
        "confirmation_method": "automatic",
        "created": world.now(),
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "description": "Subscription payment",
        "livemode": False,
        "metadata": {},
        "payment_method_types": ["card"],
        "setup_future_usage": "off_session",
        "status": "requires_payment_method",
    }


def new_charge(world: World, invoice: Obj, intent: Obj, card: str | None, *, ok: bool) -> Obj:
    """One try at the card."""
    about = world.by_id[card]["card"] if card else {}
    charge = world.add(
        {
            "id": new_id("ch"),
            "object": "charge",
            "amount": intent["amount"],
            "amount_captured": intent["amount"] if ok else 0,
            "amount_refunded": 0,
            "balance_transaction": None,
            "billing_details": {
                "address": None,
                "email": invoice["customer_email"],
                "name": None,
                "phone": None,
                "tax_id": None,
            },
            "captured": ok,
            "created": world.now(),
            "currency": intent["currency"],
            "customer": intent["customer"],
            "description": intent["description"],
            "disputed": False,
            "failure_code": None if ok else "card_declined",
            "failure_message": None if ok else DECLINED,
            "livemode": False,
            "metadata": {},
            "outcome": {
                "network_status": "approved_by_network" if ok else "declined_by_network",
                "reason": None if ok else "generic_decline",
                "seller_message": "Payment complete." if ok else "The bank did not say why it declined.",
                "type": "authorized" if ok else "issuer_declined",
            },
            "paid": ok,
            "payment_intent": intent["id"],
            "payment_method": card,
            "payment_method_details": {
                "type": "card",
                "card": {key: about[key] for key in ("brand", "country", "exp_month", "exp_year", "funding", "last4")},
            }
            if about
            else None,
            "receipt_email": None,
            "receipt_number": None,
            "receipt_url": None,
            "refunded": False,
            "status": "succeeded" if ok else "failed",
        }
    )
    emit(world, "charge.succeeded" if ok else "charge.failed", charge)
    return charge


def declined(charge: Obj) -> Obj:
    """Why the card was not charged."""
    return {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "charge": charge["id"],
        "message": DECLINED,
    }
