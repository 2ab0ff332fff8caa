"""An object as it is sent: without what is ours, with prices in their items, and with what is to be expanded."""

from collections.abc import Callable, Iterable
from typing import Any

from tests.stripe_server.errors import invalid
from tests.stripe_server.state import Obj, World

DEEPEST = 4


def shown(world: World, thing: Obj, expand: Iterable[str] = ()) -> Obj:
    """A copy of the object for an answer or an event."""
    value: Obj = plain(world, thing)
    for path in expand:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise invalid(f"You cannot expand more than {DEEPEST} levels of a property.", param="expand")
        open_path(world, value, steps, path)
    return value


def plain(world: World, value: Any) -> Any:
    """A deep copy without keys of ours; items carry their whole price and the plan it once was."""
    if isinstance(value, list):
        return [plain(world, each) for each in value]
    if not isinstance(value, dict):
        return value
    ours = "object" in value
    copied = {key: plain(world, each) for key, each in value.items() if not (ours and key.startswith("_"))}
    if value.get("object") in ("subscription_item", "item") and isinstance(value.get("price"), str):
        price = world.by_id[value["price"]]
        copied["price"] = plain(world, price)
        if value["object"] == "subscription_item":
            copied["plan"] = plan(price)
    return copied


def plan(price: Obj) -> Obj:
    """What a price was called before there were prices; items still carry it."""
    recurring = price["recurring"] or {"interval": "month", "interval_count": 1, "usage_type": "licensed"}
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": str(price["unit_amount"]),
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": False,
        "metadata": dict(price["metadata"]),
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def open_path(world: World, value: Any, steps: list[str], path: str) -> None:
    """Put the object in the place of its id, along the path."""
    if not steps or value is None:
        return
    if isinstance(value, list):
        for each in value:
            open_path(world, each, steps, path)
        return
    head, rest = steps[0], steps[1:]
    if not isinstance(value, dict):
        raise cannot(path)
    if head not in value:
        made = COMPUTED.get((str(value.get("object")), head))
        if made is None:
            raise cannot(path)
        value[head] = plain(world, made(world, value["id"]))
    value[head] = opened(world, value[head], path, last=not rest)
    open_path(world, value[head], rest, path)


def opened(world: World, value: Any, path: str, *, last: bool) -> Any:
    """The object of an id, of each id in a list; what is no id stays, unless it was asked for itself."""
    if isinstance(value, list):
        return [opened(world, each, path, last=last) for each in value]
    if isinstance(value, str):
        if value not in world.by_id:
            raise cannot(path)
        return plain(world, world.by_id[value])
    return value


def cannot(path: str) -> Exception:
    """400: nothing stands behind the property."""
    return invalid(f"This property cannot be expanded ({path}).", param="expand")


def listed(data: list[Obj], url: str, *, has_more: bool = False) -> Obj:
    """A list object."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def payments_of(world: World, number: str) -> Obj:
    """How an invoice was paid, or is to be."""
    return listed(world.all("invoice_payment", invoice=number), f"/v1/invoice_payments?invoice={number}")


def lines_of(world: World, number: str) -> Obj:
    """What is bought in a Checkout."""
    return listed(world.by_id[number]["_lines"], f"/v1/checkout/sessions/{number}/line_items")


def refunds_of(world: World, number: str) -> Obj:
    """What of a charge went back."""
    return listed(world.all("refund", charge=number), f"/v1/charges/{number}/refunds")


def subscriptions_of(world: World, number: str) -> Obj:
    """The subscriptions of a customer that have not ended."""
    found = [each for each in world.all("subscription", customer=number) if each["status"] != "canceled"]
    return listed(found, f"/v1/customers/{number}/subscriptions")


COMPUTED: dict[tuple[str, str], Callable[[World, str], Obj]] = {
    ("invoice", "payments"): payments_of,
    ("checkout.session", "line_items"): lines_of,
    ("charge", "refunds"): refunds_of,
    ("customer", "subscriptions"): subscriptions_of,
}
