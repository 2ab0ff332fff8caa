"""What people prefer and have confirmed of themselves."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p1_06_user_preferences"
down_revision = "p1_05_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_preferences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("target_language_id", sa.String(length=16), nullable=True),
        sa.Column(
            "learning_goal",
            sa.Enum(
                "connection",
                "career",
                "travel",
                "academic",
                "culture",
                "growth",
                name="learning_goal",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("speaking_level", sa.Integer(), nullable=True),
        sa.Column("listening_level", sa.Integer(), nullable=True),
        sa.Column("reading_level", sa.Integer(), nullable=True),
        sa.Column("writing_level", sa.Integer(), nullable=True),
        sa.Column(
            "challenge_preference",
            sa.Enum(
                "comfortable",
                "moderate",
                "challenging",
                name="challenge_preference",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
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
        sa.Column("specific_goals", postgresql.JSONB(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum("auto", "light", "dark", name="theme", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("show_translation", sa.Boolean(), nullable=False),
        sa.Column("show_romanization", sa.Boolean(), nullable=False),
        sa.Column("speaks_lines", sa.Boolean(), nullable=False),
        sa.Column("study_seconds", sa.Integer(), nullable=False),
        sa.Column("conversation_count", sa.Integer(), nullable=False),
        sa.Column("streak_days", sa.Integer(), nullable=False),
        sa.Column("last_practised_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.CheckConstraint(
                f"{skill}_level BETWEEN 1 AND 100", name=op.f(f"ck_user_preferences_{skill}_level_range")
            )
            for skill in ("speaking", "listening", "reading", "writing")
        ),
        sa.ForeignKeyConstraint(
            ["target_language_id"],
            ["languages.id"],
            name=op.f("fk_user_preferences_target_language_id_languages"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_preferences_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_preferences")),
        sa.UniqueConstraint("user_id", name=op.f("uq_user_preferences_user_id")),
    )


def downgrade() -> None:
    op.drop_table("user_preferences")
