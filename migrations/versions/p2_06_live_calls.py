"""Live voice calls, and which lines of them are stored."""

import sqlalchemy as sa
from alembic import op

revision = "p2_06_live_calls"
down_revision = "p2_05_speech_clips"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("remote_id", sa.String(length=200), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_live_calls_seconds_not_negative")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_live_calls_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_live_calls_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["conversation_sessions.id"],
            name=op.f("fk_live_calls_sitting_id_conversation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_calls")),
    )
    for column in ("conversation_id", "user_id", "sitting_id"):
        op.create_index(f"ix_live_calls_{column}", "live_calls", [column])
    op.create_index(
        "uq_live_calls_open_user_id",
        "live_calls",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "live_lines",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=100), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["live_calls.id"], name=op.f("fk_live_lines_call_id_live_calls"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_live_lines_message_id_messages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "item_id", name=op.f("pk_live_lines")),
    )
    op.create_index("ix_live_lines_message_id", "live_lines", ["message_id"])


def downgrade() -> None:
    op.drop_table("live_lines")
    op.drop_table("live_calls")
