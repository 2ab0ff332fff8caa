"""How a schedule goes on: the next phase begins, or it is over."""

from copy import deepcopy

from tests.stripe_server.changing import change_items
from tests.stripe_server.ending import end
from tests.stripe_server.events import changing, emit
from tests.stripe_server.items import interval_of, item_list, items_of, period_end
from tests.stripe_server.settling import UPDATED
from tests.stripe_server.state import Obj, World

CHANGED = "subscription_schedule.updated"


def release(world: World, schedule: Obj) -> None:
    """The subscription goes on without the schedule."""
    subscription = world.by_id[schedule["subscription"]]
    schedule.update(
        status="released",
        released_at=world.now(),
        released_subscription=subscription["id"],
        subscription=None,
        current_phase=None,
    )
    with changing(world, subscription, UPDATED):
        subscription["schedule"] = None
    emit(world, "subscription_schedule.released", schedule)


def next_change(world: World, subscription: Obj) -> int | None:
    """When the running phase of a subscription's schedule ends."""
    schedule = world.by_id.get(subscription["schedule"] or "")
    return schedule["current_phase"]["end_date"] if schedule else None


def begin_phase(world: World, subscription: Obj) -> None:
    """The next phase begins; after the last one the schedule is released, or the subscription ends."""
    schedule = world.by_id[subscription["schedule"]]
    now = schedule["current_phase"]["end_date"]
    following = [each for each in schedule["phases"] if each["start_date"] == now]
    if not following:
        if schedule["end_behavior"] == "cancel":
            end(world, subscription)
        else:
            release(world, schedule)
        return
    coming = following[0]
    schedule["current_phase"] = {"start_date": now, "end_date": coming["end_date"]}
    put_in(world, subscription, coming)
    emit(world, CHANGED, schedule)


def put_in(world: World, subscription: Obj, coming: Obj) -> None:
    """Give a subscription the items of a phase; at a period's end nothing is prorated."""
    items = deepcopy(items_of(subscription))[: len(coming["items"])]
    for item, wanted in zip(items, coming["items"], strict=True):
        item.update(price=wanted["price"], quantity=wanted["quantity"])
    if coming["start_date"] < period_end(subscription):
        change_items(world, subscription, items, {"proration_behavior": coming["proration_behavior"]})
        return
    with changing(world, subscription, UPDATED):
        if interval_of(world, items) != interval_of(world, items_of(subscription)):
            subscription["billing_cycle_anchor"] = coming["start_date"]
        subscription["items"] = item_list(subscription["id"], items)
        subscription["metadata"].update(coming["metadata"])
