"""How far behind the writing of days is; asked over a connection of one's own, by whoever watches over Kaiwa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import psycopg

from kaiwa.clock import zones_away
from kaiwa.models.users import zone_of

OVERDUE = timedelta(hours=1)
STATUSES = ("pending", "processing", "failed")
COUNTS = """
    SELECT status, count(*) FROM scenario_generation_queue WHERE status = ANY(%s) GROUP BY status
"""
# a day is due at a moment where it may be tried, its date has come for its learner, and somebody follows its path;
# whoever lately came back to a path is not to make it look as if nobody worked
DUE = """
    SELECT day.target_generation_date, day.next_attempt_at, followed.time_zone
    FROM scenario_generation_queue AS day
    JOIN LATERAL (
        SELECT person.time_zone
        FROM learning_path_assignments AS assignment
        JOIN users AS person ON person.id = assignment.user_id AND person.deleted_at IS NULL
        JOIN learning_paths AS path ON path.id = assignment.path_id AND path.status = 'active'
        WHERE assignment.path_id = day.path_id AND assignment.status = 'active'
          AND assignment.updated_at <= %(at)s AND path.updated_at <= %(at)s
          AND day.target_generation_date <= %(today)s + CASE
            WHEN person.time_zone = ANY(%(ahead)s) THEN 1 WHEN person.time_zone = ANY(%(behind)s) THEN -1 ELSE 0 END
        LIMIT 1
    ) AS followed ON true
    WHERE day.status = 'pending' AND day.next_attempt_at <= %(at)s AND day.target_generation_date <= %(today)s + 1
"""
STUCK = """
    SELECT count(*) FROM scenario_generation_queue WHERE status = 'processing' AND last_processed_at < %s
"""


@dataclass(frozen=True)
class Backlog:
    """How many days wait, are being written, were given up; how many are due, and since when the oldest."""

    counts: Mapping[str, int]
    due: int
    oldest: datetime | None

    def behind(self, at: datetime) -> timedelta:
        """How long the oldest day that is due has waited."""
        return at - self.oldest if self.oldest else timedelta()


def read_backlog(connection: psycopg.Connection, at: datetime) -> Backlog:
    """How it stands."""
    counts = dict.fromkeys(STATUSES, 0) | dict(connection.execute(COUNTS, [list(STATUSES)]).fetchall())
    due = [_due_since(*row) for row in connection.execute(DUE, _values(at))]
    return Backlog(counts, len(due), min(due, default=None))


def count_overdue(connection: psycopg.Connection, at: datetime) -> int:
    """How many days should have been written for an hour and are not, or have been in one worker's hands for it."""
    before = at - OVERDUE
    pending = connection.execute(f"SELECT count(*) FROM ({DUE}) AS due", _values(before)).fetchone()  # noqa: S608
    stuck = connection.execute(STUCK, [before]).fetchone()
    return (pending[0] if pending else 0) + (stuck[0] if stuck else 0)


def _values(at: datetime) -> dict[str, Any]:
    ahead, behind = zones_away(at)
    return {"at": at, "today": at.astimezone(UTC).date(), "ahead": ahead, "behind": behind}


def _due_since(target: Any, next_attempt_at: datetime, time_zone: str) -> datetime:
    """When both its date had come where its learner is, and it might be tried."""
    return max(next_attempt_at.astimezone(UTC), datetime.combine(target, time(), zone_of(time_zone)).astimezone(UTC))
