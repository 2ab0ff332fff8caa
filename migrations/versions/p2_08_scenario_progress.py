"""What is counted of scenarios, of each person and of everybody; what was talked before is counted too."""

import sqlalchemy as sa
from alembic import op

revision = "p2_08_scenario_progress"
down_revision = "p2_07_scenario_texts"
branch_labels = None
depends_on = None

AVERAGE = "ratings_sum::double precision / NULLIF(ratings_count, 0)::double precision"
COMPLETION = "total_completions::double precision / NULLIF(total_attempts, 0)::double precision"
SECONDS = "total_seconds_spent::double precision / NULLIF(total_attempts, 0)::double precision"
BAYESIAN = "(ratings_sum::double precision + 17.5::double precision) / (ratings_count + 5)::double precision"
COUNTS = (
    "saved_count",
    "total_times_used",
    "total_attempts",
    "total_completions",
    "total_seconds_spent",
    "ratings_count",
    "ratings_sum",
)
MEANS = {
    "average_rating": AVERAGE,
    "completion_rate": COMPLETION,
    "average_seconds_spent": SECONDS,
    "bayesian_rating": BAYESIAN,
}
# played out, or finished with every objective met or four lines said
COMPLETED = """
UPDATE conversations c
SET completed_at = coalesce(c.ended_at, c.updated_at)
FROM scenarios s
WHERE s.id = c.scenario_id AND (
    c.is_played_out
    OR (c.ended_at IS NOT NULL AND (
        (jsonb_array_length(s.learning_objectives) > 0
            AND jsonb_array_length(c.objectives_met) >= jsonb_array_length(s.learning_objectives))
        OR (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.role = 'user') >= 4
    ))
)
"""
PROGRESS = """
INSERT INTO user_scenario_progress (
    user_id, scenario_id, is_saved, times_attempted, times_completed, last_attempt_at, last_completed_at,
    total_seconds_spent, created_at, updated_at
)
SELECT user_id, scenario_id, false, count(*), count(completed_at), max(started_at), max(completed_at),
       sum(duration_seconds), min(started_at), now()
FROM conversations WHERE user_id IS NOT NULL
GROUP BY user_id, scenario_id
"""
# a use weighs twice the one of seven days before; the logarithm of the sum, taken from the latest one on
METADATA = """
WITH talks AS (
    SELECT *, extract(epoch FROM started_at)::double precision / 604800 * ln(2::double precision) AS units
    FROM conversations
), latest AS (
    SELECT scenario_id, max(units) AS units FROM talks GROUP BY scenario_id
)
INSERT INTO scenario_metadata (
    scenario_id, total_times_used, total_attempts, total_completions, total_seconds_spent, trending_score,
    created_at, updated_at
)
SELECT s.id, count(t.id), count(t.user_id), count(t.completed_at) FILTER (WHERE t.user_id IS NOT NULL),
       coalesce(sum(t.duration_seconds) FILTER (WHERE t.user_id IS NOT NULL), 0),
       max(l.units) + ln(sum(exp(t.units - l.units))), now(), now()
FROM scenarios s
LEFT JOIN latest l ON l.scenario_id = s.id
LEFT JOIN talks t ON t.scenario_id = s.id
GROUP BY s.id
"""
USED = """
UPDATE scenarios s SET usage_count = m.total_times_used
FROM scenario_metadata m WHERE m.scenario_id = s.id AND s.usage_count <> m.total_times_used
"""


def upgrade() -> None:
    op.add_column("conversations", sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_conversations_scenario_id", "conversations", ["scenario_id"])
    _create_metadata()
    _create_progress()
    for statement in (COMPLETED, PROGRESS, METADATA, USED):
        op.execute(statement)


def _create_metadata() -> None:
    counts = [sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in COUNTS]
    means = [sa.Column(name, sa.Float(), sa.Computed(rule, persisted=True)) for name, rule in MEANS.items()]
    op.create_table(
        "scenario_metadata",
        sa.Column("scenario_id", sa.String(length=120), nullable=False),
        *counts,
        sa.Column("trending_score", sa.Float(), nullable=True),
        *means,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "saved_count >= 0 AND total_times_used >= 0 AND total_attempts >= 0 AND total_completions >= 0"
            " AND total_seconds_spent >= 0 AND ratings_count >= 0 AND ratings_sum >= 0",
            name=op.f("ck_scenario_metadata_counts_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenarios.id"],
            name=op.f("fk_scenario_metadata_scenario_id_scenarios"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scenario_id", name=op.f("pk_scenario_metadata")),
    )
    for name, column, where in (
        ("trending", "trending_score", "trending_score IS NOT NULL"),
        ("saved", "saved_count", "saved_count > 0"),
        ("rated", "bayesian_rating", "ratings_count > 0"),
    ):
        op.create_index(
            f"ix_scenario_metadata_{name}",
            "scenario_metadata",
            [sa.text(f"{column} DESC"), "scenario_id"],
            postgresql_where=sa.text(where),
        )


def _create_progress() -> None:
    op.create_table(
        "user_scenario_progress",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("scenario_id", sa.String(length=120), nullable=False),
        sa.Column("is_saved", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_attempted", sa.Integer(), nullable=False),
        sa.Column("times_completed", sa.Integer(), nullable=False),
        sa.Column("last_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total_seconds_spent", sa.Integer(), nullable=False),
        sa.Column("user_rating", sa.Integer(), nullable=True),
        sa.Column("user_notes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("user_rating BETWEEN 1 AND 5", name=op.f("ck_user_scenario_progress_user_rating_range")),
        sa.CheckConstraint(
            "times_attempted >= 0 AND times_completed >= 0 AND total_seconds_spent >= 0",
            name=op.f("ck_user_scenario_progress_counts_not_negative"),
        ),
        sa.CheckConstraint("is_saved = (saved_at IS NOT NULL)", name=op.f("ck_user_scenario_progress_saved_at_a_time")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_scenario_progress_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenarios.id"],
            name=op.f("fk_user_scenario_progress_scenario_id_scenarios"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "scenario_id", name=op.f("pk_user_scenario_progress")),
    )
    table = "user_scenario_progress"
    op.create_index("ix_user_scenario_progress_scenario_id", table, ["scenario_id"])
    op.create_index("ix_user_scenario_progress_user_id_last_attempt_at", table, ["user_id", "last_attempt_at"])
    op.create_index(
        "ix_user_scenario_progress_saved", table, ["user_id", "saved_at"], postgresql_where=sa.text("is_saved")
    )


def downgrade() -> None:
    op.drop_table("user_scenario_progress")
    op.drop_table("scenario_metadata")
    op.drop_index("ix_conversations_scenario_id", table_name="conversations")
    op.drop_column("conversations", "completed_at")
