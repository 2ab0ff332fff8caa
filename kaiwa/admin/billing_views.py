"""The state of billing for an admin: numbers, events that did not go through, alarms, the last changes."""

from flask import Blueprint, Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.admin.billing_numbers import (
    count_kept_events,
    count_subscribers,
    list_alarms,
    list_changes,
    list_stuck_events,
    sum_takings,
)
from kaiwa.admin.guards import required_admin
from kaiwa.billing.jobs import process_event
from kaiwa.billing.receiving import retry_event
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.models import BillingEvent
from kaiwa.web.htmx import redirect

blueprint = Blueprint("admin_billing", __name__)


@blueprint.get("/admin/billing")
def show() -> Response:
    """Numbers, events, alarms, changes."""
    required_admin()
    session = db.session()
    events, stuck = list_stuck_events(session, now())
    context = {
        "has_billing": current_settings().has_billing,
        "subscribers": count_subscribers(session),
        "takings": sum_takings(session, now()),
        "events": events,
        "stuck": stuck,
        "kept": count_kept_events(session),
        "alarms": list_alarms(session),
        "changes": list_changes(session),
    }
    return make_response(render_template("admin/billing.html", **context))


@blueprint.post("/admin/billing/events/<event_id>/attempts")
def try_again(event_id: str) -> BaseResponse:
    """Try an event again now."""
    required_admin()
    event = db.session.get(BillingEvent, event_id) if "\0" not in event_id else None
    if event is None:
        raise NotFound
    retry_event(db.session(), event, process_event, now())
    db.session.commit()
    return redirect(url_for(".show", _anchor="events"))
