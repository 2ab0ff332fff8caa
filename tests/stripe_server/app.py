"""The stand-in as a Flask application: the API below /v1, the pages, the controls."""

from typing import TYPE_CHECKING

from flask import Flask, Response, request

from tests.stripe_server.answering import answer
from tests.stripe_server.control import control_pages
from tests.stripe_server.pages import payment_pages
from tests.stripe_server.portal_pages import portal_pages

# each of these has routes of the API
from tests.stripe_server import catalogue, checkout, customers, events, invoices, portal, previews  # noqa: F401  # isort: skip
from tests.stripe_server import disputes, refunds, schedules, subscriptions  # noqa: F401  # isort: skip

if TYPE_CHECKING:
    from tests.stripe_server.server import StripeServer


def make_app(server: "StripeServer") -> Flask:
    """The application of one stand-in."""
    app = Flask("tests.stripe_server", template_folder="templates")
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.register_blueprint(payment_pages(server.world))
    app.register_blueprint(portal_pages(server.world))
    app.register_blueprint(control_pages(server))

    @app.route("/v1/<path:rest>", methods=["GET", "POST", "DELETE"])
    def api(rest: str) -> Response:
        return answer(server.world, server.faults, request)

    return app
