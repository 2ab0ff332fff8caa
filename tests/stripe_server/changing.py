"""How what a subscription is for changes: upgrades, downgrades, month to year, with what was not used given back."""

from copy import deepcopy

from tests.stripe_server.errors import card_error, invalid
from tests.stripe_server.events import changing
from tests.stripe_server.invoicing import issue, line, whole_line
from tests.stripe_server.items import amount_of, interval_of, item_list, items_of, new_item, subscribable
from tests.stripe_server.paying import DECLINED, charge_invoice, how_it_goes
from tests.stripe_server.periods import following
from tests.stripe_server.settling import UPDATED, after_refusal, collect
from tests.stripe_server.state import Obj, World

PENDING_SECONDS = 23 * 3600


def wanted_items(world: World, subscription: Obj, given: list[Obj]) -> list[Obj]:
    """The items as they would be after a request; raises ApiError."""
    items = deepcopy(items_of(subscription))
    by_id = {each["id"]: each for each in items}
    for index, each in enumerate(given):
        if "price" in each:
            subscribable(world, each["price"], f"items[{index}][price]")
        if "id" not in each:
            first = items[0]
            made = new_item(world, subscription["id"], each, first["current_period_start"], first["current_period_end"])
            items.append(made)
        elif each["id"] not in by_id:
            raise invalid(f"No such subscription item: '{each['id']}'", param=f"items[{index}][id]")
        elif each.get("deleted"):
            items.remove(by_id[each["id"]])
        else:
            by_id[each["id"]].update({key: each[key] for key in ("price", "quantity", "metadata") if key in each})
    lengths = {interval_of(world, [each]) for each in items}
    if len(lengths) != 1:
        message = "All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count`."
        raise invalid(f"{message} If you meant to update an existing subscription item, give its id.", param="items")
    return items


def starts_over(world: World, subscription: Obj, items: list[Obj], anchor: str | None = None) -> bool:
    """Whether a new period begins at once: another length, or because it was asked for; never in a trial."""
    other = interval_of(world, items) != interval_of(world, items_of(subscription))
    return subscription["status"] != "trialing" and (other or anchor == "now")


def begin_anew(world: World, items: list[Obj], moment: int) -> None:
    """A period of these items begins."""
    for item in items:
        item["current_period_start"] = moment
        item["current_period_end"] = following(moment, world.by_id[item["price"]], moment)


def prorations(world: World, subscription: Obj, items: list[Obj], moment: int, *, over: bool) -> list[Obj]:
    """The lines of a change: what was not used of the old is given back, the rest of the period of the new costs."""
    if subscription["status"] == "trialing":
        return []
    lines = []
    new = {each["id"]: each for each in items}
    old = {each["id"]: each for each in items_of(subscription)}
    for number, item in old.items():
        if over or number not in new or different(item, new[number]):
            lines.append(part(world, subscription, item, moment, -1, "Unused time on"))
    for number, item in new.items():
        if over:
            lines.append(whole_line(world, subscription, item))
        elif number not in old or different(item, old[number]):
            lines.append(part(world, subscription, item, moment, 1, "Remaining time on"))
    return lines


def different(one: Obj, other: Obj) -> bool:
    """Whether two states of an item cost something else."""
    return (one["price"], one["quantity"]) != (other["price"], other["quantity"])


def part(world: World, subscription: Obj, item: Obj, moment: int, sign: int, text: str) -> Obj:
    """The rest of an item's period."""
    start, end = item["current_period_start"], item["current_period_end"]
    amount = sign * round(amount_of(world, item) * max(0, end - moment) / (end - start))
    name = world.by_id[world.by_id[item["price"]]["product"]]["name"]
    made = line(world, subscription, item, amount, f"{text} {name}", proration=True)
    made["period"] = {"start": moment, "end": end}
    return made


def change_items(world: World, subscription: Obj, items: list[Obj], params: Obj) -> None:
    """Do the change and collect what it costs, as proration_behavior and payment_behavior say."""
    moment = params.get("proration_date") or world.now()
    over = starts_over(world, subscription, items, params.get("billing_cycle_anchor", {}).get("type"))
    if over:
        begin_anew(world, items, moment)
    behaviour = params.get("proration_behavior", "create_prorations")
    lines = prorations(world, subscription, items, moment, over=over)
    if behaviour == "none":
        lines = [each for each in lines if not each["parent"]["subscription_item_details"]["proration"]]
    at_once = bool(lines) and (over or behaviour == "always_invoice")
    payment = params.get("payment_behavior", "allow_incomplete")
    how = (
        how_it_goes(world, world.by_id[subscription["customer"]])
        if at_once and payment == "error_if_incomplete"
        else None
    )
    if how not in (None, "ok"):
        raise card_error("card_declined", DECLINED, decline_code="generic_decline")
    anchor = moment if over else None
    if not at_once:
        subscription["_waiting"] += lines
        apply(world, subscription, items, anchor)
    elif payment == "pending_if_incomplete":
        change_if_paid(world, subscription, items, anchor, lines)
    else:
        apply(world, subscription, items, anchor)
        collect(world, issue(world, subscription, lines, "subscription_update"), how)


def apply(world: World, subscription: Obj, items: list[Obj], anchor: int | None) -> None:
    """Put the items in."""
    with changing(world, subscription, UPDATED):
        subscription["items"] = item_list(subscription["id"], items)
        subscription["billing_cycle_anchor"] = anchor or subscription["billing_cycle_anchor"]


def change_if_paid(world: World, subscription: Obj, items: list[Obj], anchor: int | None, lines: list[Obj]) -> None:
    """Charge first; when that fails the change waits for its payment for 23 hours."""
    invoice = issue(world, subscription, lines, "subscription_update")
    outcome = charge_invoice(world, invoice)
    if outcome == "paid":
        apply(world, subscription, items, anchor)
        return
    with changing(world, subscription, UPDATED):
        subscription["_pending_invoice"] = invoice["id"]
        subscription["pending_update"] = {
            "billing_cycle_anchor": anchor,
            "expires_at": world.now() + PENDING_SECONDS,
            "subscription_items": items,
            "trial_end": None,
            "trial_from_plan": None,
        }
    after_refusal(world, subscription, invoice, declined=outcome == "declined")
