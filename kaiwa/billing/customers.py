"""A person as a customer at Stripe: made once, before anything is bought (BILLING.md, rule 2)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaiwa.billing.syncing import hold_person
from kaiwa.gateways.payments import Payments
from kaiwa.models import BillingEvent, User

CUSTOMER_DELETED = "customer.deleted"


def ensure_customer(session: Session, payments: Payments, user: User, at: datetime) -> str:
    """The id of a person's customer, who is made at Stripe where there is none yet; holds the person's row.

    Raises what Payments raises. Made under a key of the person's, so that what is not committed here is found again.
    """
    hold_person(session, user.id)
    if user.stripe_customer_id is None:
        deleted = (BillingEvent.user_id == user.id, BillingEvent.type == CUSTOMER_DELETED)
        former = session.scalar(select(func.count()).select_from(BillingEvent).where(*deleted)) or 0
        user.stripe_customer_id = payments.create_customer(str(user.id), user.email, former)
        user.updated_at = at
        session.flush()
    return user.stripe_customer_id
