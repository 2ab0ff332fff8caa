"""Subscription schedules: phases that begin later, as a downgrade at the period's end does."""

from copy import deepcopy

from tests.stripe_server.errors import invalid
from tests.stripe_server.events import changing, emit
from tests.stripe_server.items import items_of, period_end, subscribable
from tests.stripe_server.parameters import set_metadata
from tests.stripe_server.periods import nth
from tests.stripe_server.phases import CHANGED, release
from tests.stripe_server.routing import route
from tests.stripe_server.settling import UPDATED
from tests.stripe_server.state import Obj, World, new_id

PRORATION = ("always_invoice", "create_prorations", "none")
PHASE = {
    "items!": [{"price!": str, "quantity": int, "metadata": dict}],
    "start_date": int,
    "end_date": int,
    "duration": {"interval!": ("day", "week", "month", "year"), "interval_count": int},
    "proration_behavior": PRORATION,
    "metadata": dict,
    "trial_end": int,
}


@route(
    "POST", "/v1/subscription_schedules", "subscription_schedules.create", {"from_subscription": str, "metadata": dict}
)
def create_schedule(world: World, params: Obj) -> Obj:
    """Take over a subscription: its schedule has one phase, the period that runs."""
    if "from_subscription" not in params:
        raise invalid("The stand-in makes schedules from_subscription only.", param="from_subscription")
    subscription = world.get("subscription", params["from_subscription"], param="from_subscription")
    if subscription["schedule"]:
        message = "You cannot migrate a subscription that is already attached to a schedule:"
        raise invalid(f"{message} `{subscription['schedule']}`.", param="from_subscription")
    if subscription["status"] in ("canceled", "incomplete_expired"):
        raise invalid("You cannot migrate a subscription that is canceled.", param="from_subscription")
    items = [{"price": each["price"], "quantity": each["quantity"]} for each in items_of(subscription)]
    start = min(each["current_period_start"] for each in items_of(subscription))
    first = phase(world, subscription, items, start, period_end(subscription))
    schedule = world.add(new_schedule(world, subscription, first, params.get("metadata", {})))
    with changing(world, subscription, UPDATED):
        subscription["schedule"] = schedule["id"]
    emit(world, "subscription_schedule.created", schedule)
    return schedule


def new_schedule(world: World, subscription: Obj, first: Obj, metadata: Obj) -> Obj:
    """A schedule with its first phase running."""
    return {
        "id": new_id("sub_sched"),
        "object": "subscription_schedule",
        "application": None,
        "billing_mode": deepcopy(subscription["billing_mode"]),
        "canceled_at": None,
        "completed_at": None,
        "created": world.now(),
        "current_phase": {"start_date": first["start_date"], "end_date": first["end_date"]},
        "customer": subscription["customer"],
        "default_settings": {
            "application_fee_percent": None,
            "billing_cycle_anchor": "automatic",
            "billing_thresholds": None,
            "collection_method": "charge_automatically",
            "default_payment_method": None,
            "description": None,
            "invoice_settings": {"account_tax_ids": None, "days_until_due": None, "issuer": {"type": "self"}},
            "on_behalf_of": None,
            "transfer_data": None,
        },
        "end_behavior": "release",
        "livemode": False,
        "metadata": metadata,
        "pause_schedules": [],
        "phases": [first],
        "released_at": None,
        "released_subscription": None,
        "status": "active",
        "subscription": subscription["id"],
        "test_clock": None,
    }


def phase(world: World, subscription: Obj, items: list[Obj], start: int, end: int, given: Obj | None = None) -> Obj:
    """What holds from one moment to another."""
    given = given or {}
    return {
        "add_invoice_items": [],
        "application_fee_percent": None,
        "billing_cycle_anchor": None,
        "billing_thresholds": None,
        "collection_method": None,
        "currency": subscription["currency"],
        "default_payment_method": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "end_date": end,
        "invoice_settings": None,
        "items": [
            {
                "billing_thresholds": None,
                "discounts": [],
                "metadata": each.get("metadata", {}),
                "plan": each["price"],
                "price": each["price"],
                "quantity": each.get("quantity", 1),
                "tax_rates": [],
            }
            for each in items
        ],
        "metadata": given.get("metadata", {}),
        "on_behalf_of": None,
        "proration_behavior": given.get("proration_behavior", "create_prorations"),
        "start_date": start,
        "transfer_data": None,
        "trial_end": given.get("trial_end"),
    }


UPDATE = {
    "phases": [PHASE],
    "end_behavior": ("cancel", "release"),
    "metadata?": dict,
    "proration_behavior": PRORATION,
}


@route("POST", "/v1/subscription_schedules/<id>", "subscription_schedules.update", UPDATE)
def update_schedule(world: World, params: Obj, number: str) -> Obj:
    """Set the phases: the one that runs is to be given again."""
    schedule = active(world, number)
    set_metadata(schedule, params)
    schedule["end_behavior"] = params.get("end_behavior", schedule["end_behavior"])
    if "phases" in params:
        schedule["phases"] = phases_of(world, schedule, params["phases"])
        running = schedule["phases"][0]
        schedule["current_phase"] = {"start_date": running["start_date"], "end_date": running["end_date"]}
    emit(world, CHANGED, schedule)
    return schedule


def phases_of(world: World, schedule: Obj, given: list[Obj]) -> list[Obj]:
    """The phases one after the other; raises ApiError where they do not join."""
    subscription = world.by_id[schedule["subscription"]]
    moment = schedule["current_phase"]["start_date"]
    if given[0].get("start_date") != moment:
        message = "The first phase has to begin where the current phase does: give its `start_date`."
        raise invalid(message, param="phases[0][start_date]")
    made = []
    for index, each in enumerate(given):
        price = None
        for at, item in enumerate(each["items"]):
            price = subscribable(world, item["price"], f"phases[{index}][items][{at}][price]")
        assert price is not None
        if each.get("start_date", moment) != moment:
            message = "The `start_date` of a phase has to be the `end_date` of the one before."
            raise invalid(message, param=f"phases[{index}][start_date]")
        length = each.get("duration") or price["recurring"]
        close = each.get("end_date") or nth(moment, length["interval"], length.get("interval_count", 1), 1)
        if close <= moment:
            raise invalid("A phase has to end after it begins.", param=f"phases[{index}][end_date]")
        made.append(phase(world, subscription, each["items"], moment, close, each))
        moment = close
    return made


def active(world: World, number: str) -> Obj:
    """A schedule that still goes on; raises ApiError."""
    schedule = world.get("subscription_schedule", number)
    if schedule["status"] != "active":
        message = f"This schedule is in the `{schedule['status']}` state and can not be changed."
        raise invalid(message)
    return schedule


@route("GET", "/v1/subscription_schedules/<id>", "subscription_schedules.retrieve")
def retrieve_schedule(world: World, _params: Obj, number: str) -> Obj:
    """A schedule."""
    return world.get("subscription_schedule", number)


@route(
    "POST", "/v1/subscription_schedules/<id>/release", "subscription_schedules.release", {"preserve_cancel_date": bool}
)
def release_schedule(world: World, _params: Obj, number: str) -> Obj:
    """Leave the subscription as it is now; later phases do not happen."""
    schedule = active(world, number)
    release(world, schedule)
    return schedule
