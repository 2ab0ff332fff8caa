"""Learning paths: courses of days, who follows them, and the previews that they begin as."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kaiwa.extensions import Base
from kaiwa.ids import new_id
from kaiwa.models.columns import ShapedJson, UtcDateTime, created_at, text_enum, updated_at
from kaiwa.models.path_shapes import AssignmentDetails, DayEntry, PathDetails, PreviewDetails

PREVIEW_LASTS = timedelta(hours=24)
# a planner says that it is still at work more often than this
PLANNING_LASTS = timedelta(seconds=15)


class PathStatus(StrEnum):
    """Whether a path is followed."""

    DRAFT = "draft"
    ACTIVE = "active"
    ARCHIVED = "archived"


class AssignmentRole(StrEnum):
    """What somebody is on a path."""

    TESTER = "tester"
    LEARNER = "learner"


class AssignmentStatus(StrEnum):
    """How far somebody is with a path; who is `paused` is on it, and is left alone."""

    INVITED = "invited"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class PreviewStatus(StrEnum):
    """How far a preview is."""

    GENERATING = "generating"
    READY = "ready"
    FAILED = "failed"
    COMMITTED = "committed"


class DayStatus(StrEnum):
    """How far a day that is still to be written is."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"


class LearningPath(Base):
    """A course of up to sixty days; a template belongs to nobody and is public under its `share_slug`."""

    __tablename__ = "learning_paths"
    __table_args__ = (
        CheckConstraint("is_template OR user_id IS NOT NULL", name="has_owner_unless_template"),
        CheckConstraint("NOT is_public OR share_slug IS NOT NULL", name="public_has_slug"),
        Index("ix_learning_paths_user_id_created_at", "user_id", "created_at"),
        Index("ix_learning_paths_public", "target_language_id", "id", postgresql_where=text("is_public")),
    )

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    target_language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    source_language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    schedule: Mapped[list[DayEntry]] = mapped_column(ShapedJson(list[DayEntry]))
    is_template: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=False)
    share_slug: Mapped[str | None] = mapped_column(String(160), unique=True)
    status: Mapped[PathStatus] = mapped_column(text_enum(PathStatus, "status"), default=PathStatus.ACTIVE)
    created_by_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    forked_from_id: Mapped[str | None] = mapped_column(ForeignKey("learning_paths.id", ondelete="SET NULL"), index=True)
    # `metadata` is SQLAlchemy's own word
    details: Mapped[PathDetails] = mapped_column("metadata", ShapedJson(PathDetails), default=PathDetails)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    def day(self, index: int) -> DayEntry | None:
        """A day by its number; None where there is none."""
        return next((day for day in self.schedule if day.day_index == index), None)


class PathAssignment(Base):
    """Somebody on a path; `starts_on` is the learner's own first day, `reminder_minute` the minute of their day."""

    __tablename__ = "learning_path_assignments"
    __table_args__ = (
        UniqueConstraint("path_id", "user_id"),
        CheckConstraint("current_day_index BETWEEN 0 AND 60", name="current_day_index_range"),
        CheckConstraint("reminder_minute BETWEEN 0 AND 1439", name="reminder_minute_range"),
        Index("ix_learning_path_assignments_user_id_status", "user_id", "status"),
        Index(
            "ix_learning_path_assignments_reminded",
            "next_reminder_at",
            postgresql_where=text("email_reminders_enabled AND status = 'active'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    path_id: Mapped[str] = mapped_column(ForeignKey("learning_paths.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[AssignmentRole] = mapped_column(text_enum(AssignmentRole, "role"), default=AssignmentRole.LEARNER)
    status: Mapped[AssignmentStatus] = mapped_column(
        text_enum(AssignmentStatus, "status"), default=AssignmentStatus.ACTIVE
    )
    starts_on: Mapped[date] = mapped_column(Date)
    current_day_index: Mapped[int] = mapped_column(default=0)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    email_reminders_enabled: Mapped[bool] = mapped_column(default=False)
    reminder_minute: Mapped[int] = mapped_column(default=8 * 60)
    next_reminder_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_email_sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unopened_mails: Mapped[int] = mapped_column(default=0)
    details: Mapped[AssignmentDetails] = mapped_column(
        "metadata", ShapedJson(AssignmentDetails), default=AssignmentDetails
    )
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()

    path: Mapped[LearningPath] = relationship(lazy="raise")


class DayDone(Base):
    """A day that somebody has done: by meeting its objectives in a conversation, or because they say so."""

    __tablename__ = "path_days_done"

    assignment_id: Mapped[UUID] = mapped_column(
        ForeignKey("learning_path_assignments.id", ondelete="CASCADE"), primary_key=True
    )
    day_index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DayTalk(Base):
    """A conversation that was begun for a day of a path."""

    __tablename__ = "path_day_talks"
    __table_args__ = (Index("ix_path_day_talks_assignment_id_day_index", "assignment_id", "day_index"),)

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("learning_path_assignments.id", ondelete="CASCADE"))
    day_index: Mapped[int]


class PathPreview(Base):
    """A path before it is one: planned once, whoever asks, and kept for a day; `session_id` stands in its address."""

    __tablename__ = "learning_path_previews"
    __table_args__ = (
        CheckConstraint("num_nonnulls(user_id, guest_id) = 1", name="has_one_owner"),
        Index("ix_learning_path_previews_user_id", "user_id"),
        Index("ix_learning_path_previews_guest_id", "guest_id"),
        Index("ix_learning_path_previews_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    guest_id: Mapped[UUID | None]
    session_id: Mapped[str] = mapped_column(String(32), unique=True)
    intent: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(String(200))
    description: Mapped[str | None] = mapped_column(Text)
    target_language_id: Mapped[str | None] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    source_language_id: Mapped[str] = mapped_column(ForeignKey("languages.id", ondelete="RESTRICT"))
    schedule: Mapped[list[DayEntry]] = mapped_column(ShapedJson(list[DayEntry]), default=list)
    preview_scenarios: Mapped[list[str]] = mapped_column(ShapedJson(list[str]), default=list)
    status: Mapped[PreviewStatus] = mapped_column(text_enum(PreviewStatus, "status"))
    committed_path_id: Mapped[str | None] = mapped_column(
        ForeignKey("learning_paths.id", ondelete="SET NULL"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=0)
    details: Mapped[PreviewDetails] = mapped_column("metadata", ShapedJson(PreviewDetails), default=PreviewDetails)
    input_tokens: Mapped[int] = mapped_column(default=0)
    output_tokens: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[UUID | None]
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()


class OwedDay(Base):
    """A day of a path whose scenario is still to be written, and how that goes; one row for each day.

    The tokens are a model's, of all tries; day 0 holds those of days that are no longer in the path.
    """

    __tablename__ = "scenario_generation_queue"
    __table_args__ = (
        UniqueConstraint("path_id", "day_index"),
        CheckConstraint("retry_count >= 0", name="retry_count_not_negative"),
        Index(
            "ix_scenario_generation_queue_due",
            "target_generation_date",
            "next_attempt_at",
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_scenario_generation_queue_processing",
            "last_processed_at",
            postgresql_where=text("status = 'processing'"),
        ),
        Index(
            "ix_scenario_generation_queue_spent",
            "last_processed_at",
            postgresql_where=text("input_tokens + output_tokens > 0"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    path_id: Mapped[str] = mapped_column(ForeignKey("learning_paths.id", ondelete="CASCADE"))
    day_index: Mapped[int]
    scenario_id: Mapped[str | None] = mapped_column(ForeignKey("scenarios.id", ondelete="SET NULL"), index=True)
    target_generation_date: Mapped[date] = mapped_column(Date)
    status: Mapped[DayStatus] = mapped_column(text_enum(DayStatus, "status"), default=DayStatus.PENDING)
    last_error: Mapped[str | None] = mapped_column(Text)
    retry_count: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_by: Mapped[UUID | None]
    input_tokens: Mapped[int] = mapped_column(default=0)
    output_tokens: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()
