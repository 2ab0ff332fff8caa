"""Addresses for whoever watches over Kaiwa: is it alive, can it serve."""

from flask import Blueprint, Response, jsonify, make_response

from kaiwa.extensions import limiter
from kaiwa.ops import health

blueprint = Blueprint("ops", __name__)
limiter.exempt(blueprint)


@blueprint.get("/healthz")
def show_health() -> Response:
    """Alive: the process answers."""
    return report([])


@blueprint.get("/readyz")
def show_readiness() -> Response:
    """Ready: a person who comes now can be served."""
    return report(health.issues())


def report(issues: list[str]) -> Response:
    """The answer, as JSON and as a status."""
    response = make_response(jsonify(healthy=not issues, issues=issues), 503 if issues else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
