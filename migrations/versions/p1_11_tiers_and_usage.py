"""Tiers, what each person has used of theirs, and what a reply holds in reserve while it is owed."""

import sqlalchemy as sa
from alembic import op

revision = "p1_11_tiers_and_usage"
down_revision = "p1_10_exports"
branch_labels = None
depends_on = None

LIMITS = (
    "monthly_conversations",
    "monthly_seconds",
    "monthly_realtime_sessions",
    "max_banked_seconds",
    "max_extensions",
    "extension_seconds",
    "max_custom_scenarios",
    "monthly_price_cents",
    "annual_price_cents",
)
USED = ("conversations_used", "seconds_used", "realtime_sessions_used", "banked_seconds", "banked_seconds_used")


def upgrade() -> None:
    op.create_table(
        "tiers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("monthly_conversations", sa.Integer(), nullable=False),
        sa.Column("monthly_seconds", sa.Integer(), nullable=False),
        sa.Column("monthly_realtime_sessions", sa.Integer(), nullable=False),
        sa.Column("max_session_length_seconds", sa.Integer(), nullable=False),
        sa.Column("session_banking_enabled", sa.Boolean(), nullable=False),
        sa.Column("max_banked_seconds", sa.Integer(), nullable=False),
        sa.Column("can_extend", sa.Boolean(), nullable=False),
        sa.Column("max_extensions", sa.Integer(), nullable=False),
        sa.Column("extension_seconds", sa.Integer(), nullable=False),
        sa.Column("has_realtime_access", sa.Boolean(), nullable=False),
        sa.Column("has_advanced_voices", sa.Boolean(), nullable=False),
        sa.Column("has_analytics", sa.Boolean(), nullable=False),
        sa.Column("has_anki_export", sa.Boolean(), nullable=False),
        sa.Column("max_custom_scenarios", sa.Integer(), nullable=False),
        sa.Column("monthly_price_cents", sa.Integer(), nullable=False),
        sa.Column("annual_price_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("stripe_product_id", sa.String(length=255), nullable=True),
        sa.Column("stripe_price_id_monthly", sa.String(length=255), nullable=True),
        sa.Column("stripe_price_id_annual", sa.String(length=255), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(f"{name} >= 0", name=op.f(f"ck_tiers_{name}_not_negative")) for name in LIMITS),
        sa.CheckConstraint("max_session_length_seconds > 0", name=op.f("ck_tiers_max_session_length_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tiers")),
    )
    op.create_table(
        "user_usage",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("tier_id", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in USED),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(f"{name} >= 0", name=op.f(f"ck_user_usage_{name}_not_negative")) for name in USED),
        sa.CheckConstraint(
            "banked_seconds_used <= banked_seconds", name=op.f("ck_user_usage_banked_seconds_used_at_most_banked")
        ),
        sa.CheckConstraint("period ~ '^[0-9]{4}-[0-9]{2}$'", name=op.f("ck_user_usage_period_is_a_month")),
        sa.ForeignKeyConstraint(
            ["tier_id"], ["tiers.id"], name=op.f("fk_user_usage_tier_id_tiers"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_usage_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "period", name=op.f("pk_user_usage")),
    )
    # lines that are there took no time that anybody counted, and hold nothing; new ones get it from the model
    for column in (
        sa.Column("typed_seconds", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("is_closing", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("messages", column)
        op.alter_column("messages", column.name, server_default=None)
    op.add_column("messages", sa.Column("reserved_seconds", sa.Integer(), nullable=True))
    op.add_column("messages", sa.Column("reserved_period", sa.String(length=7), nullable=True))
    op.create_check_constraint(op.f("ck_messages_typed_seconds_not_negative"), "messages", "typed_seconds >= 0")
    op.create_check_constraint(
        op.f("ck_messages_reserved_for_a_period"), "messages", "(reserved_seconds IS NULL) = (reserved_period IS NULL)"
    )
    op.create_index(
        "ix_messages_reserved", "messages", ["created_at"], postgresql_where=sa.text("reserved_seconds IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_messages_reserved", table_name="messages")
    # the checks go with their columns
    for name in ("reserved_period", "reserved_seconds", "is_closing", "typed_seconds"):
        op.drop_column("messages", name)
    op.drop_table("user_usage")
    op.drop_table("tiers")
