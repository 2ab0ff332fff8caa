"""What people pay for: subscriptions, the payments for them, the events that told of both, and what changed why."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import ShapedJson, UtcDateTime, created_at, text_enum, updated_at

Facts = dict[str, str | int | bool | None]


class SubscriptionStatus(StrEnum):
    """Stripe's own words for how a subscription stands."""

    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    CANCELED = "canceled"
    UNPAID = "unpaid"
    PAUSED = "paused"


class Interval(StrEnum):
    """How often is paid."""

    MONTH = "month"
    YEAR = "year"


class PaymentStatus(StrEnum):
    """What became of an invoice; `void` is one that nobody has to pay any more."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REFUNDED = "refunded"
    VOID = "void"


class EventState(StrEnum):
    """What became of an event; `kept` is one of a customer that nobody here is, to be tried again."""

    WAITING = "waiting"
    DONE = "done"
    IGNORED = "ignored"
    KEPT = "kept"
    FAILED = "failed"


class Actor(StrEnum):
    """Who changed something of somebody's billing."""

    STRIPE = "stripe"
    LEARNER = "learner"
    ADMIN = "admin"
    KAIWA = "kaiwa"


# one of these at most for a person: what is incomplete was never paid, and may be tried again
LIVE = (
    SubscriptionStatus.TRIALING,
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.PAST_DUE,
    SubscriptionStatus.UNPAID,
    SubscriptionStatus.PAUSED,
)
# what of an invoice may still be paid
OWED = (PaymentStatus.PENDING, PaymentStatus.FAILED)
_LIVE_SQL = ", ".join(f"'{status.value}'" for status in LIVE)


class Subscription(Base):
    """A subscription as Stripe had it when it was last fetched; all times are UTC.

    `tier_id` is null where the price is none of ours (`has_unknown_price`) and no tier was known before. `ends_at` is
    when it ends, if it is to end; `scheduled_*` is the plan that begins at the period's end. `unpaid_since` is when
    the invoice that is owed was made. A second one that somebody paid for all the same is kept as `is_duplicate`.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint(
            "(status IN ('past_due', 'unpaid', 'paused')) = (unpaid_since IS NOT NULL)", name="unpaid_since_a_time"
        ),
        CheckConstraint("(scheduled_at IS NULL) = (scheduled_tier_id IS NULL)", name="scheduled_for_a_time"),
        Index("ix_subscriptions_user_id", "user_id"),
        Index(
            "uq_subscriptions_live_user_id",
            "user_id",
            unique=True,
            postgresql_where=text(f"status IN ({_LIVE_SQL}) AND NOT is_duplicate"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    tier_id: Mapped[str | None] = mapped_column(ForeignKey("tiers.id", ondelete="RESTRICT"))
    stripe_subscription_id: Mapped[str] = mapped_column(String(255), unique=True)
    stripe_customer_id: Mapped[str] = mapped_column(String(255))
    stripe_item_id: Mapped[str] = mapped_column(String(255))
    stripe_price_id: Mapped[str] = mapped_column(String(255))
    stripe_schedule_id: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[SubscriptionStatus] = mapped_column(text_enum(SubscriptionStatus, "status"))
    interval: Mapped[Interval] = mapped_column(text_enum(Interval, "interval"))
    current_period_start: Mapped[datetime] = mapped_column(UtcDateTime)
    current_period_end: Mapped[datetime] = mapped_column(UtcDateTime)
    cancel_at_period_end: Mapped[bool] = mapped_column(default=False)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    canceled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trial_end: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unpaid_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scheduled_tier_id: Mapped[str | None] = mapped_column(ForeignKey("tiers.id", ondelete="RESTRICT"))
    scheduled_interval: Mapped[Interval | None] = mapped_column(text_enum(Interval, "scheduled_interval"))
    scheduled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    has_pending_update: Mapped[bool] = mapped_column(default=False)
    has_unknown_price: Mapped[bool] = mapped_column(default=False)
    is_duplicate: Mapped[bool] = mapped_column(default=False)
    stripe_created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stripe_updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    @property
    def is_live(self) -> bool:
        """Whether it counts as the person's one subscription, paid or not."""
        return self.status in LIVE and not self.is_duplicate


class Payment(Base):
    """An invoice and what was paid for it, in minor units of `currency` (ISO 4217, lower case).

    It stays when the person goes.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount_cents >= 0 AND refunded_cents >= 0", name="amounts_not_negative"),
        CheckConstraint("refunded_cents <= amount_cents", name="refunded_at_most_amount"),
        CheckConstraint("(status IN ('succeeded', 'refunded')) = (paid_at IS NOT NULL)", name="paid_at_a_time"),
        Index("ix_payments_user_id_created_at", "user_id", "created_at"),
        Index("ix_payments_paid_at", "paid_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    subscription_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("subscriptions.id", ondelete="SET NULL"), index=True
    )
    stripe_customer_id: Mapped[str] = mapped_column(String(255))
    stripe_invoice_id: Mapped[str] = mapped_column(String(255), unique=True)
    stripe_payment_intent_id: Mapped[str | None] = mapped_column(String(255), index=True)
    number: Mapped[str | None] = mapped_column(String(80))
    amount_cents: Mapped[int]
    refunded_cents: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3))
    status: Mapped[PaymentStatus] = mapped_column(text_enum(PaymentStatus, "status"))
    invoiced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_disputed: Mapped[bool] = mapped_column(default=False)
    hosted_invoice_url: Mapped[str | None] = mapped_column(Text)
    invoice_pdf_url: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    @property
    def is_refundable(self) -> bool:
        """Whether something of it may be given back: it was paid, and its bank does not dispute it."""
        was_paid = self.paid_at is not None and self.stripe_payment_intent_id is not None
        return was_paid and not self.is_disputed and self.refunded_cents < self.amount_cents


class BillingEvent(Base):
    """An event of Stripe's by its id, so that it is done once; `payload` names its objects, and holds no card."""

    __tablename__ = "billing_events"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("(state IN ('done', 'ignored')) = (processed_at IS NOT NULL)", name="processed_at_a_time"),
        Index("ix_billing_events_open", "due_at", postgresql_where=text("processed_at IS NULL")),
        Index("ix_billing_events_user_id", "user_id"),
    )

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    type: Mapped[str] = mapped_column(String(120))
    state: Mapped[EventState] = mapped_column(text_enum(EventState, "state"), default=EventState.WAITING)
    stripe_created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = created_at()
    due_at: Mapped[datetime] = created_at()
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[Facts] = mapped_column(ShapedJson(Facts))


class BillingChange(Base):
    """A line of the audit: who or which event changed what of somebody's billing, and how it was before and after."""

    __tablename__ = "billing_changes"
    __table_args__ = (Index("ix_billing_changes_user_id_created_at", "user_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    subscription_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("subscriptions.id", ondelete="SET NULL"), index=True
    )
    event_id: Mapped[str | None] = mapped_column(ForeignKey("billing_events.id", ondelete="SET NULL"), index=True)
    actor: Mapped[Actor] = mapped_column(text_enum(Actor, "actor"))
    admin_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(Text)
    before: Mapped[Facts | None] = mapped_column(ShapedJson(Facts))
    after: Mapped[Facts | None] = mapped_column(ShapedJson(Facts))
    created_at: Mapped[datetime] = created_at()


class TimeCredit(Base):
    """Seconds of practice that an admin gave somebody in a month (`YYYY-MM`), and why."""

    __tablename__ = "time_credits"
    __table_args__ = (
        CheckConstraint("seconds > 0", name="seconds_positive"),
        CheckConstraint("period ~ '^[0-9]{4}-[0-9]{2}$'", name="period_is_a_month"),
        Index("ix_time_credits_user_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    admin_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id", ondelete="SET NULL"), index=True)
    period: Mapped[str] = mapped_column(String(7))
    seconds: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = created_at()
