"""Whose a customer at Stripe is: by what is known here, then by what Stripe's own objects say."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from kaiwa.gateways.payment_facts import UnknownObject
from kaiwa.gateways.payments import Payments
from kaiwa.models import BillingEvent, Payment, Subscription, User
from kaiwa.models.subscriptions import EventState


def find_person(session: Session, customer_id: str | None) -> UUID | None:
    """Whose customer it is by our own rows; who was deleted at Stripe is still found by what they had."""
    if customer_id is None:
        return None
    queries = (
        select(User.id).where(User.stripe_customer_id == customer_id),
        select(Subscription.user_id).where(Subscription.stripe_customer_id == customer_id).limit(1),
        select(Payment.user_id).where(Payment.stripe_customer_id == customer_id, Payment.user_id.is_not(None)).limit(1),
    )
    return next((found for query in queries if (found := session.scalars(query).first()) is not None), None)


def find_by_metadata(session: Session, payments: Payments, customer_id: str | None, said: object) -> UUID | None:
    """Whose it is by the id that our Checkout left: `said` is what the event has of it, else the customer is asked.

    Raises what Payments raises.
    """
    found = _known(session, said)
    if found is None and customer_id is not None:
        found = _known(session, _ask(payments, customer_id))
    return found


def is_theirs(payments: Payments, customer_id: str, user: User) -> bool:
    """Whether Stripe says that a customer, who is not deleted, is this person; raises what Payments raises."""
    return _ask(payments, customer_id) == str(user.id)


def is_former(session: Session, customer_id: str | None) -> bool:
    """Whether it was the customer of somebody who has deleted their account: rows are here, and nobody has them."""
    if customer_id is None:
        return False
    paid = exists().where(Payment.stripe_customer_id == customer_id, Payment.user_id.is_(None))
    done = exists().where(
        BillingEvent.payload["customer_id"].astext == customer_id,
        BillingEvent.state == EventState.DONE,
        BillingEvent.user_id.is_(None),
    )
    return bool(session.scalar(select(or_(paid, done))))


def _ask(payments: Payments, customer_id: str) -> str | None:
    try:
        return payments.find_user_id(customer_id)
    except UnknownObject:
        return None


def _known(session: Session, said: object) -> UUID | None:
    try:
        return session.scalars(select(User.id).where(User.id == UUID(str(said)))).first() if said else None
    except ValueError:
        return None
