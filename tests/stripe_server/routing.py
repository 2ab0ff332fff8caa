"""The routes of the API: each says its method, address, the SDK's call for it, and its parameters."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.stripe_server.errors import ApiError, invalid
from tests.stripe_server.parameters import Shape
from tests.stripe_server.rendering import listed
from tests.stripe_server.state import Obj

Answer = Obj | list[Obj]
Handler = Callable[..., Answer]
Kept = TypeVar("Kept", bound=Handler)

PAGE: Shape = {"limit": int, "starting_after": str, "ending_before": str}
EXPAND: Shape = {"expand": [str]}


@dataclass(frozen=True)
class Route:
    """One call: `sdk` is its name below `client.v1`; a list is what its handler returns as one."""

    method: str
    path: str
    sdk: str
    shape: Shape
    run: Handler

    def match(self, method: str, path: str) -> tuple[str, ...] | None:
        """The ids in the address, if it is this route's."""
        pattern = re.sub(r"<\w+>", r"([^/]+)", self.path)
        found = re.fullmatch(pattern, path) if method == self.method else None
        return found.groups() if found else None


ROUTES: list[Route] = []


def call_deletes(sdk: str) -> bool:
    """Whether nothing is left to expand afterwards."""
    return sdk.endswith(".delete")


def route(method: str, path: str, sdk: str, shape: Shape | None = None) -> Callable[[Kept], Kept]:
    """Register a handler: it gets the world, the parameters and the ids of the address."""

    def register(run: Kept) -> Kept:
        ROUTES.append(Route(method, path, sdk, {**(shape or {}), **({} if call_deletes(sdk) else EXPAND)}, run))
        return run

    return register


def find(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """The route of a request; raises ApiError where there is none."""
    for each in sorted(ROUTES, key=lambda known: known.path.count("<")):  # create_preview is no invoice's id
        ids = each.match(method, path)
        if ids is not None:
            return each, ids
    raise ApiError(404, f"Unrecognized request URL ({method}: {path}).")


def paged(found: list[Obj], params: dict[str, Any], url: str) -> Obj:
    """One page of a list, the newest first."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid("Invalid integer: limit must be between 1 and 100", param="limit")
    ids = [each["id"] for each in found]
    start, end = 0, len(found)
    if "starting_after" in params:
        start = position(ids, params["starting_after"], "starting_after") + 1
    if "ending_before" in params:
        end = position(ids, params["ending_before"], "ending_before")
        start = max(start, end - limit)
        return listed(found[start:end], url, has_more=start > 0)
    return listed(found[start : start + limit], url, has_more=start + limit < end)


def position(ids: list[str], number: str, param: str) -> int:
    """Where an object stands in its list."""
    if number not in ids:
        raise invalid(f"No such object: '{number}'", param=param, code="resource_missing")
    return ids.index(number)
