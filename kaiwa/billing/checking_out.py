"""Buying a plan: one Checkout at Stripe for a person at a time, and none for who has a subscription (BILLING.md, 3)."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause
from kaiwa.billing.catching_up import catch_up
from kaiwa.billing.customers import ensure_customer
from kaiwa.billing.plans import Plan, trial_days_for
from kaiwa.billing.refusals import AlreadySubscribed, NotForSale
from kaiwa.billing.subscribing import find_subscriptions
from kaiwa.billing.syncing import sync_person
from kaiwa.errors import NotFound
from kaiwa.gateways.payment_facts import CheckoutFacts, UnknownObject
from kaiwa.gateways.payments import Payments
from kaiwa.ids import new_id
from kaiwa.models import User
from kaiwa.models.subscriptions import Actor


@dataclass(frozen=True)
class Ways:
    """Where a Checkout leads: `back` once it is paid (with {CHECKOUT_SESSION_ID} in it), `away` if it is given up."""

    back: str
    away: str


class Arrival(StrEnum):
    """How far a purchase is when somebody comes back from it."""

    HERE = "here"
    COMING = "coming"
    OPEN = "open"
    EXPIRED = "expired"


def begin_checkout(
    session: Session, payments: Payments, user: User, plan: Plan, ways: Ways, at: datetime
) -> CheckoutFacts:
    """The Checkout in which a person buys a plan: the one that is open for it already, else a new one.

    The person is held meanwhile, so that of two requests at once the second one finds what the first one made. Raises
    AlreadySubscribed, NotForSale and what Payments raises.
    """
    price_id = plan.price_id
    if price_id is None:
        raise NotForSale
    customer_id = ensure_customer(session, payments, user, at)
    found = sync_person(session, payments, user.id, Cause(Actor.STRIPE), at)
    if found is not None and found.is_live:
        raise AlreadySubscribed
    kept = None
    for each in payments.list_open_checkouts(customer_id):
        if kept is None and each.price_id == price_id and each.url:
            kept = each
        else:
            payments.expire_checkout(each.id)
    return kept or payments.create_checkout(
        customer_id,
        price_id,
        user_id=str(user.id),
        back=ways.back,
        away=ways.away,
        trial_days=trial_days_for(plan.tier, find_subscriptions(session, user.id)),
        # not a key of the form: sent again after its Checkout expired, Stripe would answer with that one
        key=str(new_id()),
    )


def see_arrival(session: Session, payments: Payments, user: User, checkout_id: str, at: datetime) -> Arrival:
    """Where a person's purchase stands, with their rows set to what Stripe has; it gives nothing by itself.

    Raises NotFound for a Checkout that is not the person's, and PaymentsUnavailable.
    """
    if not re.fullmatch(r"cs_\w{1,250}", checkout_id, re.ASCII):
        raise NotFound
    try:
        checkout = payments.get_checkout(checkout_id)
    except UnknownObject:
        raise NotFound from None
    if checkout.customer_id is None or checkout.customer_id != user.stripe_customer_id:
        raise NotFound
    if checkout.status != "complete":
        return Arrival.OPEN if checkout.status == "open" else Arrival.EXPIRED
    found = catch_up(session, payments, user, at)
    return Arrival.HERE if found is not None and found.is_live else Arrival.COMING
