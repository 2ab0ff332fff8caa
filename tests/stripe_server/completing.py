"""A Checkout is paid: the subscription begins."""

from tests.stripe_server.customers import add_card, create_customer
from tests.stripe_server.events import emit
from tests.stripe_server.paying import asked_fault
from tests.stripe_server.state import Obj, World
from tests.stripe_server.subscribing import subscribe


def buyer(world: World, session: Obj) -> Obj:
    """The customer of a session, made now when none was given."""
    if session["customer"] is None:
        email = session["customer_email"] or "somebody@example.com"
        session["customer"] = create_customer(world, {"email": email})["id"]
    customer: Obj = world.by_id[session["customer"]]
    return customer


def outcome_of(world: World, session: Obj) -> str:
    """How the payment that begins now goes: ok, declined or requires_action; a trial charges nothing."""
    return asked_fault(world, buyer(world, session)) or "ok" if session["_trial"] is None else "ok"


def complete(world: World, session: Obj, *, card: bool = True) -> Obj:
    """The page's button: the subscription begins and the session is complete; a trial may do without a card."""
    customer = buyer(world, session)
    if card:
        add_card(world, customer)
    data, trial = session["_data"], session["_trial"]
    subscription = subscribe(
        world,
        customer,
        session["_wanted"],
        how="ok",
        metadata=data.get("metadata"),
        description=data.get("description"),
        trial_end=world.now() + trial if trial else None,
        promotion_code=session["_code"],
        tax=session["automatic_tax"]["enabled"],
        missing_card=data.get("trial_settings", {}).get("end_behavior", {}).get("missing_payment_method"),
    )
    invoice = world.by_id[subscription["latest_invoice"]]
    tax = sum(each["amount"] for each in invoice["total_taxes"])
    session.update(
        status="complete",
        url=None,
        payment_status="no_payment_required" if trial else "paid",
        subscription=subscription["id"],
        invoice=invoice["id"],
        customer_details=details(customer),
        amount_subtotal=invoice["subtotal"],
        amount_total=invoice["total"],
        total_details={
            "amount_discount": sum(each["amount"] for each in invoice["total_discount_amounts"]),
            "amount_shipping": 0,
            "amount_tax": tax,
        },
    )
    emit(world, "checkout.session.completed", session)
    return subscription


def details(customer: Obj) -> Obj:
    """What the buyer wrote into the page."""
    return {
        "address": None,
        "business_name": None,
        "email": customer["email"],
        "individual_name": None,
        "name": customer["name"],
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
