"""Sessions of the customer portal: the stand-in's own page where a person looks after a subscription."""

from tests.stripe_server.customers import living
from tests.stripe_server.errors import invalid
from tests.stripe_server.routing import route
from tests.stripe_server.state import Obj, World, new_id

KINDS = ("payment_method_update", "subscription_cancel", "subscription_update", "subscription_update_confirm")
AFTER = ("hosted_confirmation", "portal_homepage", "redirect")
SESSION = {
    "customer": str,
    "return_url": str,
    "locale": str,
    "configuration": str,
    "flow_data": {
        "type!": KINDS,
        "after_completion": {"type!": AFTER, "redirect": {"return_url!": str}},
        "subscription_cancel": {"subscription!": str},
        "subscription_update": {"subscription!": str},
        "subscription_update_confirm": {
            "subscription!": str,
            "items!": [{"id!": str, "price": str, "quantity": int}],
        },
    },
}


@route("POST", "/v1/billing_portal/sessions", "billing_portal.sessions.create", SESSION)
def create_portal_session(world: World, params: Obj) -> Obj:
    """A link to the portal for one customer."""
    if "customer" not in params:
        raise invalid("Missing required param: customer.", param="customer", code="parameter_missing")
    customer = living(world, params["customer"])
    number = new_id("bps")
    return world.add(
        {
            "id": number,
            "object": "billing_portal.session",
            "configuration": params.get("configuration", "bpc_the_stand_ins_own"),
            "created": world.now(),
            "customer": customer["id"],
            "flow": flow(params["flow_data"]) if "flow_data" in params else None,
            "livemode": False,
            "locale": params.get("locale"),
            "on_behalf_of": None,
            "return_url": params.get("return_url"),
            "url": f"{world.url}/portal/{number}",
        }
    )


def flow(given: Obj) -> Obj:
    """What the person came for, as it is answered."""
    after = given.get("after_completion", {"type": "portal_homepage"})
    end = {"type": after["type"], "hosted_confirmation": None, "redirect": after.get("redirect")}
    made: Obj = {name: None for name in KINDS if name != "payment_method_update"}
    for name in made:
        made[name] = given.get(name)
    if made["subscription_cancel"]:
        made["subscription_cancel"] = {"retention": None, **made["subscription_cancel"]}
    if made["subscription_update_confirm"]:
        made["subscription_update_confirm"] = {"discounts": None, **made["subscription_update_confirm"]}
    return {"after_completion": end, "type": given["type"], **made}
