"""What belongs to an account: where it is signed in, what its person prefers, wrong passwords."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import ShapedJson, UtcDateTime, created_at, text_enum, updated_at
from kaiwa.models.conversations import CorrectionStyle
from kaiwa.models.users import User


class LearningGoal(StrEnum):
    """Why somebody learns."""

    CONNECTION = "connection"
    CAREER = "career"
    TRAVEL = "travel"
    ACADEMIC = "academic"
    CULTURE = "culture"
    GROWTH = "growth"


class Challenge(StrEnum):
    """How much somebody wants to be asked."""

    COMFORTABLE = "comfortable"
    MODERATE = "moderate"
    CHALLENGING = "challenging"


class Theme(StrEnum):
    """The colours of the pages."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class SignInSession(Base):
    """A browser that is signed in; the cookie holds a random token, the row its SHA-256 in hex."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_id", "user_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_agent: Mapped[str | None] = mapped_column(String(300))
    ip_address: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = created_at()

    user: Mapped[User] = relationship(lazy="raise")


class UserPreferences(Base):
    """What a person has confirmed of themselves, and how they want to practise; None is not yet known."""

    __tablename__ = "user_preferences"
    __table_args__ = tuple(
        CheckConstraint(f"{skill}_level BETWEEN 1 AND 100", name=f"{skill}_level_range")
        for skill in ("speaking", "listening", "reading", "writing")
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    target_language_id: Mapped[str | None] = mapped_column(ForeignKey("languages.id", ondelete="SET NULL"))
    preferred_speaker_id: Mapped[str | None] = mapped_column(ForeignKey("speakers.id", ondelete="SET NULL"))
    learning_goal: Mapped[LearningGoal | None] = mapped_column(text_enum(LearningGoal, "learning_goal"))
    speaking_level: Mapped[int | None]
    listening_level: Mapped[int | None]
    reading_level: Mapped[int | None]
    writing_level: Mapped[int | None]
    challenge_preference: Mapped[Challenge | None] = mapped_column(text_enum(Challenge, "challenge_preference"))
    correction_style: Mapped[CorrectionStyle] = mapped_column(
        text_enum(CorrectionStyle, "correction_style"), default=CorrectionStyle.GENTLE
    )
    specific_goals: Mapped[list[str]] = mapped_column(ShapedJson(list[str]), default=list)
    theme: Mapped[Theme] = mapped_column(text_enum(Theme, "theme"), default=Theme.AUTO)
    show_translation: Mapped[bool] = mapped_column(default=False)
    show_romanization: Mapped[bool] = mapped_column(default=True)
    speaks_lines: Mapped[bool] = mapped_column(default=False)
    study_seconds: Mapped[int] = mapped_column(default=0)
    conversation_count: Mapped[int] = mapped_column(default=0)
    streak_days: Mapped[int] = mapped_column(default=0)
    last_practised_on: Mapped[date | None]
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()


class LinkPurpose(StrEnum):
    """What a mailed link does."""

    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105


class OneTimeLink(Base):
    """A link that was mailed to an address; the mail holds a random token, the row its SHA-256 in hex."""

    __tablename__ = "one_time_links"
    __table_args__ = (Index("ix_one_time_links_user_id", "user_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[LinkPurpose] = mapped_column(text_enum(LinkPurpose, "purpose"))
    email: Mapped[str] = mapped_column(String(320))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()

    user: Mapped[User] = relationship(lazy="raise")


class FailedSignIn(Base):
    """A wrong password, counted by a hash of the address tried and of the network that tried it."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (
        Index("ix_failed_sign_ins_account_created_at", "account", "created_at"),
        Index("ix_failed_sign_ins_network_created_at", "network", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = created_at()
