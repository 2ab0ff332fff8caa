"""The languages that can be practised."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.models.columns import ShapedJson, created_at, text_enum, updated_at
from kaiwa.models.shapes import CulturalNote


class WritingSystem(StrEnum):
    """How a language is written."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    JAPANESE = "japanese"
    CHINESE = "chinese"
    HANGUL = "hangul"
    ARABIC = "arabic"
    DEVANAGARI = "devanagari"


class Language(Base):
    """A language; `id` and `code` are ISO 639-1."""

    __tablename__ = "languages"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    native_name: Mapped[str] = mapped_column(String(80))
    writing_system: Mapped[WritingSystem] = mapped_column(text_enum(WritingSystem, "writing_system"))
    supported_scripts: Mapped[list[str]] = mapped_column(ShapedJson(list[str]))
    is_rtl: Mapped[bool]
    cultural_notes: Mapped[list[CulturalNote]] = mapped_column(ShapedJson(list[CulturalNote]))
    is_active: Mapped[bool]
    sort_order: Mapped[int]
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()
