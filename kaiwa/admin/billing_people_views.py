"""One person's billing for an admin: looked at, set to Stripe's state, and given time."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.admin.billing_forms import MOST_MINUTES, CreditForm, SearchForm
from kaiwa.admin.billing_people import find_person, read_billing, search_people
from kaiwa.admin.guards import required_admin
from kaiwa.billing.auditing import Cause
from kaiwa.billing.crediting import credit_time
from kaiwa.billing.reconciling import sync_books
from kaiwa.billing.subscribing import entitlement_of
from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.gateways.payments import current_payments
from kaiwa.models import User
from kaiwa.models.subscriptions import Actor
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect

blueprint = Blueprint("admin_billing_people", __name__)


@blueprint.get("/admin/billing/people")
def search() -> BaseResponse:
    """Find somebody by their address."""
    required_admin()
    try:
        words = SearchForm(email=request.args.get("email", "")).email
    except ValidationError:
        words = ""
    found = search_people(db.session(), words) if words else []
    if len(found) == 1:
        return redirect(url_for(".show", user_id=found[0].id))
    return make_response(render_template("admin/billing_people.html", words=words, found=found))


@blueprint.get("/admin/billing/people/<uuid:user_id>")
def show(user_id: UUID) -> Response:
    """Everything of a person that has to do with money."""
    required_admin()
    return _show(find_person(db.session(), user_id))


@blueprint.post("/admin/billing/people/<uuid:user_id>/syncs")
def sync(user_id: UUID) -> BaseResponse:
    """Set a person's rows to Stripe's state."""
    admin, payments = required_admin(), current_payments()
    person = find_person(db.session(), user_id)
    if payments is None:
        raise NotFound
    sync_books(db.session(), payments, person.id, now(), cause=Cause(Actor.ADMIN, admin_id=admin.id))
    db.session.commit()
    return redirect(url_for(".show", user_id=user_id))


@blueprint.post("/admin/billing/people/<uuid:user_id>/credits")
def credit(user_id: UUID) -> BaseResponse:
    """Give somebody time."""
    admin = required_admin()
    person = find_person(db.session(), user_id)
    try:
        form = parse_form(CreditForm)
        seconds = form.seconds()
    except FormError as error:
        return _show(person, error.messages, error.values)
    credit_time(db.session(), admin, person, seconds, form.reason, now(), key=form.key)
    db.session.commit()
    return redirect(url_for(".show", user_id=user_id, _anchor="credits"))


def _show(person: User, messages: Mapping[str, str] | None = None, values: Mapping[str, Any] | None = None) -> Response:
    context = {
        "billing": read_billing(db.session(), person),
        "entitlement": entitlement_of(db.session(), person, now()),
        "has_billing": current_payments() is not None,
        "messages": messages or {},
        "values": values or {},
        "key": uuid4(),
        "most_minutes": MOST_MINUTES,
    }
    return make_response(render_template("admin/billing_person.html", **context), 422 if messages else 200)
