"""What a scenario's objectives are called in each language, where somebody has written it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p2_12_objective_texts"
down_revision = "p2_11_learning_paths"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty: the next seeding fills it."""
    op.add_column(
        "scenario_texts", sa.Column("objectives", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False)
    )


def downgrade() -> None:
    """Take the column away: in English the scenarios have their objectives themselves."""
    op.drop_column("scenario_texts", "objectives")
