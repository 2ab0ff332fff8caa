"""Payments that somebody asks their bank to take back."""

from tests.stripe_server.events import emit
from tests.stripe_server.parameters import RANGE, within
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.state import Obj, World, new_id

CLOSED = ("won", "lost")
TEXTS = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal"
    " customer_communication customer_email_address customer_name customer_purchase_ip customer_signature"
    " duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt"
    " refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation"
    " shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number"
    " uncategorized_file uncategorized_text"
)


def dispute(world: World, charge: Obj, reason: str = "fraudulent") -> Obj:
    """The bank takes a charge back for now."""
    charge["disputed"] = True
    made = world.add(
        {
            "id": new_id("du"),
            "object": "dispute",
            "amount": charge["amount"],
            "balance_transactions": [],
            "charge": charge["id"],
            "created": world.now(),
            "currency": charge["currency"],
            "enhanced_eligibility_types": [],
            "evidence": {**dict.fromkeys(TEXTS.split()), "enhanced_evidence": {}},
            "evidence_details": {
                "due_by": world.now() + 7 * 86400,
                "enhanced_eligibility": {},
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
                "submission_method": "not_submitted",
            },
            "is_charge_refundable": False,
            "livemode": False,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "reason": reason,
            "status": "needs_response",
        }
    )
    emit(world, "charge.dispute.created", made)
    return made


def close(world: World, found: Obj, status: str) -> None:
    """It is decided: won or lost; raises ValueError for anything else."""
    if status not in CLOSED:
        raise ValueError(f"{status} is none of {', '.join(CLOSED)}")
    found["status"] = status
    emit(world, "charge.dispute.closed", found)


@route("GET", "/v1/disputes/<id>", "disputes.retrieve")
def retrieve_dispute(world: World, _params: Obj, number: str) -> Obj:
    """A dispute."""
    return world.get("dispute", number)


@route("GET", "/v1/disputes", "disputes.list", {"payment_intent": str, "charge": str, "created": RANGE, **PAGE})
def list_disputes(world: World, params: Obj) -> list[Obj]:
    """The disputes about a payment."""
    found = world.all("dispute", payment_intent=params.get("payment_intent"), charge=params.get("charge"))
    return [each for each in found if within(each["created"], params.get("created"))]
