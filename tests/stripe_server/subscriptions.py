"""What can be asked of subscriptions."""

from tests.stripe_server.changing import change_items, wanted_items
from tests.stripe_server.customers import living
from tests.stripe_server.ending import end
from tests.stripe_server.errors import invalid, missing
from tests.stripe_server.events import changing, emit
from tests.stripe_server.items import ITEM, period_end
from tests.stripe_server.parameters import RANGE, set_metadata, within
from tests.stripe_server.periods import DAY
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.settling import UPDATED, collect
from tests.stripe_server.state import Obj, World
from tests.stripe_server.subscribing import begin_paid_time, subscribe

ENDED = ("canceled", "incomplete_expired")
STATUSES = ("active", "all", "canceled", "ended", "incomplete", "incomplete_expired", "past_due", "paused", "trialing")
PRORATION = ("always_invoice", "create_prorations", "none")
PAYMENT = ("allow_incomplete", "error_if_incomplete", "pending_if_incomplete")
DETAILS = {"comment": str, "feedback": str}
# the only parameters that real Stripe takes together with payment_behavior=pending_if_incomplete
WITH_PENDING = {
    "expand",
    "payment_behavior",
    "proration_behavior",
    "proration_date",
    "billing_cycle_anchor",
    "items",
    "trial_end",
    "off_session",
}

CREATE = {
    "customer!": str,
    "items": [ITEM],
    "metadata": dict,
    "trial_period_days": int,
    "payment_behavior": ("allow_incomplete", "default_incomplete"),
    "off_session": bool,
}


@route("POST", "/v1/subscriptions", "subscriptions.create", CREATE)
def create_subscription(world: World, params: Obj) -> Obj:
    """A subscription without Checkout; default_incomplete waits for its first payment."""
    customer = living(world, params["customer"])
    if not params.get("items"):
        raise invalid("Missing required param: items.", param="items", code="parameter_missing")
    days = params.get("trial_period_days")
    waits = "requires_action" if params.get("payment_behavior") == "default_incomplete" else None
    more = {"metadata": params.get("metadata"), "trial_end": world.now() + days * DAY if days else None}
    return subscribe(world, customer, params["items"], how=waits, **more)


@route("GET", "/v1/subscriptions/<id>", "subscriptions.retrieve")
def retrieve_subscription(world: World, _params: Obj, number: str) -> Obj:
    """A subscription, ended ones too."""
    return world.get("subscription", number)


LIST = {"customer": str, "price": str, "status": (*STATUSES, "unpaid"), "created": RANGE, **PAGE}


@route("GET", "/v1/subscriptions", "subscriptions.list", LIST)
def list_subscriptions(world: World, params: Obj) -> list[Obj]:
    """The subscriptions of a customer; without a status those that ended are left out."""
    status, price = params.get("status"), params.get("price")
    return [
        each
        for each in world.all("subscription", customer=params.get("customer"))
        if has_status(each, status)
        and within(each["created"], params.get("created"))
        and (price is None or price in [item["price"] for item in each["items"]["data"]])
    ]


def has_status(subscription: Obj, status: str | None) -> bool:
    """Whether a list of that status has the subscription."""
    if status in ("all", None):
        return status == "all" or subscription["status"] != "canceled"
    return subscription["status"] in (ENDED if status == "ended" else (status,))


UPDATE = {
    "items": [{"id": str, "deleted": bool, **ITEM}],
    "proration_behavior": PRORATION,
    "proration_date": int,
    "payment_behavior": PAYMENT,
    "billing_cycle_anchor": {"type!": ("now", "unchanged")},
    "cancel_at?": int,
    "cancel_at_period_end": bool,
    "cancellation_details": DETAILS,
    "default_payment_method": str,
    "description": str,
    "metadata?": dict,
    "off_session": bool,
    "pause_collection?": {"behavior!": ("keep_as_draft", "mark_uncollectible", "void"), "resumes_at": int},
}


@route("POST", "/v1/subscriptions/<id>", "subscriptions.update", UPDATE)
def update_subscription(world: World, params: Obj, number: str) -> Obj:
    """Change a subscription."""
    subscription = changeable(world, number)
    refuse_mixtures(subscription, params)
    items = wanted_items(world, subscription, params["items"]) if params.get("items") else None
    with changing(world, subscription, UPDATED):
        set_metadata(subscription, params)
        plan_end(world, subscription, params)
        plain = ("pause_collection", "description", "default_payment_method")
        subscription.update({key: params[key] for key in plain if key in params})
        if params.get("pause_collection"):
            subscription["pause_collection"] = {"resumes_at": None, **params["pause_collection"]}
    if items is not None:
        change_items(world, subscription, items, params)
    return subscription


def changeable(world: World, number: str) -> Obj:
    """A subscription that has not ended; raises ApiError."""
    subscription = world.get("subscription", number)
    if subscription["status"] in ENDED:
        message = "A canceled subscription can only update its cancellation_details and metadata."
        raise invalid(message)
    return subscription


def refuse_mixtures(subscription: Obj, params: Obj) -> None:
    """What real Stripe refuses to do together."""
    if params.get("payment_behavior") == "pending_if_incomplete":
        wrong = sorted(set(params) - WITH_PENDING)
        if wrong:
            message = f"`payment_behavior=pending_if_incomplete` does not support {', '.join(wrong)}."
            raise invalid(message, param=wrong[0])
    if subscription["schedule"] and {"cancel_at", "cancel_at_period_end"} & set(params):
        message = f"The subscription is managed by the subscription schedule `{subscription['schedule']}`"
        raise invalid(f"{message}, and updating any cancelation behavior directly is not allowed.")
    if params.get("cancel_at_period_end") and params.get("cancel_at"):
        raise invalid("You may only specify one of these parameters: cancel_at, cancel_at_period_end.")


def plan_end(world: World, subscription: Obj, params: Obj) -> None:
    """Set or take back a planned end."""
    if "cancel_at_period_end" in params:
        planned = params["cancel_at_period_end"]
        subscription.update(cancel_at_period_end=planned, cancel_at=period_end(subscription) if planned else None)
    if "cancel_at" in params:
        moment = params["cancel_at"]
        if moment is not None and moment <= world.now():
            raise invalid("The timestamp of `cancel_at` must be in the future.", param="cancel_at")
        subscription.update(cancel_at=moment, cancel_at_period_end=False)
    if {"cancel_at", "cancel_at_period_end"} & set(params):
        planned = subscription["cancel_at"] is not None
        subscription["canceled_at"] = world.now() if planned else None
        reason = "cancellation_requested" if planned else None
        subscription["cancellation_details"] = {**subscription["cancellation_details"], "reason": reason}
    if "cancellation_details" in params:
        details = {**subscription["cancellation_details"], **params["cancellation_details"]}
        subscription["cancellation_details"] = details


CANCEL = {"cancellation_details": DETAILS, "invoice_now": bool, "prorate": bool}


@route("DELETE", "/v1/subscriptions/<id>", "subscriptions.cancel", CANCEL)
def cancel_subscription(world: World, params: Obj, number: str) -> Obj:
    """End a subscription at once; one that has ended is not found."""
    subscription = world.get("subscription", number)
    if subscription["status"] in ENDED:
        raise missing("subscription", number)
    end(world, subscription)
    subscription["cancellation_details"].update(params.get("cancellation_details", {}))
    return subscription


RESUME = {"billing_cycle_anchor": {"type!": ("now", "unchanged")}, "proration_behavior": PRORATION}


@route("POST", "/v1/subscriptions/<id>/resume", "subscriptions.resume", RESUME)
def resume_subscription(world: World, _params: Obj, number: str) -> Obj:
    """Go on with one that is paused; a new period begins and is charged."""
    subscription = world.get("subscription", number)
    if subscription["status"] != "paused":
        raise invalid("Only subscriptions with a status of `paused` can be resumed.")
    resume(world, subscription)
    return subscription


def resume(world: World, subscription: Obj) -> None:
    """A paused subscription is active again."""
    with changing(world, subscription, UPDATED):
        invoice = begin_paid_time(world, subscription)
    emit(world, "customer.subscription.resumed", subscription)
    collect(world, invoice)


def pause(world: World, subscription: Obj) -> None:
    """What becomes of a trial that ended without a card, where that was wanted."""
    with changing(world, subscription, UPDATED):
        subscription["status"] = "paused"
    emit(world, "customer.subscription.paused", subscription)
