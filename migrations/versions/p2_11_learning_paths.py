"""Learning paths: previews, courses, who follows them, and the days that are still to be written."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p2_11_learning_paths"
down_revision = "p2_10_own_scenarios"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each before those that point to it."""
    _create_learning_paths()
    _create_learning_path_assignments()
    _create_learning_path_previews()
    _create_scenario_generation_queue()
    _create_path_days_done()
    _create_path_day_talks()


def downgrade() -> None:
    """Take the tables away; conversations that were held for a day stay."""
    op.drop_table("path_day_talks")
    op.drop_table("path_days_done")
    op.drop_table("scenario_generation_queue")
    op.drop_table("learning_path_previews")
    op.drop_table("learning_path_assignments")
    op.drop_table("learning_paths")


def _create_learning_paths() -> None:
    op.create_table(
        "learning_paths",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("target_language_id", sa.String(length=16), nullable=False),
        sa.Column("source_language_id", sa.String(length=16), nullable=False),
        sa.Column("schedule", postgresql.JSONB(), nullable=False),
        sa.Column("is_template", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("share_slug", sa.String(length=160), nullable=True),
        sa.Column(
            "status",
            sa.Enum("draft", "active", "archived", name="status", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("created_by_user_id", sa.Uuid(), nullable=True),
        sa.Column("forked_from_id", sa.String(length=120), nullable=True),
        sa.Column("metadata", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT is_public OR share_slug IS NOT NULL", name=op.f("ck_learning_paths_public_has_slug")),
        sa.CheckConstraint(
            "is_template OR user_id IS NOT NULL", name=op.f("ck_learning_paths_has_owner_unless_template")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_user_id"],
            ["users.id"],
            name=op.f("fk_learning_paths_created_by_user_id_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["forked_from_id"],
            ["learning_paths.id"],
            name=op.f("fk_learning_paths_forked_from_id_learning_paths"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["source_language_id"],
            ["languages.id"],
            name=op.f("fk_learning_paths_source_language_id_languages"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["target_language_id"],
            ["languages.id"],
            name=op.f("fk_learning_paths_target_language_id_languages"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_learning_paths_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_paths")),
        sa.UniqueConstraint("share_slug", name=op.f("uq_learning_paths_share_slug")),
    )
    op.create_index(op.f("ix_learning_paths_forked_from_id"), "learning_paths", ["forked_from_id"])
    op.create_index(
        "ix_learning_paths_public",
        "learning_paths",
        ["target_language_id", "id"],
        postgresql_where=sa.text("is_public"),
    )
    op.create_index("ix_learning_paths_user_id_created_at", "learning_paths", ["user_id", "created_at"])


def _create_learning_path_assignments() -> None:
    op.create_table(
        "learning_path_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("tester", "learner", name="role", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "invited",
                "active",
                "paused",
                "completed",
                "archived",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("current_day_index", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_reminders_enabled", sa.Boolean(), nullable=False),
        sa.Column("reminder_minute", sa.Integer(), nullable=False),
        sa.Column("next_reminder_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_email_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unopened_mails", sa.Integer(), nullable=False),
        sa.Column("metadata", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "current_day_index BETWEEN 0 AND 60", name=op.f("ck_learning_path_assignments_current_day_index_range")
        ),
        sa.CheckConstraint(
            "reminder_minute BETWEEN 0 AND 1439", name=op.f("ck_learning_path_assignments_reminder_minute_range")
        ),
        sa.ForeignKeyConstraint(
            ["path_id"],
            ["learning_paths.id"],
            name=op.f("fk_learning_path_assignments_path_id_learning_paths"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_learning_path_assignments_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_path_assignments")),
        sa.UniqueConstraint("path_id", "user_id", name=op.f("uq_learning_path_assignments_path_id_user_id")),
    )
    op.create_index(
        "ix_learning_path_assignments_reminded",
        "learning_path_assignments",
        ["next_reminder_at"],
        postgresql_where=sa.text("email_reminders_enabled AND status = 'active'"),
    )
    op.create_index("ix_learning_path_assignments_user_id_status", "learning_path_assignments", ["user_id", "status"])


def _create_learning_path_previews() -> None:
    op.create_table(
        "learning_path_previews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("guest_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("target_language_id", sa.String(length=16), nullable=True),
        sa.Column("source_language_id", sa.String(length=16), nullable=False),
        sa.Column("schedule", postgresql.JSONB(), nullable=False),
        sa.Column("preview_scenarios", postgresql.JSONB(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "generating",
                "ready",
                "failed",
                "committed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("committed_path_id", sa.String(length=120), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("metadata", postgresql.JSONB(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(user_id, guest_id) = 1", name=op.f("ck_learning_path_previews_has_one_owner")),
        sa.ForeignKeyConstraint(
            ["committed_path_id"],
            ["learning_paths.id"],
            name=op.f("fk_learning_path_previews_committed_path_id_learning_paths"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["source_language_id"],
            ["languages.id"],
            name=op.f("fk_learning_path_previews_source_language_id_languages"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["target_language_id"],
            ["languages.id"],
            name=op.f("fk_learning_path_previews_target_language_id_languages"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_learning_path_previews_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_path_previews")),
        sa.UniqueConstraint("session_id", name=op.f("uq_learning_path_previews_session_id")),
    )
    op.create_index(
        op.f("ix_learning_path_previews_committed_path_id"), "learning_path_previews", ["committed_path_id"]
    )
    op.create_index("ix_learning_path_previews_expires_at", "learning_path_previews", ["expires_at"])
    op.create_index("ix_learning_path_previews_guest_id", "learning_path_previews", ["guest_id"])
    op.create_index("ix_learning_path_previews_user_id", "learning_path_previews", ["user_id"])


def _create_scenario_generation_queue() -> None:
    op.create_table(
        "scenario_generation_queue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.String(length=120), nullable=False),
        sa.Column("day_index", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.String(length=120), nullable=True),
        sa.Column("target_generation_date", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "processing",
                "ready",
                "failed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("retry_count", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("retry_count >= 0", name=op.f("ck_scenario_generation_queue_retry_count_not_negative")),
        sa.ForeignKeyConstraint(
            ["path_id"],
            ["learning_paths.id"],
            name=op.f("fk_scenario_generation_queue_path_id_learning_paths"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenarios.id"],
            name=op.f("fk_scenario_generation_queue_scenario_id_scenarios"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_generation_queue")),
        sa.UniqueConstraint("path_id", "day_index", name=op.f("uq_scenario_generation_queue_path_id_day_index")),
    )
    op.create_index(
        "ix_scenario_generation_queue_due",
        "scenario_generation_queue",
        ["target_generation_date", "next_attempt_at"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_scenario_generation_queue_processing",
        "scenario_generation_queue",
        ["last_processed_at"],
        postgresql_where=sa.text("status = 'processing'"),
    )
    op.create_index(op.f("ix_scenario_generation_queue_scenario_id"), "scenario_generation_queue", ["scenario_id"])


def _create_path_days_done() -> None:
    op.create_table(
        "path_days_done",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("day_index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["learning_path_assignments.id"],
            name=op.f("fk_path_days_done_assignment_id_learning_path_assignments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assignment_id", "day_index", name=op.f("pk_path_days_done")),
    )


def _create_path_day_talks() -> None:
    op.create_table(
        "path_day_talks",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("day_index", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["learning_path_assignments.id"],
            name=op.f("fk_path_day_talks_assignment_id_learning_path_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_path_day_talks_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_path_day_talks")),
    )
    op.create_index("ix_path_day_talks_assignment_id_day_index", "path_day_talks", ["assignment_id", "day_index"])
