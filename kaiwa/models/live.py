"""Live voice calls, and which lines of them are stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import UtcDateTime, created_at, updated_at


class LiveCall(Base):
    """A call of a conversation, metered by heartbeats; somebody has one at a time.

    `remote_id` is its name at the endpoint, none until that has answered; `beat_at` is the last sign of life, until
    which `seconds` are counted; `period` is the month that its session was counted in. From `closing_at` on the partner
    says its last line.
    """

    __tablename__ = "live_calls"
    __table_args__ = (
        CheckConstraint("seconds >= 0", name="seconds_not_negative"),
        Index("ix_live_calls_conversation_id", "conversation_id"),
        Index("ix_live_calls_user_id", "user_id"),
        Index("ix_live_calls_sitting_id", "sitting_id"),
        Index("uq_live_calls_open_user_id", "user_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("conversation_sessions.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(7))
    remote_id: Mapped[str | None] = mapped_column(String(200))
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seconds: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()


class LiveLine(Base):
    """Which message a line of a call became, by the name that the endpoint gave the line: none is stored twice."""

    __tablename__ = "live_lines"
    __table_args__ = (Index("ix_live_lines_message_id", "message_id"),)

    call_id: Mapped[UUID] = mapped_column(ForeignKey("live_calls.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
