"""How a conversation without a script began, kept with it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p2_09_premises"
down_revision = "p2_08_scenario_progress"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty: what was begun until now has a script."""
    op.add_column("conversations", sa.Column("premise", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    """Take the column away; what was said stays."""
    op.drop_column("conversations", "premise")
