"""The voices that a partner can have."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.models.columns import created_at, text_enum, updated_at


class Gender(StrEnum):
    """How a voice sounds."""

    FEMALE = "female"
    MALE = "male"


class Speaker(Base):
    """A voice of a language; `personality` colours how lines are said, the first in order is its language's default."""

    __tablename__ = "speakers"
    __table_args__ = (Index("ix_speakers_language_id", "language_id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="CASCADE"))
    region: Mapped[str] = mapped_column(String(80))
    dialect_name: Mapped[str] = mapped_column(String(80))
    bcp47_code: Mapped[str] = mapped_column(String(16))
    gender: Mapped[Gender] = mapped_column(text_enum(Gender, "gender"))
    voice_name: Mapped[str] = mapped_column(String(80))
    voice_provider_id: Mapped[str] = mapped_column(String(40))
    openai_voice_id: Mapped[str] = mapped_column(String(40))
    personality: Mapped[str] = mapped_column(Text)
    is_active: Mapped[bool]
    sort_order: Mapped[int]
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()
