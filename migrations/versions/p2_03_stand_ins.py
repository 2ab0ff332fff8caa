"""Lines that the script said in the model's place are marked."""

import sqlalchemy as sa
from alembic import op

revision = "p2_03_stand_ins"
down_revision = "p2_02_speakers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("is_stand_in", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.alter_column("messages", "is_stand_in", server_default=None)


def downgrade() -> None:
    op.drop_column("messages", "is_stand_in")
