"""Where Stripe tells what happened: verified, kept, and answered at once."""

import logging

from flask import Blueprint, Flask, Response, abort, current_app, request

from kaiwa.billing.jobs import process_event
from kaiwa.billing.receiving import open_intake, store_event
from kaiwa.clock import now
from kaiwa.extensions import csrf, db, limiter
from kaiwa.gateways.payment_facts import NotFromStripe
from kaiwa.gateways.payments import current_payments

blueprint = Blueprint("webhooks", __name__)
log = logging.getLogger("kaiwa.billing")


def init_intake(app: Flask) -> None:
    """Give the application what its threads keep events with."""
    with app.app_context():
        app.extensions["kaiwa.intake"] = open_intake(db.engine, process_event)


# its signature is what a token is elsewhere, and it has no cookie
@blueprint.post("/webhooks/stripe")
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.exempt
def receive() -> Response:
    """Keep an event that Stripe signed; what it makes necessary is done by the queue."""
    payments = current_payments()
    if payments is None:
        abort(404)
    try:
        facts = payments.verify_event(request.get_data(cache=False), request.headers.get("Stripe-Signature", ""))
    except NotFromStripe:
        log.warning("what came to the webhook was not signed by Stripe for us")
        return Response(status=400)
    store_event(current_app.extensions["kaiwa.intake"], facts, now())
    return Response(status=200)
