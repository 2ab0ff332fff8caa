"""The tables and functions of the queue, as the installed Procrastinate (3.10) brings them.

On the way down, jobs that wait are lost. A later Procrastinate's own migrations are a revision of ours, too.
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "p1_08_queue"
down_revision = "p1_07_collected_facts"
branch_labels = None
depends_on = None

# by name, so that what any version has made is found
DROP = r"""
DO $$
DECLARE
    each record;
BEGIN
    DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers CASCADE;
    FOR each IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'procrastinate\_%' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || each.name;
    END LOOP;
    FOR each IN
        SELECT oid::regtype AS name FROM pg_type
        WHERE typname LIKE 'procrastinate\_%' AND typnamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP TYPE ' || each.name;
    END LOOP;
END;
$$
"""


def upgrade() -> None:
    op.execute(sa.text(SchemaManager.get_schema()))


def downgrade() -> None:
    op.execute(sa.text(DROP.replace(":", r"\:")))
