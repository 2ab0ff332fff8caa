"""The people who have an account; a guest has no row yet."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import UtcDateTime, created_at, text_enum, updated_at

if TYPE_CHECKING:
    from kaiwa.models.accounts import UserPreferences


class Role(StrEnum):
    """What somebody may do."""

    LEARNER = "learner"
    CREATOR = "creator"
    ADMIN = "admin"


class User(Base):
    """A person; `email` is stored case-folded and is null only for a guest.

    `google_id` is the subject that GOOGLE_ISSUER names, never an address: that may change hands.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("is_guest OR email IS NOT NULL OR deleted_at IS NOT NULL", name="email_unless_guest"),
        CheckConstraint("email = lower(email)", name="email_case_folded"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    google_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    display_name: Mapped[str | None] = mapped_column(String(80))
    username: Mapped[str | None] = mapped_column(String(40), unique=True)
    avatar_url: Mapped[str | None] = mapped_column(String(500))
    stripe_customer_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    native_language_id: Mapped[str | None] = mapped_column(ForeignKey("languages.id", ondelete="SET NULL"))
    preferred_ui_language_id: Mapped[str | None] = mapped_column(ForeignKey("languages.id", ondelete="SET NULL"))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"), default=Role.LEARNER)
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    is_guest: Mapped[bool] = mapped_column(default=False)
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    # read along with the session; made, found and changed by kaiwa.accounts.preferring
    preferences: Mapped["UserPreferences | None"] = relationship(viewonly=True, lazy="raise")

    # what Flask-Login asks of whoever is signed in
    is_authenticated = True

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the person's days and months; UTC where it is not known any more."""
        return zone_of(self.time_zone)


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; UTC where it is not known any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
