"""Customers and their card: its brand and last four digits, nothing more."""

from tests.stripe_server.ending import end
from tests.stripe_server.events import changing, emit
from tests.stripe_server.parameters import RANGE, set_metadata, within
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.state import Obj, World, new_id

ADDRESS = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), str)
CUSTOMER = {
    "email": str,
    "name": str,
    "phone": str,
    "description": str,
    "metadata?": dict,
    "preferred_locales": [str],
    "invoice_settings": {"default_payment_method": str},
    "address?": ADDRESS,
}
PLAIN = ("email", "name", "phone", "description", "preferred_locales", "address")


@route("POST", "/v1/customers", "customers.create", CUSTOMER)
def create_customer(world: World, params: Obj) -> Obj:
    """Somebody who may buy."""
    customer = world.add(
        {
            "id": new_id("cus", 14),
            "object": "customer",
            "address": None,
            "balance": 0,
            "created": world.now(),
            "currency": None,
            "default_source": None,
            "delinquent": False,
            "description": None,
            "email": None,
            "invoice_prefix": new_id("x", 8)[2:].upper(),
            "invoice_settings": {
                "custom_fields": None,
                "default_payment_method": None,
                "footer": None,
                "rendering_options": None,
            },
            "livemode": False,
            "metadata": {},
            "name": None,
            "next_invoice_sequence": 1,
            "phone": None,
            "preferred_locales": [],
            "shipping": None,
            "tax_exempt": "none",
            "test_clock": None,
        }
    )
    change(world, customer, params)
    emit(world, "customer.created", customer)
    return customer


def change(world: World, customer: Obj, params: Obj) -> None:
    """Set what was given."""
    set_metadata(customer, params)
    customer.update({key: params[key] for key in PLAIN if key in params})
    card = params.get("invoice_settings", {}).get("default_payment_method")
    if card:
        world.get("payment_method", card, param="invoice_settings[default_payment_method]")
        customer["invoice_settings"] = {**customer["invoice_settings"], "default_payment_method": card}


def living(world: World, number: str, *, param: str | None = "customer") -> Obj:
    """A customer who was not deleted, for something new; raises ApiError."""
    customer = world.get("customer", number, param=param)
    if customer.get("deleted"):
        world.get("customer", f"{number} (deleted)", param=param)
    return customer


@route("GET", "/v1/customers/<id>", "customers.retrieve")
def retrieve_customer(world: World, _params: Obj, number: str) -> Obj:
    """A customer; of a deleted one only that."""
    return world.get("customer", number)


@route("POST", "/v1/customers/<id>", "customers.update", CUSTOMER)
def update_customer(world: World, params: Obj, number: str) -> Obj:
    """Change what is known of a customer."""
    customer = living(world, number, param=None)
    with changing(world, customer, "customer.updated"):
        change(world, customer, params)
    return customer


@route("DELETE", "/v1/customers/<id>", "customers.delete")
def delete_customer(world: World, _params: Obj, number: str) -> Obj:
    """Forget a customer: the subscriptions end at once."""
    customer = living(world, number, param=None)
    for subscription in world.all("subscription", customer=number):
        if subscription["status"] not in ("canceled", "incomplete_expired"):
            end(world, subscription)
    emit(world, "customer.deleted", customer)
    customer.clear()
    customer.update({"id": number, "object": "customer", "deleted": True})
    return customer


@route("GET", "/v1/customers", "customers.list", {"email": str, "created": RANGE, **PAGE})
def list_customers(world: World, params: Obj) -> list[Obj]:
    """The customers who were not deleted."""
    found = world.all("customer", email=params.get("email"))
    return [each for each in found if not each.get("deleted") and within(each["created"], params.get("created"))]


def add_card(world: World, customer: Obj, *, last4: str = "4242", how: str = "ok") -> Obj:
    """Give the customer another card, which is charged from now on; `how` is ok, declined or requires_action."""
    number = new_id("pm")
    card = {
        "id": number,
        "object": "payment_method",
        "allow_redisplay": "always",
        "billing_details": {"address": None, "email": customer["email"], "name": None, "phone": None, "tax_id": None},
        "card": {
            "brand": "visa",
            "checks": None,
            "country": "US",
            "display_brand": "visa",
            "exp_month": 12,
            "exp_year": 2034,
            "fingerprint": new_id("fp", 16)[3:],
            "funding": "credit",
            "last4": last4,
            "networks": {"available": ["visa"], "preferred": None},
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": world.now(),
        "customer": customer["id"],
        "livemode": False,
        "metadata": {},
        "type": "card",
        "_how": how,
    }
    world.add(card)
    with changing(world, customer, "customer.updated"):
        customer["invoice_settings"] = {**customer["invoice_settings"], "default_payment_method": number}
    return card


@route("GET", "/v1/payment_methods/<id>", "payment_methods.retrieve")
def retrieve_card(world: World, _params: Obj, number: str) -> Obj:
    """A card."""
    return world.get("payment_method", number)


@route("GET", "/v1/customers/<id>/payment_methods", "customers.payment_methods.list", {"type": str, **PAGE})
def list_cards(world: World, _params: Obj, number: str) -> list[Obj]:
    """The cards of a customer."""
    world.get("customer", number)
    return world.all("payment_method", customer=number)
