"""The scenarios that can be rehearsed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.models.columns import ShapedJson, created_at, text_enum, updated_at
from kaiwa.models.shapes import ComfortIndicators, LearningObjective, Persona


class PartnerRole(StrEnum):
    """What the partner is to the learner."""

    TUTOR = "tutor"
    CHARACTER = "character"
    FRIENDLY_CHAT = "friendly_chat"
    EXPERT = "expert"


class Difficulty(StrEnum):
    """A rough level for choosing by."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class CefrLevel(StrEnum):
    """A level of the Common European Framework of Reference."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class Skill(StrEnum):
    """What a scenario trains most."""

    SPEAKING = "speaking"
    LISTENING = "listening"
    VOCABULARY = "vocabulary"
    POLITENESS = "politeness"


class Length(StrEnum):
    """How long a scenario takes: up to five minutes, up to ten, or more."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Visibility(StrEnum):
    """Who can find a scenario."""

    PRIVATE = "private"
    UNLISTED = "unlisted"
    PUBLIC = "public"


CATEGORIES = (
    "relationships",
    "work",
    "travel",
    "health",
    "housing",
    "school",
    "services",
    "food",
    "emergencies",
    "small-talk",
)
# what can be chosen of a scenario, in one column, so that one index finds any choice of several
FACETS = """ARRAY[
    cefr_level::text,
    role::text,
    primary_skill::text,
    CASE
        WHEN estimated_duration_seconds <= 300 THEN 'short'::text
        WHEN estimated_duration_seconds <= 600 THEN 'medium'::text
        ELSE 'long'::text
    END]"""
# each doubling of the use is a step forward; within a step the authors' order counts
LISTED = "is_active AND visibility = 'public'"
RANK = """LEAST(sort_order, 99999)
    - 100000 * floor(ln((usage_count + 1)::double precision) / ln(2::double precision))::integer"""


class Scenario(Base):
    """One real conversation to get ready for; the same in every language, played from a script or by a model."""

    __tablename__ = "scenarios"
    __table_args__ = (
        CheckConstraint("difficulty_rating BETWEEN 1 AND 100", name="difficulty_rating_range"),
        CheckConstraint("estimated_duration_seconds > 0", name="estimated_duration_positive"),
        Index(
            "uq_scenarios_onboarding",
            "is_onboarding",
            unique=True,
            postgresql_where=text("is_onboarding AND is_active"),
        ),
        # with all that is chosen by, so that a choice is looked for in order without the rows themselves
        Index(
            "ix_scenarios_listed",
            "list_rank",
            "id",
            postgresql_where=text(LISTED),
            postgresql_include=["facets", "categories", "script_languages"],
        ),
        Index(
            "ix_scenarios_found",
            "title_words",
            "search_words",
            "facets",
            "categories",
            "script_languages",
            postgresql_using="gin",
            postgresql_where=text(LISTED),
            postgresql_ops={"categories": "jsonb_path_ops"},
            # saving rank and use must not slow searches by a list of what is still to be sorted in
            postgresql_with={"fastupdate": "off"},
        ),
        Index("ix_scenarios_created_by_user_id", "created_by_user_id"),
    )

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    role: Mapped[PartnerRole] = mapped_column(text_enum(PartnerRole, "role"))
    difficulty: Mapped[Difficulty] = mapped_column(text_enum(Difficulty, "difficulty"))
    difficulty_rating: Mapped[int]
    cefr_level: Mapped[CefrLevel] = mapped_column(text_enum(CefrLevel, "cefr_level"))
    cefr_recommendation: Mapped[str] = mapped_column(Text)
    instructions: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text)
    learning_goal: Mapped[str] = mapped_column(Text)
    persona: Mapped[Persona] = mapped_column(ShapedJson(Persona))
    expected_outcome: Mapped[str] = mapped_column(Text)
    learning_objectives: Mapped[list[LearningObjective]] = mapped_column(ShapedJson(list[LearningObjective]))
    comfort_indicators: Mapped[ComfortIndicators] = mapped_column(ShapedJson(ComfortIndicators))
    categories: Mapped[list[str]] = mapped_column(ShapedJson(list[str]))
    tags: Mapped[list[str]] = mapped_column(ShapedJson(list[str]))
    primary_skill: Mapped[Skill] = mapped_column(text_enum(Skill, "primary_skill"))
    search_keywords: Mapped[list[str]] = mapped_column(ShapedJson(list[str]))
    thumbnail_url: Mapped[str | None] = mapped_column(String(500))
    estimated_duration_seconds: Mapped[int]
    created_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    visibility: Mapped[Visibility] = mapped_column(text_enum(Visibility, "visibility"))
    usage_count: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_onboarding: Mapped[bool] = mapped_column(default=False)
    sort_order: Mapped[int] = mapped_column(default=1000)
    script_languages: Mapped[list[str]] = mapped_column(ARRAY(String(16)), default=list, server_default="{}")
    search_words: Mapped[str] = mapped_column(TSVECTOR, default="", server_default="", deferred=True)
    # few, and in the row itself: common words are looked for in the order of the list, row by row
    title_words: Mapped[str] = mapped_column(TSVECTOR, default="", server_default="", deferred=True)
    facets: Mapped[list[str]] = mapped_column(ARRAY(Text), Computed(FACETS, persisted=True), deferred=True)
    list_rank: Mapped[int] = mapped_column(Computed(RANK, persisted=True), deferred=True)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    @property
    def words_in(self) -> str | None:
        """The language that it is written in, but for its texts; of learners' own nobody has said which."""
        return "en" if self.created_by_user_id is None else None
