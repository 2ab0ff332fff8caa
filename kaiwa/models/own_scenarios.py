"""What learners write themselves: scenarios in the making, and the wish that everybody may find one."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import ShapedJson, UtcDateTime, created_at, text_enum, updated_at
from kaiwa.models.shapes import OwnScenario

# a writer says that it is still at work more often than this
WRITING_LASTS = timedelta(seconds=15)


class DraftState(StrEnum):
    """How far a draft is."""

    WRITING = "writing"
    READY = "ready"


class WrittenBy(StrEnum):
    """Who filled a draft in."""

    MODEL = "model"
    REHEARSAL = "rehearsal"
    PERSON = "person"


class ScenarioDraft(Base):
    """A scenario in the making, from the sentence that somebody typed; kept with what it became.

    Whoever holds the claim writes it; `based_on_id` is the catalogue's scenario that it was filled from.
    """

    __tablename__ = "scenario_drafts"
    __table_args__ = (
        CheckConstraint("input_tokens >= 0 AND output_tokens >= 0", name="tokens_not_negative"),
        Index("ix_scenario_drafts_user_id_created_at", "user_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    wish: Mapped[str] = mapped_column(Text)
    language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    native_language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    cefr_level: Mapped[str] = mapped_column(String(2))
    state: Mapped[DraftState] = mapped_column(text_enum(DraftState, "state"))
    written_by: Mapped[WrittenBy] = mapped_column(text_enum(WrittenBy, "written_by"))
    content: Mapped[OwnScenario] = mapped_column(ShapedJson(OwnScenario), default=OwnScenario)
    based_on_id: Mapped[str | None] = mapped_column(ForeignKey("scenarios.id", ondelete="SET NULL"), index=True)
    scenario_id: Mapped[str | None] = mapped_column(ForeignKey("scenarios.id", ondelete="SET NULL"), index=True)
    input_tokens: Mapped[int] = mapped_column(default=0)
    output_tokens: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()


class PublicationState(StrEnum):
    """What became of the wish that everybody may find a scenario."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"


class Publication(Base):
    """Somebody wishes that everybody may find their scenario; an admin decides, with a reason where they decline."""

    __tablename__ = "scenario_publications"
    __table_args__ = (
        CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided_unless_pending"),
        Index("ix_scenario_publications_state_requested_at", "state", "requested_at"),
    )

    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[PublicationState] = mapped_column(text_enum(PublicationState, "state"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    reason: Mapped[str | None] = mapped_column(Text)
