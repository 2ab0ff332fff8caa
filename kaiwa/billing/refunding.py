"""Giving money back: an admin's decision, done once at Stripe and written down with its reason."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kaiwa.billing.auditing import Cause, note_change, payment_facts
from kaiwa.billing.syncing import hold_person
from kaiwa.errors import N_, Conflict, InvalidInput
from kaiwa.gateways.payment_facts import RefundFacts
from kaiwa.gateways.payments import Payments
from kaiwa.models import BillingChange, Payment, User
from kaiwa.models.subscriptions import Actor, PaymentStatus

REFUNDED = "payment.refunded"
GIVEN_BACK = "succeeded"
# what was asked for and came to nothing
CAME_TO_NOTHING = ("failed", "canceled")


class NotRefundable(Conflict):
    """The payment was never paid by card, or its bank disputes it."""

    sentence = N_("This payment cannot be given back: it was not paid by card, or its bank disputes it.")


class MoreThanIsLeft(InvalidInput):
    """More is asked for than is left of a payment, what is still on its way back included."""

    sentence = N_("This is more than is left of the payment. Nothing was given back.")


def refund_payment(
    session: Session, payments: Payments, admin: User, payment: Payment, cents: int, reason: str, key: str, at: datetime
) -> None:
    """Give back a part of a payment or all of it, in minor units of its currency; the same `key` does it once.

    Holds the person's row and the payment's until the caller commits. What is on its way counts as given already;
    the payment says what has arrived. Raises NotRefundable, MoreThanIsLeft and what Payments raises.
    """
    if payment.user_id is not None:
        hold_person(session, payment.user_id)
    held = select(Payment).where(Payment.id == payment.id).with_for_update()
    session.scalars(held.execution_options(populate_existing=True)).one()
    intent = payment.stripe_payment_intent_id
    if intent is None or payment.paid_at is None or payment.is_disputed:
        raise NotRefundable
    before = payment_facts(payment)
    given = payments.list_refunds(intent)
    # one that was asked for under this key was done before, and only the answer was lost
    if all(each.key != key for each in given):
        if not 0 < cents <= left_of(payment, given):
            raise MoreThanIsLeft
        payments.create_refund(intent, cents, key=key, reason=reason)
        given = payments.list_refunds(intent)
    _write(payment, given, at)
    session.flush()
    if not _is_noted(session, key):
        after = {**payment_facts(payment), "asked_cents": cents, "key": key}
        note_change(
            session,
            Cause(Actor.ADMIN, admin_id=admin.id, reason=reason),
            REFUNDED,
            user_id=payment.user_id,
            subscription_id=payment.subscription_id,
            before=before,
            after=after,
        )


def left_of(payment: Payment, given: list[RefundFacts]) -> int:
    """What may still be given back of a payment, in minor units."""
    on_the_way = sum(each.amount_cents for each in given if each.status not in CAME_TO_NOTHING)
    return max(0, payment.amount_cents - on_the_way)


def _is_noted(session: Session, key: str) -> bool:
    query = exists().where(BillingChange.what == REFUNDED, BillingChange.after["key"].astext == key)
    return bool(session.scalar(select(query)))


def _write(payment: Payment, given: list[RefundFacts], at: datetime) -> None:
    payment.refunded_cents = min(_sum_of(given), payment.amount_cents)
    is_all_back = 0 < payment.amount_cents == payment.refunded_cents
    payment.status = PaymentStatus.REFUNDED if is_all_back else PaymentStatus.SUCCEEDED
    payment.updated_at = at


def _sum_of(given: list[RefundFacts]) -> int:
    return sum(each.amount_cents for each in given if each.status == GIVEN_BACK)
