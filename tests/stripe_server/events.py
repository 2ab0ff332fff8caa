"""Events: a snapshot of the object when something happened to it, and what it was before."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.stripe_server.parameters import RANGE, within
from tests.stripe_server.rendering import shown
from tests.stripe_server.routing import PAGE, route
from tests.stripe_server.state import API_VERSION, Obj, World, new_id

# What Kaiwa's endpoint is told of (BILLING.md); other events are kept and listed, but not sent
TYPES = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    *(
        f"customer.subscription.{what}"
        for what in (
            "created",
            "updated",
            "deleted",
            "paused",
            "resumed",
            "trial_will_end",
            "pending_update_applied",
            "pending_update_expired",
        )
    ),
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "invoice.finalization_failed",
    "invoice.voided",
    "invoice.marked_uncollectible",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.closed",
    "customer.updated",
    "customer.deleted",
]


def emit(world: World, kind: str, thing: Obj, previous: Obj | None = None) -> Obj:
    """Keep an event and have it sent."""
    data: Obj = {"object": shown(world, thing)}
    if previous is not None:
        data["previous_attributes"] = previous
    event = {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": world.now(),
        "data": data,
        "livemode": False,
        "pending_webhooks": 0,
        "request": dict(world.request or {"id": None, "idempotency_key": None}),
        "type": kind,
    }
    world.add(event)
    world.announce(event)
    return event


@contextmanager
def changing(world: World, thing: Obj, kind: str) -> Iterator[Obj]:
    """Emit the event afterwards if the object changed, with what it was before."""
    before = shown(world, thing)
    yield thing
    after = shown(world, thing)
    previous = {key: value for key, value in before.items() if after.get(key) != value}
    added = {key: None for key in after if key not in before}
    if previous or added:
        emit(world, kind, thing, {**previous, **added})


@route("GET", "/v1/events/<id>", "events.retrieve")
def retrieve_event(world: World, _params: Obj, number: str) -> Obj:
    """An event as it was."""
    return world.get("event", number)


@route("GET", "/v1/events", "events.list", {"type": str, "types": [str], "created": RANGE, **PAGE})
def list_events(world: World, params: Obj) -> list[Obj]:
    """The events, by type and time."""
    types = params.get("types") or ([params["type"]] if "type" in params else None)
    return [
        each
        for each in world.all("event")
        if (types is None or each["type"] in types) and within(each["created"], params.get("created"))
    ]


ENDPOINT = {"url!": str, "enabled_events!": [str], "api_version": str, "description": str, "metadata": dict}


@route("POST", "/v1/webhook_endpoints", "webhook_endpoints.create", ENDPOINT)
def create_endpoint(world: World, params: Obj) -> Obj:
    """Somewhere that events are sent to; its secret is told only here."""
    endpoint = {
        "id": new_id("we"),
        "object": "webhook_endpoint",
        "api_version": params.get("api_version"),
        "application": None,
        "created": world.now(),
        "description": params.get("description"),
        "enabled_events": params["enabled_events"],
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "status": "enabled",
        "url": params["url"],
        "_secrets": [new_id("whsec", 32)],
    }
    world.add(endpoint)
    return {**endpoint, "secret": endpoint["_secrets"][0]}


@route("GET", "/v1/webhook_endpoints", "webhook_endpoints.list", PAGE)
def list_endpoints(world: World, _params: Obj) -> list[Obj]:
    """Where events are sent to."""
    return world.all("webhook_endpoint")
