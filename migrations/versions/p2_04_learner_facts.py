"""What partners remember of a learner."""

import sqlalchemy as sa
from alembic import op

revision = "p2_04_learner_facts"
down_revision = "p2_03_stand_ins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learner_facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("speaker_id", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("fact", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_learner_facts_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_learner_facts_speaker_id_speakers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_learner_facts_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner_facts")),
    )
    op.create_index(
        "ix_learner_facts_user_id_speaker_id_created_at", "learner_facts", ["user_id", "speaker_id", "created_at"]
    )
    op.create_index(op.f("ix_learner_facts_conversation_id"), "learner_facts", ["conversation_id"])


def downgrade() -> None:
    op.drop_table("learner_facts")
