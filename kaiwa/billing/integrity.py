"""Queries about our own rows of which none may bring a row back (BILLING.md, rule 8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from kaiwa.models.subscriptions import LIVE

SHOWN = 5


@dataclass(frozen=True)
class Query:
    """`what` follows a number in a sentence; the query gives one column, which says of whom or what."""

    what: str
    sql: str


QUERIES = (
    Query(
        "people have two live subscriptions",
        "SELECT user_id FROM subscriptions WHERE status = ANY(:live) GROUP BY user_id HAVING count(*) > 1",
    ),
    Query(
        "live subscriptions have a price that is none of ours",
        "SELECT stripe_subscription_id FROM subscriptions WHERE status = ANY(:live) AND has_unknown_price",
    ),
    Query(
        "live subscriptions have a period that ended over three days ago",
        """SELECT stripe_subscription_id FROM subscriptions
        WHERE status = ANY(:live) AND status <> 'paused' AND current_period_end < :at - interval '3 days'""",
    ),
    Query(
        "payments that succeeded have no invoice",
        r"""SELECT id FROM payments
        WHERE status IN ('succeeded', 'refunded') AND (stripe_invoice_id NOT LIKE 'in\_%' OR number IS NULL)""",
    ),
    Query(
        "payments were given back beyond their amount, or are called so and were not",
        """SELECT stripe_invoice_id FROM payments WHERE refunded_cents > amount_cents
        OR (status = 'refunded') <> (amount_cents > 0 AND refunded_cents = amount_cents AND paid_at IS NOT NULL)""",
    ),
    Query(
        "months carry over more than their plan allows",
        """SELECT usage.user_id FROM user_usage AS usage JOIN tiers ON tiers.id = usage.tier_id
        WHERE tiers.session_banking_enabled AND usage.banked_seconds > tiers.max_banked_seconds""",
    ),
    Query(
        "months carry something over on a plan without it",
        """SELECT usage.user_id FROM user_usage AS usage JOIN tiers ON tiers.id = usage.tier_id
        WHERE NOT tiers.session_banking_enabled AND usage.banked_seconds > 0 AND usage.banked_until IS NULL""",
    ),
    Query(
        "events have not been processed for a quarter of an hour",
        """SELECT id FROM billing_events
        WHERE processed_at IS NULL AND received_at < :at - interval '15 minutes'""",
    ),
    Query(
        "subscriptions stand otherwise than their last line of the audit says",
        """SELECT row.stripe_subscription_id FROM subscriptions AS row LEFT JOIN (
            SELECT DISTINCT ON (subscription_id) subscription_id, after FROM billing_changes
            WHERE what LIKE 'subscription.%' ORDER BY subscription_id, created_at DESC, id DESC
        ) AS line ON line.subscription_id = row.id
        WHERE line.after ->> 'status' IS DISTINCT FROM row.status
        OR line.after ->> 'tier' IS DISTINCT FROM row.tier_id
        OR line.after ->> 'interval' IS DISTINCT FROM row.interval
        OR line.after ->> 'is_duplicate' IS DISTINCT FROM row.is_duplicate::text""",
    ),
    Query(
        "payments stand otherwise than their last line of the audit says",
        """SELECT row.stripe_invoice_id FROM payments AS row LEFT JOIN (
            SELECT DISTINCT ON (after ->> 'payment') after FROM billing_changes
            WHERE what LIKE 'payment.%' ORDER BY after ->> 'payment', created_at DESC, id DESC
        ) AS line ON line.after ->> 'payment' = row.id::text
        WHERE line.after ->> 'status' IS DISTINCT FROM row.status
        OR line.after ->> 'refunded_cents' IS DISTINCT FROM row.refunded_cents::text""",
    ),
    Query(
        "people use a paid plan and never had a subscription",
        """SELECT usage.user_id FROM user_usage AS usage JOIN tiers ON tiers.id = usage.tier_id
        WHERE tiers.monthly_price_cents > 0
        AND NOT EXISTS (SELECT 1 FROM subscriptions AS row WHERE row.user_id = usage.user_id)""",
    ),
)


def check_rows(session: Session, at: datetime) -> Iterator[str]:
    """A sentence for each query that brings something back."""
    given = {"at": at, "live": [status.value for status in LIVE]}
    for query in QUERIES:
        found = session.execute(text(query.sql), given).scalars().all()
        if found:
            more = ", …" if len(found) > SHOWN else ""
            yield f"{len(found)} {query.what}: {', '.join(str(each) for each in found[:SHOWN])}{more}."
