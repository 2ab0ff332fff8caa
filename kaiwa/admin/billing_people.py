"""One person's billing, and how an admin finds them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.admin.billing_numbers import list_changes
from kaiwa.billing.subscribing import find_subscriptions
from kaiwa.errors import NotFound
from kaiwa.models import BillingChange, Payment, Subscription, Tier, TimeCredit, User

FOUND = 20


@dataclass(frozen=True)
class PersonsBilling:
    """Everything of a person that has to do with money, the newest first."""

    person: User
    subscriptions: list[Subscription]
    tiers: dict[str, str]
    payments: list[Payment]
    credits: list[TimeCredit]
    changes: list[Any]


def search_people(session: Session, words: str) -> list[User]:
    """Whose address holds these letters; the very address comes first."""
    wanted = words.lower()
    query = select(User).where(User.email.contains(wanted, autoescape=True), User.deleted_at.is_(None))
    return list(session.scalars(query.order_by(User.email != wanted, User.email).limit(FOUND)))


def find_person(session: Session, user_id: UUID) -> User:
    """Somebody with an account; raises NotFound."""
    user = session.get(User, user_id)
    if user is None or user.deleted_at is not None:
        raise NotFound
    return user


def find_payment(session: Session, payment_id: UUID) -> Payment:
    """A payment, of somebody who is gone as well; raises NotFound."""
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise NotFound
    return payment


def read_billing(session: Session, person: User) -> PersonsBilling:
    """All of it."""
    payments = select(Payment).where(Payment.user_id == person.id).order_by(Payment.invoiced_at.desc(), Payment.id)
    credits = select(TimeCredit).where(TimeCredit.user_id == person.id).order_by(TimeCredit.created_at.desc())
    return PersonsBilling(
        person=person,
        subscriptions=find_subscriptions(session, person.id)[::-1],
        tiers={tier.id: tier.name for tier in session.scalars(select(Tier))},
        payments=list(session.scalars(payments)),
        credits=list(session.scalars(credits)),
        changes=list_changes(session, BillingChange.user_id == person.id),
    )
