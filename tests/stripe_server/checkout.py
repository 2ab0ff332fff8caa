"""Checkout sessions: made by us, paid on the stand-in's own page."""

from tests.stripe_server.customers import living
from tests.stripe_server.errors import invalid
from tests.stripe_server.events import emit
from tests.stripe_server.items import subscribable
from tests.stripe_server.parameters import RANGE, set_metadata, within
from tests.stripe_server.periods import DAY
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.state import Obj, World, new_id

SHORTEST, LONGEST = 30 * 60, 24 * 3600
MISSING = ("cancel", "create_invoice", "pause")
SESSION = {
    "mode!": ("payment", "setup", "subscription"),
    "line_items": [{"price": str, "quantity": int}],
    "success_url": str,
    "cancel_url": str,
    "customer": str,
    "customer_email": str,
    "customer_update": dict(dict.fromkeys(("address", "name"), ("auto", "never"))),
    "client_reference_id": str,
    "metadata": dict,
    "subscription_data": {
        "metadata": dict,
        "description": str,
        "trial_period_days": int,
        "trial_end": int,
        "trial_settings": {"end_behavior!": {"missing_payment_method!": MISSING}},
    },
    "allow_promotion_codes": bool,
    "automatic_tax": {"enabled!": bool},
    "billing_address_collection": ("auto", "required"),
    "tax_id_collection": {"enabled!": bool},
    "payment_method_collection": ("always", "if_required"),
    "locale": str,
    "expires_at": int,
    "ui_mode": ("hosted_page",),
    "integration_identifier": str,
}


@route("POST", "/v1/checkout/sessions", "checkout.sessions.create", SESSION)
def create_session(world: World, params: Obj) -> Obj:
    """A purchase that may be paid within a day."""
    if params["mode"] != "subscription":
        raise invalid("The stand-in speaks mode=subscription only.", param="mode")
    wanted = params.get("line_items") or []
    if not wanted or not all(each.get("price") for each in wanted):
        raise invalid("Missing required param: line_items[0][price].", param="line_items", code="parameter_missing")
    if "success_url" not in params:
        raise invalid("Missing required param: success_url.", param="success_url", code="parameter_missing")
    prices = [subscribable(world, each["price"], f"line_items[{i}][price]") for i, each in enumerate(wanted)]
    if "customer" in params:
        if "customer_email" in params:
            raise invalid("You may only specify one of these parameters: customer, customer_email.", param="customer")
        check_address(params, living(world, params["customer"]))
    expires = params.get("expires_at", world.now() + LONGEST)
    if not SHORTEST - 60 <= expires - world.now() <= LONGEST + 60:
        raise invalid("The `expires_at` timestamp must be from 30 minutes to 24 hours away.", param="expires_at")
    trial = trial_of(world, params.get("subscription_data", {}))
    lines = [line(price, each.get("quantity", 1)) for price, each in zip(prices, wanted, strict=True)]
    session = new_session(world, params, lines, expires, free=trial is not None)
    return world.add({**session, "_trial": trial, "_data": params.get("subscription_data", {}), "_wanted": wanted})


def check_address(params: Obj, customer: Obj) -> None:
    """Raise ApiError where tax is to be counted for somebody who has no address and is not asked for one."""
    is_asked = params.get("customer_update", {}).get("address") == "auto"
    if params.get("automatic_tax", {}).get("enabled") and not customer["address"] and not is_asked:
        message = "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address"
        more = "to the Customer or set `customer_update[address]` to 'auto'."
        raise invalid(f"{message} {more}", param="automatic_tax", code="customer_tax_location_invalid")


def trial_of(world: World, data: Obj) -> int | None:
    """How many seconds a trial would be; raises ApiError when that is none."""
    if "trial_period_days" in data:
        if data["trial_period_days"] < 1:
            message = "The minimum number of trial period days is 1."
            raise invalid(message, param="subscription_data[trial_period_days]")
        return int(data["trial_period_days"]) * DAY
    if "trial_end" in data:
        if data["trial_end"] - world.now() < 2 * DAY:
            message = "The `trial_end` date has to be at least 2 days in the future."
            raise invalid(message, param="subscription_data[trial_end]")
        return int(data["trial_end"]) - world.now()
    return None


def line(price: Obj, quantity: int) -> Obj:
    """What is bought."""
    amount = price["unit_amount"] * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": None,
        "price": price["id"],
        "quantity": quantity,
    }


# what is empty at first
UNSAID = [
    "adaptive_pricing",
    "after_expiration",
    "client_secret",
    "collected_information",
    "consent",
    "consent_collection",
    "currency_conversion",
    "customer_details",
    "invoice",
    "invoice_creation",
    "origin_context",
    "payment_intent",
    "payment_link",
    "payment_method_configuration_details",
    "payment_method_options",
    "permissions",
    "recovered_from",
    "saved_payment_method_options",
    "setup_intent",
    "shipping_address_collection",
    "shipping_cost",
    "submit_type",
    "subscription",
    "wallet_options",
    "_code",
]


def new_session(world: World, params: Obj, lines: list[Obj], expires: int, *, free: bool) -> Obj:
    """An open session."""
    number = new_id("cs_test", 58)
    total = 0 if free else sum(each["amount_total"] for each in lines)
    return {
        "id": number,
        "object": "checkout.session",
        **dict.fromkeys(UNSAID),
        "allow_promotion_codes": params.get("allow_promotion_codes"),
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {
            "enabled": params.get("automatic_tax", {}).get("enabled", False),
            "liability": None,
            "provider": None,
            "status": None,
        },
        "billing_address_collection": params.get("billing_address_collection"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": world.now(),
        "currency": lines[0]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer": params.get("customer"),
        "customer_creation": None if "customer" in params else "always",
        "customer_email": params.get("customer_email"),
        "discounts": [],
        "expires_at": expires,
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": params.get("metadata", {}),
        "mode": "subscription",
        "payment_method_collection": params.get("payment_method_collection", "always"),
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "success_url": params["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{world.url}/pay/{number}",
        "_lines": lines,
    }


@route("GET", "/v1/checkout/sessions/<id>", "checkout.sessions.retrieve")
def retrieve_session(world: World, _params: Obj, number: str) -> Obj:
    """A session."""
    return world.get("checkout.session", number)


@route("GET", "/v1/checkout/sessions/<id>/line_items", "checkout.sessions.line_items.list", PAGE)
def list_line_items(world: World, _params: Obj, number: str) -> list[Obj]:
    """What is bought in a session."""
    lines: list[Obj] = world.get("checkout.session", number)["_lines"]
    return lines


LIST = {"customer": str, "status": ("complete", "expired", "open"), "subscription": str, "created": RANGE, **PAGE}


@route("GET", "/v1/checkout/sessions", "checkout.sessions.list", LIST)
def list_sessions(world: World, params: Obj) -> list[Obj]:
    """The sessions of a customer, by status."""
    wanted = {name: params.get(name) for name in ("customer", "status", "subscription")}
    found = world.all("checkout.session", **wanted)
    return [each for each in found if within(each["created"], params.get("created"))]


@route("POST", "/v1/checkout/sessions/<id>", "checkout.sessions.update", {"metadata?": dict})
def update_session(world: World, params: Obj, number: str) -> Obj:
    """Change a session's metadata."""
    session = world.get("checkout.session", number)
    set_metadata(session, params)
    return session


@route("POST", "/v1/checkout/sessions/<id>/expire", "checkout.sessions.expire")
def expire_session(world: World, _params: Obj, number: str) -> Obj:
    """Nobody may pay any more."""
    session = world.get("checkout.session", number)
    if session["status"] != "open":
        message = "Only Checkout Sessions with a status in ['open'] can be expired."
        raise invalid(f"{message} This Session has a status of `{session['status']}`.")
    expire(world, session)
    return session


def expire(world: World, session: Obj) -> None:
    """End a session that was not paid."""
    session.update(status="expired", url=None)
    emit(world, "checkout.session.expired", session)
