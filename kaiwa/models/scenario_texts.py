"""What a scenario says of itself in each language, and what own scenarios said before they were changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import ShapedJson, created_at, updated_at
from kaiwa.models.shapes import SampleLine, ScenarioContent, TranslatedLine


class ScenarioText(Base):
    """A scenario in one language: how it is found, what can be said in it, how it may go."""

    __tablename__ = "scenario_texts"

    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True)
    language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(200))
    setting: Mapped[str] = mapped_column(Text)
    keywords: Mapped[list[str]] = mapped_column(ShapedJson(list[str]))
    partner: Mapped[TranslatedLine] = mapped_column(ShapedJson(TranslatedLine))
    opening: Mapped[TranslatedLine] = mapped_column(ShapedJson(TranslatedLine))
    phrases: Mapped[list[TranslatedLine]] = mapped_column(ShapedJson(list[TranslatedLine]))
    sample: Mapped[list[SampleLine]] = mapped_column(ShapedJson(list[SampleLine]))
    cultural_topics: Mapped[list[str]] = mapped_column(ShapedJson(list[str]))
    cultural_note: Mapped[dict[str, str]] = mapped_column(ShapedJson(dict[str, str]))
    readings: Mapped[dict[str, str]] = mapped_column(ShapedJson(dict[str, str]), default=dict)
    objectives: Mapped[dict[str, str]] = mapped_column(ShapedJson(dict[str, str]), default=dict, server_default="{}")
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()


class ScenarioVersion(Base):
    """An own scenario as it was before a change, kept for the conversations that were held in it."""

    __tablename__ = "scenario_versions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), index=True)
    content: Mapped[ScenarioContent] = mapped_column(ShapedJson(ScenarioContent))
    created_at: Mapped[datetime] = created_at()
