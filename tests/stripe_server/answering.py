"""A request to the API and its answer: key, version, faults, idempotency, parameters, the work, the shape."""

import base64
import json

from flask import Request, Response

from tests.stripe_server.clock import settle
from tests.stripe_server.errors import ApiError, invalid
from tests.stripe_server.faults import Faults, cut
from tests.stripe_server.parameters import checked, decode
from tests.stripe_server.rendering import shown
from tests.stripe_server.routing import Route, find, paged
from tests.stripe_server.state import API_VERSION, Obj, World, new_id

BROKEN = {
    "500": ApiError(500, "An unknown error occurred", kind="api_error"),
    "429": ApiError(429, "Too many requests hit the API too quickly.", code="rate_limit"),
}


def answer(world: World, faults: Faults, request: Request) -> Response:
    """The answer to a request below /v1."""
    number = new_id("req", 14)
    headers = {"Request-Id": number, "Stripe-Version": API_VERSION}
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    if key:
        headers["Idempotency-Key"] = key
    how = faults.take(request.method, request.path)
    try:
        check_sender(world, request)
        if how in BROKEN:
            raise BROKEN[how]
        if how in ("timeout", "reset"):
            break_off(faults, request, how)
        status, body, replayed = perform(world, request, number, key)
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        if how == "reset_after":
            break_off(faults, request, how)
        if how == "500_after":
            raise BROKEN["500"]
    except ApiError as error:
        status, body = error.status, json.dumps(error.body)
    return Response(body, status, headers, content_type="application/json")


def break_off(faults: Faults, request: Request, how: str) -> None:
    """End the connection without an answer."""
    if how == "timeout":
        faults.wait()
    cut(request.environ["werkzeug.socket"])
    raise ConnectionResetError  # werkzeug then writes nothing


def check_sender(world: World, request: Request) -> None:
    """Raise ApiError for a wrong key and for a version whose shapes the stand-in does not speak."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        given = base64.b64decode(given).decode().partition(":")[0]
    if not given:
        raise ApiError(401, "You did not provide an API key.")
    if given != world.secret_key:
        raise ApiError(401, f"Invalid API Key provided: {given[:8]}****{given[-4:]}")
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        raise invalid(f"Invalid Stripe API version: {version}. The stand-in speaks {API_VERSION} only.")


def perform(world: World, request: Request, number: str, key: str | None) -> tuple[int, str, bool]:
    """Do the work once for an idempotency key: status, body, and whether it was done before."""
    route, ids = find(request.method, request.path)
    pairs = request.form if request.method == "POST" else request.args
    given = decode(pairs.items(multi=True))
    print_ = json.dumps([request.method, request.path, given], sort_keys=True)
    with world.lock:
        kept = world.kept_answers.get(key or "")
        if kept is not None:
            if kept[0] != print_:
                message = "Keys for idempotent requests can only be used with the same parameters they were first used"
                raise ApiError(400, f"{message} with: `{key}`.", kind="idempotency_error")
            return kept[1], kept[2], True
        settle(world)
        world.request = {"id": number, "idempotency_key": key}
        try:
            status, body = work(world, route, ids, given, request.path)
        finally:
            world.request = None
        if key:
            world.kept_answers[key] = (print_, status, body)
    return status, body, False


def work(world: World, route: Route, ids: tuple[str, ...], given: Obj, path: str) -> tuple[int, str]:
    """Run the handler. A declined card is an answer as well: it is kept for its key."""
    params = checked(route.shape, given)
    expand = params.get("expand", [])
    try:
        result = route.run(world, params, *ids)
    except ApiError as error:
        if error.status != 402:
            raise
        return 402, json.dumps(error.body)
    if isinstance(result, list):
        result = paged(result, params, path)
    return 200, json.dumps(shown(world, result, expand), ensure_ascii=False)
