"""What a subscription is for: its items and their periods."""

from tests.stripe_server.errors import invalid
from tests.stripe_server.periods import following
from tests.stripe_server.rendering import listed
from tests.stripe_server.state import Obj, World, new_id

ITEM = {"price": str, "quantity": int, "metadata": dict}


def subscribable(world: World, number: str, param: str = "items[0][price]") -> Obj:
    """A price that can be subscribed to; raises ApiError."""
    price = world.get("price", number, param=param)
    if price["recurring"] is None:
        raise invalid("The price specified is set to `type=one_time`: a recurring one is needed.", param=param)
    if not price["active"]:
        raise invalid("The price specified is inactive. This field only accepts active prices.", param=param)
    return price


def new_item(world: World, subscription: str, wanted: Obj, start: int, end: int) -> Obj:
    """An item in its period."""
    return {
        "id": new_id("si", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": world.now(),
        "current_period_end": end,
        "current_period_start": start,
        "discounts": [],
        "metadata": wanted.get("metadata", {}),
        "price": wanted["price"],
        "quantity": wanted.get("quantity", 1),
        "subscription": subscription,
        "tax_rates": [],
    }


def item_list(subscription: str, items: list[Obj]) -> Obj:
    """The items as a list object."""
    return listed(items, f"/v1/subscription_items?subscription={subscription}")


def items_of(subscription: Obj) -> list[Obj]:
    """The items."""
    found: list[Obj] = subscription["items"]["data"]
    return found


def interval_of(world: World, items: list[Obj]) -> tuple[str, int]:
    """How long a period of these items is."""
    recurring = world.by_id[items[0]["price"]]["recurring"]
    return str(recurring["interval"]), int(recurring["interval_count"])


def period_end(subscription: Obj) -> int:
    """When what was paid for ends."""
    return max(int(each["current_period_end"]) for each in items_of(subscription))


def advance_period(world: World, subscription: Obj) -> None:
    """The next period begins where this one ends."""
    for item in items_of(subscription):
        start = item["current_period_end"]
        item["current_period_start"] = start
        price = world.by_id[item["price"]]
        item["current_period_end"] = following(subscription["billing_cycle_anchor"], price, start)


def amount_of(world: World, item: Obj) -> int:
    """What a whole period of an item costs."""
    return int(world.by_id[item["price"]]["unit_amount"]) * int(item["quantity"])
