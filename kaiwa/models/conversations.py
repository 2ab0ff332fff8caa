"""Conversations and their messages."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import ShapedJson, UtcDateTime, created_at, text_enum, updated_at
from kaiwa.models.scenario_texts import ScenarioVersion
from kaiwa.models.scenarios import Scenario
from kaiwa.models.shapes import (
    AnnotatedWord,
    CollectedFacts,
    GrammarAnalysis,
    ScenarioContent,
    ScenePremise,
    VocabularyItem,
)
from kaiwa.models.speakers import Speaker

CLAIM_LASTS = timedelta(seconds=15)


class ConversationMode(StrEnum):
    """How a conversation is held."""

    TRADITIONAL = "traditional"
    REALTIME = "realtime"


class Engagement(StrEnum):
    """How much somebody took part."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CorrectionStyle(StrEnum):
    """When the learner hears of a mistake."""

    IMMEDIATE = "immediate"
    GENTLE = "gentle"
    END_OF_SESSION = "end_of_session"


class MessageRole(StrEnum):
    """Whose line a message is."""

    ASSISTANT = "assistant"
    USER = "user"
    SYSTEM = "system"


class MessageState(StrEnum):
    """How far a message is."""

    STREAMING = "streaming"
    COMPLETE = "complete"
    FAILED = "failed"


class Conversation(Base):
    """One rehearsal of a scenario, by a guest or a user; `message_count` is also the last position given out.

    `completed_at` is when it was first played out, or finished with all objectives met or four lines said;
    `scenario_version` is what its scenario was then, where that has been changed since; the `premise` is how it began
    where no script told it.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint("user_id IS NOT NULL OR guest_id IS NOT NULL", name="has_owner"),
        CheckConstraint("comfort_rating BETWEEN 1 AND 5", name="comfort_rating_range"),
        Index("ix_conversations_guest_id_started_at", "guest_id", "started_at"),
        Index("ix_conversations_user_id_started_at", "user_id", "started_at"),
        Index("ix_conversations_scenario_id", "scenario_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    guest_id: Mapped[UUID | None]
    target_language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    native_language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    mode: Mapped[ConversationMode] = mapped_column(
        text_enum(ConversationMode, "mode"), default=ConversationMode.TRADITIONAL
    )
    correction_style: Mapped[CorrectionStyle] = mapped_column(
        text_enum(CorrectionStyle, "correction_style"), default=CorrectionStyle.GENTLE
    )
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenarios.id", ondelete="RESTRICT"))
    scenario_version_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("scenario_versions.id", ondelete="RESTRICT"), index=True
    )
    premise: Mapped[ScenePremise | None] = mapped_column(ShapedJson(ScenePremise))
    speaker_id: Mapped[str | None] = mapped_column(ForeignKey("speakers.id", ondelete="SET NULL"))
    is_onboarding: Mapped[bool] = mapped_column(default=False)
    is_played_out: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    duration_seconds: Mapped[int] = mapped_column(default=0)
    message_count: Mapped[int] = mapped_column(default=0)
    audio_seconds: Mapped[int] = mapped_column(default=0)
    comfort_rating: Mapped[int | None]
    engagement_level: Mapped[Engagement | None] = mapped_column(text_enum(Engagement, "engagement_level"))
    objectives_met: Mapped[list[str]] = mapped_column(ShapedJson(list[str]), default=list)
    collected: Mapped[CollectedFacts] = mapped_column(ShapedJson(CollectedFacts), default=CollectedFacts)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    scenario: Mapped[Scenario] = relationship(lazy="raise")
    # asked for only where there is one
    scenario_version: Mapped[ScenarioVersion | None] = relationship(lazy="select")
    # every page and every reply of a conversation says whose voice it is
    speaker: Mapped[Speaker | None] = relationship(lazy="joined")
    messages: Mapped[list["Message"]] = relationship(
        back_populates="conversation", order_by="Message.position", lazy="raise", passive_deletes=True
    )

    @property
    def played(self) -> Scenario | ScenarioContent:
        """Its scenario as it was when the conversation was held."""
        # most have none, and what is not asked for need not be loaded
        version = self.scenario_version if self.scenario_version_id else None
        return version.content if version else self.scenario


class Message(Base):
    """One line; a reply is claimed by whoever makes it, and a claim that went stale may be taken over.

    `typed_seconds` is how long a learner took for a line; `reserved_seconds` of `reserved_period` are held for a reply
    as long as it is owed, and where it `is_closing` it is the scene's last.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "position"),
        CheckConstraint("hint_steps BETWEEN 0 AND 3", name="hint_steps_range"),
        CheckConstraint("typed_seconds >= 0", name="typed_seconds_not_negative"),
        CheckConstraint("(reserved_seconds IS NULL) = (reserved_period IS NULL)", name="reserved_for_a_period"),
        Index("ix_messages_reserved", "created_at", postgresql_where=text("reserved_seconds IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    position: Mapped[int]
    role: Mapped[MessageRole] = mapped_column(text_enum(MessageRole, "role"))
    in_reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), unique=True)
    state: Mapped[MessageState] = mapped_column(text_enum(MessageState, "state"))
    content: Mapped[str] = mapped_column(Text, default="")
    translated_content: Mapped[str | None] = mapped_column(Text)
    annotations: Mapped[list[AnnotatedWord] | None] = mapped_column(ShapedJson(list[AnnotatedWord]))
    translation_confidence: Mapped[float | None]
    translation_provider: Mapped[str | None] = mapped_column(String(40))
    grammar_analysis: Mapped[GrammarAnalysis | None] = mapped_column(ShapedJson(GrammarAnalysis))
    vocabulary_analysis: Mapped[list[VocabularyItem] | None] = mapped_column(ShapedJson(list[VocabularyItem]))
    audio_url: Mapped[str | None] = mapped_column(String(500))
    mind: Mapped[str | None] = mapped_column(String(40))
    mind_state: Mapped[dict[str, Any] | None] = mapped_column(ShapedJson(dict[str, Any]))
    is_slow: Mapped[bool] = mapped_column(default=False)
    is_stand_in: Mapped[bool] = mapped_column(default=False)
    hint_steps: Mapped[int] = mapped_column(default=0)
    typed_seconds: Mapped[int] = mapped_column(default=0)
    reserved_seconds: Mapped[int | None]
    reserved_period: Mapped[str | None] = mapped_column(String(7))
    is_closing: Mapped[bool] = mapped_column(default=False)
    claimed_by: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    conversation: Mapped[Conversation] = relationship(back_populates="messages", lazy="raise")

    def is_waiting(self, at: datetime) -> bool:
        """Whether a reply is still owed and somebody is, or may just be about to be, making it."""
        since = self.claimed_at or self.created_at
        return self.state is MessageState.STREAMING and at - since < CLAIM_LASTS
