"""One statement that moves everybody's reminder whose minute has come to their next one, and says who gets a mail.

It is one so that a hundred thousand who chose the same minute are moved in seconds, some thousands at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import available_timezones

from sqlalchemy import Boolean, Engine, Integer, Uuid, text
from sqlalchemy.orm import Session

# A mail that is late is one all the same, but not on another day. Whoever did their day is not written to, nor whose
# path is over, which moves no more. A zone that nobody knows any more is UTC, as everywhere.
MOVE = text("""
    WITH due AS MATERIALIZED (
        SELECT id, path_id, user_id, starts_on, reminder_minute, next_reminder_at, last_email_sent_at, unopened_mails
        FROM learning_path_assignments
        WHERE email_reminders_enabled AND status = 'active' AND next_reminder_at <= :at
        ORDER BY next_reminder_at
        LIMIT :at_once
        FOR UPDATE SKIP LOCKED
    ), placed AS (
        SELECT due.*, zone, today, today - due.starts_on + 1 AS day_index,
            today - due.starts_on >= jsonb_array_length(path.schedule) AS is_over,
            person.email_verified_at IS NOT NULL AND person.deleted_at IS NULL AS has_address,
            greatest(today, due.starts_on)::timestamp + due.reminder_minute * interval '1 minute' AS minute_here
        FROM due
        JOIN users AS person ON person.id = due.user_id
        JOIN learning_paths AS path ON path.id = due.path_id
        LEFT JOIN unnest(CAST(:zones AS text[])) AS known (name) ON known.name = person.time_zone
        CROSS JOIN LATERAL (SELECT coalesce(known.name, 'UTC') AS zone) AS there
        CROSS JOIN LATERAL (SELECT (:at AT TIME ZONE zone)::date AS today) AS now_there
    ), done AS (
        SELECT placed.id FROM placed
        JOIN path_days_done AS said ON said.assignment_id = placed.id AND said.day_index = placed.day_index
        UNION
        SELECT placed.id FROM placed
        JOIN path_day_talks AS talk ON talk.assignment_id = placed.id AND talk.day_index = placed.day_index
        JOIN conversations AS conversation ON conversation.id = talk.conversation_id
        WHERE conversation.completed_at IS NOT NULL
    ), judged AS (
        SELECT placed.*, done.id IS NOT NULL AS is_done,
            CASE WHEN done.id IS NULL THEN unopened_mails ELSE 0 END AS unopened,
            done.id IS NULL AND has_address AND NOT is_over AND today >= starts_on
                AND (next_reminder_at AT TIME ZONE zone)::date = today
                AND (last_email_sent_at IS NULL OR (last_email_sent_at AT TIME ZONE zone)::date < today) AS is_mailed,
            CASE WHEN minute_here AT TIME ZONE zone > :at THEN minute_here ELSE minute_here + interval '1 day' END
                AT TIME ZONE zone AS next_at
        FROM placed LEFT JOIN done ON done.id = placed.id
    )
    UPDATE learning_path_assignments AS assignment
    SET unopened_mails = unopened,
        last_email_sent_at = CASE WHEN is_mailed THEN :at ELSE judged.last_email_sent_at END,
        next_reminder_at = CASE WHEN NOT is_over AND NOT (is_mailed AND unopened >= :most_unopened) THEN next_at END
    FROM judged
    WHERE assignment.id = judged.id
    RETURNING assignment.id, judged.day_index, is_mailed, unopened >= :most_unopened AS is_last
""").columns(id=Uuid, day_index=Integer, is_mailed=Boolean, is_last=Boolean)


def known_zones(session: Session) -> Sequence[str]:
    """The zones that the database knows as well as we do: one that it does not know would end the statement."""
    return _zones_of(session.get_bind().engine)


@lru_cache(maxsize=1)
def _zones_of(engine: Engine) -> Sequence[str]:
    with engine.connect() as connection:
        names = connection.scalars(text("SELECT name FROM pg_timezone_names")).all()
    return sorted(available_timezones().intersection(names))
