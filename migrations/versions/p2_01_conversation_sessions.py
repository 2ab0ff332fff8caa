"""The sittings of a conversation: how long somebody stayed at it at a time, and what it cost."""

import sqlalchemy as sa
from alembic import op

revision = "p2_01_conversation_sessions"
down_revision = "p1_11_tiers_and_usage"
branch_labels = None
depends_on = None

COUNTED = ("duration_seconds", "seconds_consumed", "input_tokens", "output_tokens", "extensions_used")
TABLE = "conversation_sessions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("language_id", sa.String(length=16), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("traditional", "realtime", name="mode", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.Column("start_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_time", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED),
        sa.Column("limit_seconds", sa.Integer(), nullable=False),
        sa.Column("was_extended", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(f"{name} >= 0", name=op.f(f"ck_{TABLE}_{name}_not_negative")) for name in COUNTED),
        sa.CheckConstraint("limit_seconds > 0", name=op.f(f"ck_{TABLE}_limit_seconds_positive")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f(f"fk_{TABLE}_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["language_id"], ["languages.id"], name=op.f(f"fk_{TABLE}_language_id_languages"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{TABLE}_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for name in ("conversation_id", "user_id", "network"):
        op.create_index(f"ix_{TABLE}_{name}_start_time", TABLE, [name, "start_time"])
    op.create_index(
        f"ix_{TABLE}_start_time", TABLE, ["start_time"], postgresql_include=["input_tokens", "output_tokens"]
    )


def downgrade() -> None:
    op.drop_table(TABLE)
