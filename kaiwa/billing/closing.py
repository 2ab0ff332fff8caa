"""The end of an account at Stripe: what is live ends there at once, by a job that outlives the account."""

from uuid import UUID

from sqlalchemy import exists, literal_column, or_, select, update
from sqlalchemy.orm import Session

from kaiwa.billing.syncing import hold_person
from kaiwa.gateways.payment_facts import PaymentsUnavailable, UnknownObject
from kaiwa.gateways.payments import Payments, current_payments
from kaiwa.models import BillingEvent, Payment, Subscription, User
from kaiwa.models.subscriptions import LIVE, SubscriptionStatus
from kaiwa.queue import Backoff, enqueue, jobs

ENDED = (SubscriptionStatus.CANCELED, SubscriptionStatus.INCOMPLETE_EXPIRED)


def has_live_subscription(session: Session, user_id: UUID) -> bool:
    """Whether something ends with the account; a second subscription counts as well."""
    query = exists().where(Subscription.user_id == user_id, Subscription.status.in_(LIVE))
    return bool(session.scalar(select(query)))


def leave_billing(session: Session, user: User) -> None:
    """Take a person out of the books, before their row goes: payments and events stay, and say no more whose they were.

    Holds the person's row. What lives at Stripe is ended by a job for each customer, once this is committed.
    """
    hold_person(session, user.id)
    known = select(Subscription.stripe_customer_id).where(Subscription.user_id == user.id)
    customers = {user.stripe_customer_id, *session.scalars(known)} - {None}
    for customer_id in sorted(each for each in customers if each):
        enqueue(session, close_customer, customer_id=customer_id)
    # whoever has the address of an invoice's page reads a name there
    without = {"user_id": None, "hosted_invoice_url": None, "invoice_pdf_url": None}
    session.execute(update(Payment).where(Payment.user_id == user.id).values(without))
    nobody = BillingEvent.payload.op("||")(literal_column("'{\"user_id\": null}'::jsonb"))
    named = or_(BillingEvent.user_id == user.id, BillingEvent.payload["user_id"].astext == str(user.id))
    session.execute(
        update(BillingEvent)
        .where(named)
        .values(user_id=None, payload=nobody)
        .execution_options(synchronize_session=False)
    )


@jobs.task(name="billing.close_customer", retry=Backoff())
def close_customer(customer_id: str) -> None:
    """End what a customer has at Stripe; tried again for three days where Stripe does not answer."""
    payments = current_payments()
    if payments is None:
        # the keys were there when the account was deleted: somebody is changing them
        raise PaymentsUnavailable
    end_all(payments, customer_id)


def end_all(payments: Payments, customer_id: str) -> None:
    """End all subscriptions of a customer at once, and what may still be paid; done twice it is done.

    Raises what Payments raises.
    """
    try:
        for checkout in payments.list_open_checkouts(customer_id):
            payments.expire_checkout(checkout.id)
        found = payments.list_subscriptions(customer_id)
    except UnknownObject:
        # deleted at Stripe, and everything with it
        return
    for subscription in found:
        if subscription.status not in ENDED:
            payments.cancel_now(subscription.id)
