"""What happened, without what was said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import ShapedJson, created_at


class AnalyticsEvent(Base):
    """One thing that somebody did; the address is truncated and no message text is kept."""

    __tablename__ = "analytics_events"
    __table_args__ = (Index("ix_analytics_events_event_name_created_at", "event_name", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    session_id: Mapped[str | None] = mapped_column(String(64))
    event_name: Mapped[str] = mapped_column(String(80))
    properties: Mapped[dict[str, Any]] = mapped_column(ShapedJson(dict[str, Any]), default=dict)
    user_agent: Mapped[str | None] = mapped_column(String(300))
    ip_address: Mapped[str | None] = mapped_column(String(64))
    referrer: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = created_at()
