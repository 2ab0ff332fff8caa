"""Languages and users: who talks, and in what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p1_01_languages_and_users"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "languages",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("native_name", sa.String(length=80), nullable=False),
        sa.Column(
            "writing_system",
            sa.Enum(
                "latin",
                "cyrillic",
                "japanese",
                "chinese",
                "hangul",
                "arabic",
                "devanagari",
                name="writing_system",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("supported_scripts", postgresql.JSONB(), nullable=False),
        sa.Column("is_rtl", sa.Boolean(), nullable=False),
        sa.Column("cultural_notes", postgresql.JSONB(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_languages")),
        sa.UniqueConstraint("code", name=op.f("uq_languages_code")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("google_id", sa.String(length=255), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("display_name", sa.String(length=80), nullable=True),
        sa.Column("username", sa.String(length=40), nullable=True),
        sa.Column("avatar_url", sa.String(length=500), nullable=True),
        sa.Column("stripe_customer_id", sa.String(length=255), nullable=True),
        sa.Column("native_language_id", sa.String(length=16), nullable=True),
        sa.Column("preferred_ui_language_id", sa.String(length=16), nullable=True),
        sa.Column(
            "role",
            sa.Enum("learner", "creator", "admin", name="role", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_case_folded")),
        sa.CheckConstraint(
            "is_guest OR email IS NOT NULL OR deleted_at IS NOT NULL", name=op.f("ck_users_email_unless_guest")
        ),
        sa.ForeignKeyConstraint(
            ["native_language_id"],
            ["languages.id"],
            name=op.f("fk_users_native_language_id_languages"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["preferred_ui_language_id"],
            ["languages.id"],
            name=op.f("fk_users_preferred_ui_language_id_languages"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("google_id", name=op.f("uq_users_google_id")),
        sa.UniqueConstraint("stripe_customer_id", name=op.f("uq_users_stripe_customer_id")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )


def downgrade() -> None:
    op.drop_table("users")
    op.drop_table("languages")
