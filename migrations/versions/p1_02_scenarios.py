"""Scenarios: what can be rehearsed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p1_02_scenarios"
down_revision = "p1_01_languages_and_users"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "tutor",
                "character",
                "friendly_chat",
                "expert",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "difficulty",
            sa.Enum(
                "beginner",
                "intermediate",
                "advanced",
                name="difficulty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("difficulty_rating", sa.Integer(), nullable=False),
        sa.Column(
            "cefr_level",
            sa.Enum(
                "A1",
                "A2",
                "B1",
                "B2",
                "C1",
                "C2",
                name="cefr_level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cefr_recommendation", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("learning_goal", sa.Text(), nullable=False),
        sa.Column("persona", postgresql.JSONB(), nullable=False),
        sa.Column("expected_outcome", sa.Text(), nullable=False),
        sa.Column("learning_objectives", postgresql.JSONB(), nullable=False),
        sa.Column("comfort_indicators", postgresql.JSONB(), nullable=False),
        sa.Column("categories", postgresql.JSONB(), nullable=False),
        sa.Column("tags", postgresql.JSONB(), nullable=False),
        sa.Column("primary_skill", sa.String(length=40), nullable=False),
        sa.Column("search_keywords", postgresql.JSONB(), nullable=False),
        sa.Column("thumbnail_url", sa.String(length=500), nullable=True),
        sa.Column("estimated_duration_seconds", sa.Integer(), nullable=False),
        sa.Column("created_by_user_id", sa.Uuid(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "private", "unlisted", "public", name="visibility", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("usage_count", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_onboarding", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("difficulty_rating BETWEEN 1 AND 100", name=op.f("ck_scenarios_difficulty_rating_range")),
        sa.CheckConstraint("estimated_duration_seconds > 0", name=op.f("ck_scenarios_estimated_duration_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_user_id"], ["users.id"], name=op.f("fk_scenarios_created_by_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
    )
    op.create_index(
        "uq_scenarios_onboarding",
        "scenarios",
        ["is_onboarding"],
        unique=True,
        postgresql_where=sa.text("is_onboarding AND is_active"),
    )


def downgrade() -> None:
    op.drop_table("scenarios")
