"""What the views of billing share: Stripe or a kind page, what forms carry, and the status of a refusal."""

import logging
from typing import Annotated

from pydantic import BaseModel, Field

from kaiwa.billing.refusals import NotForSale
from kaiwa.errors import KaiwaError
from kaiwa.extensions import db
from kaiwa.gateways.payment_facts import PaymentFault, PaymentRefused
from kaiwa.gateways.payments import Payments, current_payments
from kaiwa.models.subscriptions import Interval
from kaiwa.web.errors import STATUSES

log = logging.getLogger("kaiwa.billing")


class KeyForm(BaseModel):
    """What every form of billing carries: a random key, so that what is sent twice is done once."""

    key: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[0-9A-Za-z-]+$")]


class ChoiceForm(BaseModel):
    """A plan that somebody chooses."""

    tier: Annotated[str, Field(min_length=1, max_length=40)]
    interval: Interval


class ChangeForm(KeyForm, ChoiceForm):
    """A plan that somebody changes to."""


def required_payments() -> Payments:
    """What speaks to Stripe; raises NotForSale where no key is set."""
    payments = current_payments()
    if payments is None:
        raise NotForSale
    return payments


def refused(error: KaiwaError) -> int:
    """Undo what was begun here, and the status of the answer that says why."""
    db.session.rollback()
    if isinstance(error, PaymentFault):
        log.error("Stripe did not take what it was asked", exc_info=error)
    if isinstance(error, PaymentRefused):
        return 422
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)
