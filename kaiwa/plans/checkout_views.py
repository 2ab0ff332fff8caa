"""Buying a plan on Stripe's page, and coming back from it."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.billing.checking_out import Arrival, Ways, begin_checkout, see_arrival
from kaiwa.billing.plans import find_plan
from kaiwa.billing.refusals import AlreadySubscribed, NotForSale
from kaiwa.clock import now
from kaiwa.errors import KaiwaError
from kaiwa.extensions import db
from kaiwa.gateways.payment_facts import PaymentFault, PaymentsUnavailable
from kaiwa.models.subscriptions import Interval
from kaiwa.plans.buying import ChoiceForm, required_payments
from kaiwa.plans.pages import show_billing, show_pricing
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect
from kaiwa.web.public_addresses import public_url

blueprint = Blueprint("checkouts", __name__)
SESSION = "{CHECKOUT_SESSION_ID}"
# every two seconds
MOST_LOOKS = 10


@blueprint.post("/billing/checkout")
def create() -> BaseResponse:
    """Go and buy a plan; whoever has one is told so and led to where it is changed."""
    user, payments = required_user(), required_payments()
    try:
        form = parse_form(ChoiceForm)
        plan = find_plan(db.session(), form.tier, form.interval)
        found = begin_checkout(db.session(), payments, user, plan, _ways(form.interval), now())
    except AlreadySubscribed as error:
        # what was found at Stripe is kept
        db.session.commit()
        return show_billing(error)
    except FormError:
        return show_pricing(NotForSale())
    except KaiwaError as error:
        return show_pricing(error)
    db.session.commit()
    assert found.url is not None
    return redirect(found.url)


@blueprint.get("/billing/return")
def arrive() -> BaseResponse:
    """Back from buying: the plan once Stripe has it, else a page that looks again some times and then explains."""
    user, payments = required_user(), required_payments()
    checkout_id, looks = request.args.get("session", ""), max(0, request.args.get("looks", 0, type=int))
    try:
        arrival = see_arrival(db.session(), payments, user, checkout_id, now())
        db.session.commit()
    except (PaymentsUnavailable, PaymentFault):
        db.session.rollback()
        arrival = Arrival.COMING
    if arrival is Arrival.HERE:
        return redirect(url_for("billing.show", done="subscribed"))
    return _show(arrival, checkout_id, looks)


def _show(arrival: Arrival, checkout_id: str, looks: int) -> Response:
    is_coming = arrival is Arrival.COMING
    again = url_for(".arrive", session=checkout_id, looks=looks + 1) if is_coming and looks < MOST_LOOKS else None
    template = "billing/_arrival.html" if is_htmx() else "billing/arrival.html"
    answer = make_response(render_template(template, arrival=arrival, again=again))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _ways(interval: Interval) -> Ways:
    # not a value of the address: Stripe puts the id in where the braces are
    back = f"{public_url('checkouts.arrive')}?session={SESSION}"
    return Ways(back, public_url("pricing.show", interval=interval.value))
