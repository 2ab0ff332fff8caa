"""What somebody takes along, prepared by the queue: kept in pieces, so that any machine can write and send it."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import UtcDateTime, created_at, text_enum

KEPT_FOR = timedelta(days=1)


class ExportState(StrEnum):
    """How far an export is."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class Export(Base):
    """A prepared archive, at most one for each person; `claimed_by` is the try that may write it."""

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, guest_id) = 1", name="has_one_owner"),
        CheckConstraint("(state = 'pending') = (finished_at IS NULL)", name="finished_unless_pending"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    guest_id: Mapped[UUID | None] = mapped_column(unique=True)
    state: Mapped[ExportState] = mapped_column(text_enum(ExportState, "state"), default=ExportState.PENDING)
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    claimed_by: Mapped[UUID | None]
    created_at: Mapped[datetime] = created_at()
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def kept_until(self) -> datetime:
        """When it is over; one that never was finished is over as well."""
        return (self.finished_at or self.created_at) + KEPT_FOR


class ExportPiece(Base):
    """A part of an archive; positions count from 0."""

    __tablename__ = "export_pieces"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("exports.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
