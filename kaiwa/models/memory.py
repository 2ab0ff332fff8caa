"""What partners remember of a learner."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import created_at
from kaiwa.models.speakers import Speaker


class LearnerFact(Base):
    """Something a learner said of themselves to a speaker; it may be read and deleted by the learner alone."""

    __tablename__ = "learner_facts"
    __table_args__ = (Index("ix_learner_facts_user_id_speaker_id_created_at", "user_id", "speaker_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    speaker_id: Mapped[str] = mapped_column(ForeignKey("speakers.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )
    fact: Mapped[str] = mapped_column(String(160))
    created_at: Mapped[datetime] = created_at()

    speaker: Mapped[Speaker] = relationship(lazy="raise")
