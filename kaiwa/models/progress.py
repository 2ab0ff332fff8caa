"""What is counted of scenarios: of each person in each, and of everybody together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Float, ForeignKey, Index, Text, desc, text
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.extensions import Base
from kaiwa.models.columns import UtcDateTime, created_at, updated_at

AVERAGE = "ratings_sum::double precision / NULLIF(ratings_count, 0)::double precision"
COMPLETION = "total_completions::double precision / NULLIF(total_attempts, 0)::double precision"
SECONDS = "total_seconds_spent::double precision / NULLIF(total_attempts, 0)::double precision"
# as if five people had given 3.5 before anybody did: one five is not yet the best of all
BAYESIAN = "(ratings_sum::double precision + 17.5::double precision) / (ratings_count + 5)::double precision"


class ScenarioMetadata(Base):
    """What everybody did in a scenario; means follow from sums, so they cannot be out of step.

    `trending_score` is the logarithm of a sum in which each use weighs twice the one of seven days before; it grows
    with use and needs no sweep, since time changes nothing in the order.
    """

    __tablename__ = "scenario_metadata"
    __table_args__ = (
        CheckConstraint(
            "saved_count >= 0 AND total_times_used >= 0 AND total_attempts >= 0 AND total_completions >= 0"
            " AND total_seconds_spent >= 0 AND ratings_count >= 0 AND ratings_sum >= 0",
            name="counts_not_negative",
        ),
        Index(
            "ix_scenario_metadata_trending",
            desc("trending_score"),
            "scenario_id",
            postgresql_where=text("trending_score IS NOT NULL"),
        ),
        Index(
            "ix_scenario_metadata_saved", desc("saved_count"), "scenario_id", postgresql_where=text("saved_count > 0")
        ),
        Index(
            "ix_scenario_metadata_rated",
            desc("bayesian_rating"),
            "scenario_id",
            postgresql_where=text("ratings_count > 0"),
        ),
    )

    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True)
    saved_count: Mapped[int] = mapped_column(default=0, server_default="0")
    total_times_used: Mapped[int] = mapped_column(default=0, server_default="0")
    total_attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    total_completions: Mapped[int] = mapped_column(default=0, server_default="0")
    total_seconds_spent: Mapped[int] = mapped_column(default=0, server_default="0")
    ratings_count: Mapped[int] = mapped_column(default=0, server_default="0")
    ratings_sum: Mapped[int] = mapped_column(default=0, server_default="0")
    trending_score: Mapped[float | None]
    average_rating: Mapped[float | None] = mapped_column(Float, Computed(AVERAGE, persisted=True))
    completion_rate: Mapped[float | None] = mapped_column(Float, Computed(COMPLETION, persisted=True))
    average_seconds_spent: Mapped[float | None] = mapped_column(Float, Computed(SECONDS, persisted=True))
    bayesian_rating: Mapped[float | None] = mapped_column(Float, Computed(BAYESIAN, persisted=True))
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()


class ScenarioProgress(Base):
    """What one person did in a scenario, thinks of it and noted; nobody else reads it."""

    __tablename__ = "user_scenario_progress"
    __table_args__ = (
        CheckConstraint("user_rating BETWEEN 1 AND 5", name="user_rating_range"),
        CheckConstraint(
            "times_attempted >= 0 AND times_completed >= 0 AND total_seconds_spent >= 0", name="counts_not_negative"
        ),
        CheckConstraint("is_saved = (saved_at IS NOT NULL)", name="saved_at_a_time"),
        Index("ix_user_scenario_progress_user_id_last_attempt_at", "user_id", "last_attempt_at"),
        Index(
            "ix_user_scenario_progress_saved",
            "user_id",
            "saved_at",
            postgresql_where=text("is_saved"),
        ),
        Index("ix_user_scenario_progress_scenario_id", "scenario_id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    scenario_id: Mapped[str] = mapped_column(ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True)
    is_saved: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_attempted: Mapped[int] = mapped_column(default=0)
    times_completed: Mapped[int] = mapped_column(default=0)
    last_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    total_seconds_spent: Mapped[int] = mapped_column(default=0)
    user_rating: Mapped[int | None]
    user_notes: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = created_at()
    updated_at: Mapped[datetime] = updated_at()
