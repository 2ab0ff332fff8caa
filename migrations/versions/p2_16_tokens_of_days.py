"""What writing a day has cost is kept with the day, in the model's tokens, so that it counts for the ceilings."""

import sqlalchemy as sa
from alembic import op

revision = "p2_16_tokens_of_days"
down_revision = "p2_15_title_words"
branch_labels = None
depends_on = None

TABLE = "scenario_generation_queue"
COUNTS = ("input_tokens", "output_tokens")
INDEX = "ix_scenario_generation_queue_spent"


def upgrade() -> None:
    """Add both counts: of the days that are written already nobody knows what they cost."""
    for name in COUNTS:
        op.add_column(TABLE, sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
        op.alter_column(TABLE, name, server_default=None)
    op.create_index(INDEX, TABLE, ["last_processed_at"], postgresql_where=sa.text("input_tokens + output_tokens > 0"))


def downgrade() -> None:
    """Take both away; the days stay."""
    op.drop_index(INDEX, table_name=TABLE)
    for name in COUNTS:
        op.drop_column(TABLE, name)
