"""Lines that were said aloud by the server's voice, kept while they are used."""

import sqlalchemy as sa
from alembic import op

revision = "p2_05_speech_clips"
down_revision = "p2_04_learner_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speech_clips",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speech_clips")),
    )
    op.create_index("ix_speech_clips_used_at", "speech_clips", ["used_at"])


def downgrade() -> None:
    op.drop_index("ix_speech_clips_used_at", table_name="speech_clips")
    op.drop_table("speech_clips")
