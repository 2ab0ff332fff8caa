"""What Stripe tells us, in values of our own: times in UTC, amounts in minor units; and how it can fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kaiwa.errors import N_, KaiwaError, Unavailable


class PaymentsUnavailable(Unavailable):
    """Stripe does not answer, or has trouble of its own: to be tried again."""

    sentence = N_("Our payment provider does not answer just now. Please try again in a moment: nothing is paid twice.")


class PaymentRefused(KaiwaError):
    """The card was refused, or has to be confirmed; `code` is Stripe's, like card_declined."""

    title = N_("The payment did not go through")
    sentence = N_("Your card was not accepted. Nothing was changed: please try another card.")

    def __init__(self, code: str = "") -> None:
        super().__init__()
        self.code = code


class PaymentFault(KaiwaError):
    """Stripe did not understand us, or does not know the thing: a mistake of ours, which trying again does not mend."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__()
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return self.message


class UnknownObject(PaymentFault):
    """Stripe knows no such object."""


class NotFromStripe(KaiwaError):
    """What came to the webhook was not signed by Stripe, or is too old, or of the other mode."""


@dataclass(frozen=True)
class PriceFacts:
    """A price: `interval` is month or year; `lookup_key` is our name for it."""

    id: str
    product_id: str
    lookup_key: str | None
    amount_cents: int
    currency: str
    interval: str
    is_active: bool


@dataclass(frozen=True)
class SubscriptionFacts:
    """A subscription as it stands; `status` and `interval` are Stripe's words, of which there may be new ones.

    `ends_at` is `cancel_at`, or the period's end when it is cancelled for then. `owed_invoice_at` is when its latest
    invoice was made. `scheduled_price_id` is what a schedule changes to at `scheduled_at`.
    """

    id: str
    customer_id: str
    item_id: str
    price_id: str
    status: str
    interval: str
    created_at: datetime
    current_period_start: datetime
    current_period_end: datetime
    cancel_at_period_end: bool
    ends_at: datetime | None
    canceled_at: datetime | None
    ended_at: datetime | None
    trial_end: datetime | None
    owed_invoice_at: datetime | None
    latest_invoice_id: str | None
    schedule_id: str | None
    scheduled_price_id: str | None
    scheduled_at: datetime | None
    has_pending_update: bool
    metadata: Mapping[str, str]


@dataclass(frozen=True)
class InvoiceFacts:
    """An invoice; `status` is draft, open, paid, void or uncollectible; addresses are bearer credentials."""

    id: str
    customer_id: str
    subscription_id: str | None
    payment_intent_id: str | None
    number: str | None
    status: str
    amount_cents: int
    currency: str
    created_at: datetime
    paid_at: datetime | None
    attempts: int
    hosted_url: str | None
    pdf_url: str | None


@dataclass(frozen=True)
class RefundFacts:
    """A refund; `status` is pending, succeeded, failed, canceled or requires_action; `key` is what we asked under."""

    id: str
    payment_intent_id: str | None
    amount_cents: int
    currency: str
    status: str
    created_at: datetime
    key: str | None


@dataclass(frozen=True)
class CheckoutFacts:
    """A Checkout session: `status` is open, complete or expired; `url` is a bearer credential, while it is open."""

    id: str
    customer_id: str | None
    status: str
    url: str | None
    subscription_id: str | None
    price_id: str | None
    expires_at: datetime


@dataclass(frozen=True)
class ChangePreview:
    """What a change of plan costs: `due_now_cents` at once (a credit below nought), `renewal_cents` at `renews_at`."""

    due_now_cents: int
    renewal_cents: int
    currency: str
    renews_at: datetime


@dataclass(frozen=True)
class EventFacts:
    """A signed event, which is a hint: which object of which kind, and whose; never a card."""

    id: str
    type: str
    created_at: datetime
    is_livemode: bool
    object_type: str
    object_id: str
    customer_id: str | None
    subscription_id: str | None
    invoice_id: str | None
    payment_intent_id: str | None
    user_id: str | None
