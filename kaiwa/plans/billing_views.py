"""One's own plan: how it stands, its invoices, and the portal in which Stripe keeps the card."""

import logging
from uuid import UUID

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.billing.catching_up import catch_up
from kaiwa.clock import now
from kaiwa.errors import KaiwaError, NotFound
from kaiwa.extensions import db
from kaiwa.gateways.payments import current_payments
from kaiwa.models import Payment
from kaiwa.plans.buying import required_payments
from kaiwa.plans.pages import show_billing
from kaiwa.web.htmx import redirect as go
from kaiwa.web.public_addresses import public_url

blueprint = Blueprint("billing", __name__)
log = logging.getLogger("kaiwa.billing")


@blueprint.get("/billing")
def show() -> Response:
    """The plan, what is used of it, and the invoices."""
    required_user()
    return show_billing()


@blueprint.get("/billing/invoices/<uuid:payment_id>")
def invoice(payment_id: UUID) -> BaseResponse:
    """An invoice of one's own as a PDF, at Stripe."""
    return _at_stripe(_find(payment_id).invoice_pdf_url)


@blueprint.get("/billing/invoices/<uuid:payment_id>/payment")
def pay(payment_id: UUID) -> BaseResponse:
    """Stripe's page on which an invoice of one's own is paid."""
    return _at_stripe(_find(payment_id).hosted_invoice_url)


@blueprint.post("/billing/portal")
def enter_portal() -> BaseResponse:
    """Go to Stripe's portal, where the card is kept."""
    user = required_user()
    payments = required_payments()
    if user.stripe_customer_id is None:
        return go(url_for(".show"))
    try:
        return go(payments.create_portal(user.stripe_customer_id, public_url("billing.leave_portal")))
    except KaiwaError as error:
        return show_billing(error)


@blueprint.get("/billing/portal/return")
def leave_portal() -> BaseResponse:
    """Back from the portal: what was done there is read before it is shown."""
    user, payments = required_user(), current_payments()
    if payments is not None and user.stripe_customer_id is not None:
        catch_up(db.session(), payments, user, now())
        db.session.commit()
    return redirect(url_for(".show"), 303)


def _find(payment_id: UUID) -> Payment:
    user, found = required_user(), db.session.get(Payment, payment_id)
    if found is None or found.user_id != user.id:
        raise NotFound
    return found


def _at_stripe(address: str | None) -> BaseResponse:
    """The address is a credential: it stands in no page and in no log."""
    if address is None:
        raise NotFound
    answer = redirect(address, 303)
    answer.headers["Cache-Control"] = "no-store"
    return answer
