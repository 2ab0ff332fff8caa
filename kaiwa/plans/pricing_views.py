"""The plans, for anybody."""

from flask import Blueprint, Response

from kaiwa.plans.pages import show_pricing

blueprint = Blueprint("pricing", __name__)


@blueprint.get("/pricing")
def show() -> Response:
    """What each plan has and costs, by the month or by the year."""
    return show_pricing()
