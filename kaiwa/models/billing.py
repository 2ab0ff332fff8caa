"""Tiers, and what each person has used of theirs, month by month."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.models.columns import UtcDateTime, created_at, updated_at

LIMITS = (
    "monthly_conversations",
    "monthly_seconds",
    "monthly_realtime_sessions",
    "max_banked_seconds",
    "max_extensions",
    "extension_seconds",
    "max_custom_scenarios",
    "monthly_price_cents",
    "annual_price_cents",
    "trial_days",
)
USED = (
    "conversations_used",
    "seconds_used",
    "realtime_sessions_used",
    "banked_seconds",
    "banked_seconds_used",
    "credited_seconds",
    "excess_seconds",
)


class Tier(Base):
    """What a plan allows; lengths of time are seconds, prices are cents of `currency` (ISO 4217, lower case)."""

    __tablename__ = "tiers"
    __table_args__ = (
        *(CheckConstraint(f"{name} >= 0", name=f"{name}_not_negative") for name in LIMITS),
        CheckConstraint("max_session_length_seconds > 0", name="max_session_length_positive"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(Text)
    monthly_conversations: Mapped[int]
    monthly_seconds: Mapped[int]
    monthly_realtime_sessions: Mapped[int]
    max_session_length_seconds: Mapped[int]
    session_banking_enabled: Mapped[bool]
    max_banked_seconds: Mapped[int]
    can_extend: Mapped[bool]
    max_extensions: Mapped[int]
    extension_seconds: Mapped[int]
    has_realtime_access: Mapped[bool]
    has_advanced_voices: Mapped[bool]
    has_analytics: Mapped[bool]
    has_anki_export: Mapped[bool]
    max_custom_scenarios: Mapped[int]
    monthly_price_cents: Mapped[int]
    annual_price_cents: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    trial_days: Mapped[int] = mapped_column(default=0)
    stripe_product_id: Mapped[str | None] = mapped_column(String(255))
    stripe_price_id_monthly: Mapped[str | None] = mapped_column(String(255))
    stripe_price_id_annual: Mapped[str | None] = mapped_column(String(255))
    is_active: Mapped[bool] = mapped_column(default=True)
    sort_order: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()


class UserUsage(Base):
    """What a person has used in a month of their own time zone, seconds that are reserved included.

    `period` is `YYYY-MM`; `tier_id` is the tier under which it was last used; `banked_seconds` came over from the month
    before, and are used after the month's own; after a subscription's end they last until `banked_until`. The month's
    own seconds are the tier's, those that an admin credited, and what was used beyond this tier under a larger one.
    """

    __tablename__ = "user_usage"
    __table_args__ = (
        *(CheckConstraint(f"{name} >= 0", name=f"{name}_not_negative") for name in USED),
        CheckConstraint("banked_seconds_used <= banked_seconds", name="banked_seconds_used_at_most_banked"),
        CheckConstraint("period ~ '^[0-9]{4}-[0-9]{2}$'", name="period_is_a_month"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    tier_id: Mapped[str] = mapped_column(ForeignKey("tiers.id", ondelete="RESTRICT"))
    conversations_used: Mapped[int] = mapped_column(default=0)
    seconds_used: Mapped[int] = mapped_column(default=0)
    realtime_sessions_used: Mapped[int] = mapped_column(default=0)
    banked_seconds: Mapped[int] = mapped_column(default=0)
    banked_seconds_used: Mapped[int] = mapped_column(default=0)
    credited_seconds: Mapped[int] = mapped_column(default=0)
    excess_seconds: Mapped[int] = mapped_column(default=0)
    banked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()
