"""The sittings of a conversation: how long somebody stayed at it at a time, and what it cost."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import UtcDateTime, created_at, text_enum, updated_at
from kaiwa.models.conversations import ConversationMode

LONGEST_PAUSE = timedelta(minutes=30)
COUNTED = ("duration_seconds", "seconds_consumed", "input_tokens", "output_tokens", "extensions_used")


class Sitting(Base):
    """A run of turns without a longer pause, by a guest or a user; `end_time` is its last line so far.

    `duration_seconds` is by the clock, `seconds_consumed` active time, `limit_seconds` how much of that it may have,
    extensions included. `network` is the truncated address of a guest.
    """

    __tablename__ = "conversation_sessions"
    __table_args__ = (
        *(CheckConstraint(f"{name} >= 0", name=f"{name}_not_negative") for name in COUNTED),
        CheckConstraint("limit_seconds > 0", name="limit_seconds_positive"),
        Index("ix_conversation_sessions_conversation_id_start_time", "conversation_id", "start_time"),
        Index("ix_conversation_sessions_user_id_start_time", "user_id", "start_time"),
        Index("ix_conversation_sessions_network_start_time", "network", "start_time"),
        Index(
            "ix_conversation_sessions_start_time",
            "start_time",
            postgresql_include=["input_tokens", "output_tokens"],
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    mode: Mapped[ConversationMode] = mapped_column(text_enum(ConversationMode, "mode"))
    network: Mapped[str | None] = mapped_column(String(64))
    start_time: Mapped[datetime] = mapped_column(UtcDateTime)
    end_time: Mapped[datetime] = mapped_column(UtcDateTime)
    duration_seconds: Mapped[int] = mapped_column(default=0)
    seconds_consumed: Mapped[int] = mapped_column(default=0)
    limit_seconds: Mapped[int]
    input_tokens: Mapped[int] = mapped_column(default=0)
    output_tokens: Mapped[int] = mapped_column(default=0)
    was_extended: Mapped[bool] = mapped_column(default=False)
    extensions_used: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    def is_open(self, at: datetime) -> bool:
        """Whether a line said now still belongs to this sitting."""
        return at - self.end_time <= LONGEST_PAUSE

    @property
    def seconds_left(self) -> int:
        """Seconds of active time until the sitting's limit, never less than none."""
        return max(0, self.limit_seconds - self.seconds_consumed)
