"""The pages of billing, each from the rows of whoever asks."""

from dataclasses import dataclass

from flask import Flask, Response, make_response, render_template, request

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.billing.account import read_account, standing_of
from kaiwa.billing.entitlement import FREE, Standing
from kaiwa.billing.months import read_month
from kaiwa.billing.plans import Plan, list_plans, trial_days_for
from kaiwa.billing.subscribing import current_subscription, find_subscriptions
from kaiwa.clock import now
from kaiwa.errors import KaiwaError
from kaiwa.extensions import db
from kaiwa.gateways.payments import current_payments
from kaiwa.ids import new_id
from kaiwa.models import User
from kaiwa.models.subscriptions import Interval
from kaiwa.models.users import Role
from kaiwa.plans.buying import refused
from kaiwa.web.public_addresses import public_page
from kaiwa.web.translation import gettext as _

DONE = ("changed", "planned", "kept", "ending", "ended", "resumed", "subscribed")


@dataclass(frozen=True)
class Offer:
    """A plan on the list: whether it may be bought, changed to or is had, and the trial of whoever asks in days."""

    plan: Plan
    trial_days: int
    is_for_sale: bool
    is_had: bool
    can_change: bool


def asked_interval() -> Interval:
    """Month or year, as the address asks; the month where it does not."""
    return Interval.YEAR if request.args.get("interval") == "year" else Interval.MONTH


def show_pricing(error: KaiwaError | None = None) -> Response:
    """The plans, with why a purchase was refused."""
    status = refused(error) if error else 200
    interval, user = asked_interval(), signed_in_user()
    context = {
        "interval": interval,
        "offers": list_offers(interval, user),
        "user": user,
        "is_on": current_payments() is not None,
        "refusal": said(error),
        "public": public_page("pricing.show") if error is None and "interval" not in request.args else None,
    }
    return make_response(render_template("billing/pricing.html", **context), status)


def list_offers(interval: Interval, user: User | None) -> list[Offer]:
    """The plans as they are offered to a person, or to a guest."""
    subscriptions = find_subscriptions(db.session(), user.id) if user else []
    current = current_subscription(subscriptions)
    live = current if current is not None and current.is_live else None
    is_on = current_payments() is not None
    offers = []
    for plan in list_plans(db.session(), interval):
        is_paid = is_on and not plan.is_free and plan.price_id is not None
        had = (live.tier_id, live.interval) == (plan.tier.id, interval) if live else plan.tier.id == FREE
        days = 0 if live else trial_days_for(plan.tier, subscriptions)
        offers.append(Offer(plan, days, is_paid and live is None, bool(user) and had, is_paid and live is not None))
    return offers


def show_billing(error: KaiwaError | None = None) -> Response:
    """One's own plan, with why a change was refused."""
    status = refused(error) if error else 200
    user = signed_in_user()
    assert user is not None
    at, done = now(), request.args.get("done")
    context = {
        "account": read_account(db.session(), user, at),
        "month": read_month(db.session(), user, at),
        "user": user,
        "key": str(new_id()),
        "is_on": current_payments() is not None,
        "is_admin": user.role is Role.ADMIN,
        "refusal": said(error),
        "done": done if done in DONE and error is None else None,
    }
    return make_response(render_template("billing/billing.html", **context), status)


def standing_here() -> Standing:
    """How whoever asks stands, for the line that every page shows while a payment is owed."""
    if current_payments() is None:
        return Standing.FREE
    return standing_of(db.session(), signed_in_user(), now())


def said(error: KaiwaError | None) -> str | None:
    """A refusal in the language of the page."""
    return _(error.sentence) if error else None


def sells_plans() -> bool:
    """Whether plans can be bought here."""
    return current_payments() is not None


def init_plans(app: Flask) -> None:
    """Tell the templates of every page who has to pay, and whether there is something to be bought."""
    app.jinja_env.globals.update(standing_here=standing_here, sells_plans=sells_plans)
