"""Giving a payment back: an admin says how much and why, and means it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.admin.billing_forms import RefundForm
from kaiwa.admin.billing_people import find_payment
from kaiwa.admin.guards import required_admin
from kaiwa.billing.refunding import MoreThanIsLeft, refund_payment
from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.gateways.payment_facts import PaymentFault, PaymentsUnavailable
from kaiwa.gateways.payments import Payments, current_payments
from kaiwa.models import Payment, User
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect
from kaiwa.web.money import in_units
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("admin_refunds", __name__)


@blueprint.get("/admin/billing/payments/<uuid:payment_id>/refunds")
def ask(payment_id: UUID) -> Response:
    """How much is to be given back, and why."""
    required_admin()
    payment, _payments = _found(payment_id)
    return _show(payment)


@blueprint.post("/admin/billing/payments/<uuid:payment_id>/refunds")
def give_back(payment_id: UUID) -> BaseResponse:
    """Give back a part of a payment or all of it."""
    admin = required_admin()
    payment, payments = _found(payment_id)
    try:
        form = parse_form(RefundForm)
        cents = form.cents(payment.currency)
        refund_payment(db.session(), payments, admin, payment, cents, form.reason, str(form.key), now())
    except FormError as error:
        return _show(payment, error.messages, error.values)
    except (MoreThanIsLeft, PaymentFault, PaymentsUnavailable) as error:
        db.session.rollback()
        return _show(find_payment(db.session(), payment_id), {"amount": _refusal(error)}, form.model_dump())
    db.session.commit()
    if payment.user_id is None:
        return redirect(url_for("admin_billing.show"))
    return redirect(url_for("admin_billing_people.show", user_id=payment.user_id, _anchor="payments"))


def _found(payment_id: UUID) -> tuple[Payment, Payments]:
    """A payment that may be given back; raises NotFound for others, and where Stripe is not set up."""
    payment, payments = find_payment(db.session(), payment_id), current_payments()
    if payments is None or not payment.is_refundable:
        raise NotFound
    return payment, payments


def _refusal(error: MoreThanIsLeft | PaymentFault | PaymentsUnavailable) -> str:
    if isinstance(error, PaymentFault):
        return _("Stripe did not accept this. Its dashboard says why.")
    return _(error.sentence)


def _show(
    payment: Payment, messages: Mapping[str, str] | None = None, values: Mapping[str, Any] | None = None
) -> Response:
    whose = db.session.get(User, payment.user_id) if payment.user_id else None
    left = in_units(payment.amount_cents - payment.refunded_cents, payment.currency)
    # the key stays with what was typed, so that sending it once more gives it back once
    kept = {"amount": left, "reason": "", "key": uuid4(), **{k: v for k, v in (values or {}).items() if v}}
    context = {"payment": payment, "whose": whose, "messages": messages or {}, "values": kept}
    return make_response(render_template("admin/refund.html", **context), 422 if messages else 200)
