"""Conversations and their messages, at most one reply to each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p1_03_conversations"
down_revision = "p1_02_scenarios"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("guest_id", sa.Uuid(), nullable=True),
        sa.Column("target_language_id", sa.String(length=16), nullable=False),
        sa.Column("native_language_id", sa.String(length=16), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("traditional", "realtime", name="mode", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "correction_style",
            sa.Enum(
                "immediate",
                "gentle",
                "end_of_session",
                name="correction_style",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scenario_id", sa.String(length=120), nullable=False),
        sa.Column("is_onboarding", sa.Boolean(), nullable=False),
        sa.Column("is_played_out", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duration_seconds", sa.Integer(), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("audio_seconds", sa.Integer(), nullable=False),
        sa.Column("comfort_rating", sa.Integer(), nullable=True),
        sa.Column(
            "engagement_level",
            sa.Enum(
                "low", "medium", "high", name="engagement_level", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("objectives_met", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("comfort_rating BETWEEN 1 AND 5", name=op.f("ck_conversations_comfort_rating_range")),
        sa.CheckConstraint("user_id IS NOT NULL OR guest_id IS NOT NULL", name=op.f("ck_conversations_has_owner")),
        sa.ForeignKeyConstraint(
            ["native_language_id"],
            ["languages.id"],
            name=op.f("fk_conversations_native_language_id_languages"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenarios.id"], name=op.f("fk_conversations_scenario_id_scenarios"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["target_language_id"],
            ["languages.id"],
            name=op.f("fk_conversations_target_language_id_languages"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_conversations_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index("ix_conversations_guest_id_started_at", "conversations", ["guest_id", "started_at"], unique=False)
    op.create_index("ix_conversations_user_id_started_at", "conversations", ["user_id", "started_at"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("assistant", "user", "system", name="role", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("in_reply_to_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "streaming", "complete", "failed", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("translated_content", sa.Text(), nullable=True),
        sa.Column("annotations", postgresql.JSONB(), nullable=True),
        sa.Column("translation_confidence", sa.Double(), nullable=True),
        sa.Column("translation_provider", sa.String(length=40), nullable=True),
        sa.Column("grammar_analysis", postgresql.JSONB(), nullable=True),
        sa.Column("vocabulary_analysis", postgresql.JSONB(), nullable=True),
        sa.Column("audio_url", sa.String(length=500), nullable=True),
        sa.Column("mind", sa.String(length=40), nullable=True),
        sa.Column("mind_state", postgresql.JSONB(), nullable=True),
        sa.Column("is_slow", sa.Boolean(), nullable=False),
        sa.Column("hint_steps", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hint_steps BETWEEN 0 AND 3", name=op.f("ck_messages_hint_steps_range")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["in_reply_to_id"], ["messages.id"], name=op.f("fk_messages_in_reply_to_id_messages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("conversation_id", "position", name=op.f("uq_messages_conversation_id_position")),
        sa.UniqueConstraint("in_reply_to_id", name=op.f("uq_messages_in_reply_to_id")),
    )


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("conversations")
