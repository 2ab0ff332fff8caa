"""Everybody who is there when billing is switched on is on the free plan, and a line of the audit says so for each.

Nobody can have paid yet: a month that was used under another plan is counted under the free one from now on, the line
keeps what it was, and going down puts it back. It counts before and after, and stops with a sentence where it differs.
"""

import sqlalchemy as sa
from alembic import op

revision = "p2_14_everybody_on_free"
down_revision = "p2_13_billing"
branch_labels = None
depends_on = None

TAKE_OVER = """
    INSERT INTO billing_changes (id, user_id, actor, what, before, after, created_at)
    SELECT gen_random_uuid(), users.id, 'kaiwa', 'billing.switched_on',
           jsonb_build_object('tier', coalesce(usage.tier_id, 'free'), 'period', usage.period),
           jsonb_build_object('tier', 'free', 'period', usage.period), now()
    FROM users LEFT JOIN LATERAL (
        SELECT tier_id, period FROM user_usage WHERE user_id = users.id ORDER BY period DESC LIMIT 1
    ) AS usage ON true
"""
COUNT_UNDER_FREE = """
    UPDATE user_usage SET tier_id = 'free' FROM billing_changes AS change
    WHERE change.what = 'billing.switched_on' AND change.user_id = user_usage.user_id
      AND user_usage.period = change.before ->> 'period' AND user_usage.tier_id <> 'free'
"""
PUT_BACK = """
    UPDATE user_usage SET tier_id = change.before ->> 'tier' FROM billing_changes AS change
    WHERE change.what = 'billing.switched_on' AND change.user_id = user_usage.user_id
      AND user_usage.period = change.before ->> 'period' AND user_usage.tier_id = 'free'
"""
LINES = "SELECT count(*) FROM billing_changes WHERE what = 'billing.switched_on'"
NOT_FREE = """
    SELECT count(*) FROM users CROSS JOIN LATERAL (
        SELECT tier_id FROM user_usage WHERE user_id = users.id ORDER BY period DESC LIMIT 1
    ) AS usage WHERE usage.tier_id <> 'free'
"""


def upgrade() -> None:
    """Check that nobody has paid, write a line for each person, and check that all of them are on free."""
    if _count("SELECT count(*) FROM subscriptions"):
        raise RuntimeError("Somebody has a subscription already: billing was switched on before this revision.")
    people = _count("SELECT count(*) FROM users")
    op.execute(TAKE_OVER)
    op.execute(COUNT_UNDER_FREE)
    if _count(LINES) != people:
        raise RuntimeError(f"There are {people} people, and {_count(LINES)} of them were put on the free plan.")
    if _count(NOT_FREE):
        raise RuntimeError(f"{_count(NOT_FREE)} people are not on the free plan after all.")


def downgrade() -> None:
    """Put back under which plan a month was used, then take the lines away."""
    op.execute(PUT_BACK)
    op.execute("DELETE FROM billing_changes WHERE what = 'billing.switched_on'")


def _count(query: str) -> int:
    return int(op.get_bind().execute(sa.text(query)).scalar_one())
