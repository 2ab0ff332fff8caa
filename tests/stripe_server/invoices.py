"""What can be asked about invoices, and about the payments behind them."""

from tests.stripe_server.errors import card_error, invalid
from tests.stripe_server.parameters import RANGE, set_metadata, within
from tests.stripe_server.paying import DECLINED
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.settling import collect, give_up_invoice, subscription_of, void
from tests.stripe_server.state import Obj, World

STATUSES = ("draft", "open", "paid", "uncollectible", "void")
LIST = {"customer": str, "subscription": str, "status": STATUSES, "created": RANGE, **PAGE}


@route("GET", "/v1/invoices/<id>", "invoices.retrieve")
def retrieve_invoice(world: World, _params: Obj, number: str) -> Obj:
    """An invoice."""
    return world.get("invoice", number)


@route("GET", "/v1/invoices", "invoices.list", LIST)
def list_invoices(world: World, params: Obj) -> list[Obj]:
    """The invoices of a customer or a subscription, by status and time."""
    found = world.all("invoice", customer=params.get("customer"), status=params.get("status"))
    wanted = params.get("subscription")
    return [
        each
        for each in found
        if wanted in (None, subscription_of(world, each)["id"]) and within(each["created"], params.get("created"))
    ]


@route("POST", "/v1/invoices/<id>", "invoices.update", {"metadata?": dict, "auto_advance": bool})
def update_invoice(world: World, params: Obj, number: str) -> Obj:
    """Change an invoice's metadata."""
    invoice = world.get("invoice", number)
    set_metadata(invoice, params)
    return invoice


def open_one(world: World, number: str, doing: str) -> Obj:
    """An invoice that can still be paid; raises ApiError."""
    invoice = world.get("invoice", number)
    if invoice["status"] == "paid" and doing == "pay":
        raise invalid("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] not in ("open", "uncollectible"):
        raise invalid(f"You can only {doing} an open invoice: this one is {invoice['status']}.")
    return invoice


@route("POST", "/v1/invoices/<id>/pay", "invoices.pay", {"off_session": bool})
def pay_invoice(world: World, _params: Obj, number: str) -> Obj:
    """Charge the customer's card now; 402 when it is declined."""
    invoice = open_one(world, number, "pay")
    outcome = collect(world, invoice)
    if outcome == "declined":
        raise card_error("card_declined", DECLINED, decline_code="generic_decline")
    if outcome == "requires_action":
        raise card_error("invoice_payment_intent_requires_action", "Payment for this invoice requires user action.")
    return invoice


@route("POST", "/v1/invoices/<id>/void", "invoices.void_invoice")
def void_invoice(world: World, _params: Obj, number: str) -> Obj:
    """Nobody needs to pay it any more."""
    invoice = open_one(world, number, "void")
    void(world, invoice)
    return invoice


@route("POST", "/v1/invoices/<id>/mark_uncollectible", "invoices.mark_uncollectible")
def mark_uncollectible(world: World, _params: Obj, number: str) -> Obj:
    """Nobody expects its money any more."""
    invoice = open_one(world, number, "mark as uncollectible")
    give_up_invoice(world, invoice)
    return invoice


PAYMENTS = {
    "invoice": str,
    "payment": {"type!": ("payment_intent", "payment_record"), "payment_intent": str},
    "status": ("canceled", "open", "paid"),
    **PAGE,
}


@route("GET", "/v1/invoice_payments", "invoice_payments.list", PAYMENTS)
def list_payments(world: World, params: Obj) -> list[Obj]:
    """How invoices were paid: those of an invoice, or the one of a payment intent."""
    found = world.all("invoice_payment", invoice=params.get("invoice"), status=params.get("status"))
    intent = params.get("payment", {}).get("payment_intent")
    return [each for each in found if intent in (None, each["payment"]["payment_intent"])]


@route("GET", "/v1/invoice_payments/<id>", "invoice_payments.retrieve")
def retrieve_payment(world: World, _params: Obj, number: str) -> Obj:
    """How an invoice was paid."""
    return world.get("invoice_payment", number)


@route("GET", "/v1/payment_intents/<id>", "payment_intents.retrieve")
def retrieve_intent(world: World, _params: Obj, number: str) -> Obj:
    """A payment intent."""
    return world.get("payment_intent", number)


@route("GET", "/v1/payment_intents", "payment_intents.list", {"customer": str, "created": RANGE, **PAGE})
def list_intents(world: World, params: Obj) -> list[Obj]:
    """The payment intents of a customer."""
    found = world.all("payment_intent", customer=params.get("customer"))
    return [each for each in found if within(each["created"], params.get("created"))]


@route("GET", "/v1/charges/<id>", "charges.retrieve")
def retrieve_charge(world: World, _params: Obj, number: str) -> Obj:
    """A charge."""
    return world.get("charge", number)


CHARGES = {"customer": str, "payment_intent": str, "created": RANGE, **PAGE}


@route("GET", "/v1/charges", "charges.list", CHARGES)
def list_charges(world: World, params: Obj) -> list[Obj]:
    """The charges of a customer or a payment intent."""
    found = world.all("charge", customer=params.get("customer"), payment_intent=params.get("payment_intent"))
    return [each for each in found if within(each["created"], params.get("created"))]
