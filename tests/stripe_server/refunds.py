"""Money that goes back."""

from tests.stripe_server.errors import invalid
from tests.stripe_server.events import emit
from tests.stripe_server.parameters import RANGE, set_metadata, within
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.state import Obj, World, new_id

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
CREATE = {"payment_intent": str, "charge": str, "amount": int, "reason": REASONS, "metadata": dict}


@route("POST", "/v1/refunds", "refunds.create", CREATE)
def create_refund(world: World, params: Obj) -> Obj:
    """Give back a payment or a part of it, never more than was paid."""
    charge = charge_of(world, params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if left == 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if amount < 1:
        raise invalid("Invalid positive integer", param="amount", code="parameter_invalid_integer")
    if amount > left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise invalid(message, param="amount")
    status = world.rules.refund_status
    refund = world.add(new_refund(world, charge, amount, params, status))
    if status != "failed":
        count(charge, amount)
    emit(world, "refund.created", refund)
    if status == "failed":
        emit(world, "refund.failed", refund)
    else:
        emit(world, "charge.refunded", charge)
    return refund


def charge_of(world: World, params: Obj) -> Obj:
    """The charge to be given back; raises ApiError when none went well."""
    if "charge" in params:
        return world.get("charge", params["charge"], param="charge")
    if "payment_intent" not in params:
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise invalid(message, code="parameter_missing")
    intent = world.get("payment_intent", params["payment_intent"], param="payment_intent")
    if intent["status"] != "succeeded":
        message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        raise invalid(message, param="payment_intent", code="payment_intent_unexpected_state")
    return world.get("charge", intent["latest_charge"])


def count(charge: Obj, amount: int) -> None:
    """The charge knows what of it went back."""
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]


def new_refund(world: World, charge: Obj, amount: int, params: Obj, status: str) -> Obj:
    """A refund."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "destination_details": {"type": "card", "card": {"type": "pending"}},
        **({"failure_reason": "expired_or_canceled_card"} if status == "failed" else {}),
        "metadata": params.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }


def finish(world: World, refund: Obj, status: str) -> None:
    """A pending refund succeeds or fails; one that succeeded may fail later too."""
    refund["status"] = status
    if status == "failed":
        refund["failure_reason"] = "expired_or_canceled_card"
        count(world.by_id[refund["charge"]], -refund["amount"])
    emit(world, "refund.failed" if status == "failed" else "refund.updated", refund)


@route("GET", "/v1/refunds/<id>", "refunds.retrieve")
def retrieve_refund(world: World, _params: Obj, number: str) -> Obj:
    """A refund."""
    return world.get("refund", number)


@route("POST", "/v1/refunds/<id>", "refunds.update", {"metadata?": dict})
def update_refund(world: World, params: Obj, number: str) -> Obj:
    """Change a refund's metadata."""
    refund = world.get("refund", number)
    set_metadata(refund, params)
    emit(world, "refund.updated", refund)
    return refund


@route("GET", "/v1/refunds", "refunds.list", {"payment_intent": str, "charge": str, "created": RANGE, **PAGE})
def list_refunds(world: World, params: Obj) -> list[Obj]:
    """The refunds of a payment."""
    found = world.all("refund", payment_intent=params.get("payment_intent"), charge=params.get("charge"))
    return [each for each in found if within(each["created"], params.get("created"))]
