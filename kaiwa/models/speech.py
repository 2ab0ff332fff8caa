"""Lines that were said aloud by the server's voice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.models.columns import UtcDateTime, created_at


class SpeechClip(Base):
    """A line in one voice, under the SHA-256 of text, voice, model and format; `sound` is None while it is made."""

    __tablename__ = "speech_clips"
    __table_args__ = (Index("ix_speech_clips_used_at", "used_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sound: Mapped[bytes | None] = mapped_column(LargeBinary)
    claimed_by: Mapped[UUID | None]
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()
