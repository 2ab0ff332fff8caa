"""What an invoice would be: before an upgrade, or the next renewal."""

from copy import deepcopy

from tests.stripe_server.changing import begin_anew, prorations, starts_over, wanted_items
from tests.stripe_server.errors import invalid
from tests.stripe_server.invoicing import new_invoice, whole_line
from tests.stripe_server.items import ITEM, advance_period, items_of
from tests.stripe_server.routing import route
from tests.stripe_server.state import Obj, World, new_id

PREVIEW = {
    "customer": str,
    "subscription": str,
    "subscription_details": {
        "items": [{"id": str, "deleted": bool, **ITEM}],
        "proration_behavior": ("always_invoice", "create_prorations", "none"),
        "proration_date": int,
        "billing_cycle_anchor": {"type!": ("now", "unchanged")},
        "cancel_at_period_end": bool,
        "cancel_now": bool,
    },
}


@route("POST", "/v1/invoices/create_preview", "invoices.create_preview", PREVIEW)
def create_preview(world: World, params: Obj) -> Obj:
    """The invoice of a change at once, or the next one; nothing is kept."""
    if "subscription" not in params:
        raise invalid("The stand-in previews a subscription's invoice only.", param="subscription")
    real = world.get("subscription", params["subscription"], param="subscription")
    if real["status"] in ("canceled", "incomplete_expired"):
        raise invalid("No upcoming invoices for a subscription that ended.", code="invoice_upcoming_none")
    subscription = deepcopy(real)
    details = params.get("subscription_details", {})
    lines = changed(world, subscription, details) if details.get("items") else []
    if details.get("proration_behavior") != "always_invoice" and not subscription.get("_over"):
        if subscription["cancel_at"] and not lines:
            raise invalid("No upcoming invoices for a subscription that ends.", code="invoice_upcoming_none")
        advance_period(world, subscription)
        lines = subscription["_waiting"] + lines
        lines += [whole_line(world, subscription, each) for each in items_of(subscription)]
    preview = new_invoice(world, subscription, lines, "upcoming", new_id("upcoming_in"))
    if details.get("proration_date") or details.get("items"):
        at = details.get("proration_date") or world.now()
        preview["parent"]["subscription_details"]["subscription_proration_date"] = at
    return {**preview, "status": "draft"}


def changed(world: World, subscription: Obj, details: Obj) -> list[Obj]:
    """Give the copy its new items; the lines that the change makes."""
    items = wanted_items(world, subscription, details["items"])
    moment = details.get("proration_date") or world.now()
    over = starts_over(world, subscription, items, details.get("billing_cycle_anchor", {}).get("type"))
    if over:
        begin_anew(world, items, moment)
    lines = prorations(world, subscription, items, moment, over=over)
    if details.get("proration_behavior") == "none":
        lines = [each for each in lines if not each["parent"]["subscription_item_details"]["proration"]]
    subscription["items"]["data"] = items
    subscription["_over"] = over
    return lines
