"""The voices of partners, chosen for a conversation and preferred by a person."""

import sqlalchemy as sa
from alembic import op

revision = "p2_02_speakers"
down_revision = "p2_01_conversation_sessions"
branch_labels = None
depends_on = None

CHOSEN_BY = {"conversations": "speaker_id", "user_preferences": "preferred_speaker_id"}


def upgrade() -> None:
    op.create_table(
        "speakers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("language_id", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("dialect_name", sa.String(length=80), nullable=False),
        sa.Column("bcp47_code", sa.String(length=16), nullable=False),
        sa.Column(
            "gender",
            sa.Enum("female", "male", name="gender", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("voice_name", sa.String(length=80), nullable=False),
        sa.Column("voice_provider_id", sa.String(length=40), nullable=False),
        sa.Column("openai_voice_id", sa.String(length=40), nullable=False),
        sa.Column("personality", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["language_id"], ["languages.id"], name=op.f("fk_speakers_language_id_languages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
    )
    op.create_index("ix_speakers_language_id", "speakers", ["language_id"])
    for table, column in CHOSEN_BY.items():
        op.add_column(table, sa.Column(column, sa.String(length=40), nullable=True))
        name = op.f(f"fk_{table}_{column}_speakers")
        op.create_foreign_key(name, table, "speakers", [column], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    for table, column in CHOSEN_BY.items():
        op.drop_constraint(op.f(f"fk_{table}_{column}_speakers"), table, type_="foreignkey")
        op.drop_column(table, column)
    op.drop_index("ix_speakers_language_id", table_name="speakers")
    op.drop_table("speakers")
