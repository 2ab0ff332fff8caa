"""What a conversation has shown of its learner: proposed, and confirmed before there is an account."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p1_07_collected_facts"
down_revision = "p1_06_user_preferences"
branch_labels = None
depends_on = None

EMPTY = sa.text("""'{"proposed": {}, "confirmed": {}}'::jsonb""")


def upgrade() -> None:
    # rows that are there get the empty shape; new ones get it from the model
    op.add_column("conversations", sa.Column("collected", postgresql.JSONB(), nullable=False, server_default=EMPTY))
    op.alter_column("conversations", "collected", server_default=None)


def downgrade() -> None:
    op.drop_column("conversations", "collected")
