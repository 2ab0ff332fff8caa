"""Changing one's plan: another one, back to the one that was to go, its end, and going on after all."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.billing.account import read_account
from kaiwa.billing.changing import Outcome, change_plan, keep_plan, weigh_change
from kaiwa.billing.ending import end_subscription, ends_at_once, resume_subscription
from kaiwa.billing.plans import find_plan
from kaiwa.clock import now
from kaiwa.errors import N_, KaiwaError
from kaiwa.extensions import db
from kaiwa.gateways.payment_facts import PaymentRefused
from kaiwa.gateways.payments import Payments
from kaiwa.ids import new_id
from kaiwa.models import User
from kaiwa.models.subscriptions import Interval
from kaiwa.plans.buying import ChangeForm, KeyForm, refused, required_payments
from kaiwa.plans.pages import asked_interval, said, show_billing
from kaiwa.web.forms import parse_form
from kaiwa.web.htmx import redirect

blueprint = Blueprint("plan_changes", __name__)
NOT_PAID = N_("The payment has not gone through yet, so nothing has changed. Confirm it, or pay with another card.")


@blueprint.get("/billing/plan")
def change_form() -> BaseResponse:
    """What a change to a plan would cost; the plans, where none is named."""
    required_user()
    required_payments()
    if "tier" not in request.args:
        return redirect(url_for("pricing.show"))
    return _weigh(request.args["tier"], asked_interval())


@blueprint.post("/billing/plan")
def change() -> BaseResponse:
    """Change the plan; where that is not paid nothing changes."""
    user, payments = required_user(), required_payments()
    try:
        form = parse_form(ChangeForm)
        plan = find_plan(db.session(), form.tier, form.interval)
        outcome = change_plan(db.session(), payments, user, plan, form.key, now())
    except PaymentRefused as error:
        return _weigh(form.tier, form.interval, error)
    except KaiwaError as error:
        return show_billing(error)
    db.session.commit()
    if outcome is Outcome.WAITS_FOR_PAYMENT:
        return show_billing(_not_paid())
    return redirect(url_for("billing.show", done="changed" if outcome is Outcome.AT_ONCE else "planned"))


@blueprint.post("/billing/plan/withdrawal")
def withdraw() -> BaseResponse:
    """Keep the plan that was to change."""
    return _done(keep_plan, "kept")


@blueprint.get("/billing/cancellation")
def cancellation_form() -> BaseResponse:
    """What stays until when, before the plan is ended."""
    user = required_user()
    required_payments()
    account = read_account(db.session(), user, now())
    subscription = account.subscription
    if subscription is None or not subscription.is_live or subscription.ends_at is not None:
        return redirect(url_for("billing.show"))
    context = {"account": account, "is_at_once": ends_at_once(subscription), "key": str(new_id())}
    return make_response(render_template("billing/cancellation.html", **context))


@blueprint.post("/billing/cancellation")
def cancel() -> BaseResponse:
    """End the plan."""
    return _done(end_subscription, "ending")


@blueprint.post("/billing/resumption")
def resume() -> BaseResponse:
    """Go on with a plan that was to end."""
    return _done(resume_subscription, "resumed")


def _done(job: Callable[[Session, Payments, User, str, datetime], None], done: str) -> BaseResponse:
    """Do what a form with nothing but its key asks for, and say so."""
    user, payments = required_user(), required_payments()
    try:
        form = parse_form(KeyForm)
        job(db.session(), payments, user, form.key, now())
    except KaiwaError as error:
        return show_billing(error)
    db.session.commit()
    return redirect(url_for("billing.show", done=done))


def _weigh(tier_id: str, interval: Interval, error: KaiwaError | None = None) -> Response:
    """What a change costs, and the button; with why it was refused."""
    status = refused(error) if error else 200
    try:
        plan = find_plan(db.session(), tier_id, interval)
        change = weigh_change(db.session(), required_payments(), required_user(), plan, now())
    except KaiwaError as refusal:
        return show_billing(error or refusal)
    context = {"change": change, "key": str(new_id()), "user": required_user(), "refusal": said(error)}
    return make_response(render_template("billing/change.html", **context), status)


def _not_paid() -> PaymentRefused:
    refusal = PaymentRefused()
    refusal.sentence = NOT_PAID
    return refusal
