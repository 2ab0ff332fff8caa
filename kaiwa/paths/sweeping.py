"""What is done for paths from time to time: days that are due are given to the workers, old previews are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from procrastinate.tasks import Task
from sqlalchemy import and_, delete, exists, or_, select, text, update
from sqlalchemy.orm import Session

from kaiwa.models import Conversation, PathPreview, Scenario, ScenarioProgress
from kaiwa.models.paths import PreviewStatus
from kaiwa.paths.claiming_days import bring_forward, find_due, free_abandoned
from kaiwa.paths.preview_outlines import written_for
from kaiwa.queue import enqueue_many

AT_ONCE = 500
KEPT_COMMITTED = timedelta(days=7)


def defer_due_days(session: Session, write_day: Task[..., Any, Any], at: datetime) -> list[UUID]:
    """Make a job for each day that is due and has none, up to five hundred; none where somebody else is at it."""
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock(hashtext('days that are due'))")):
        return []
    free_abandoned(session, at)
    bring_forward(session, at)
    due = list(find_due(session, at, AT_ONCE))
    enqueue_many(session, write_day, {f"paths.write_day {each}": {"owed_id": str(each)} for each in due})
    return due


def forget_previews(session: Session, at: datetime) -> int:
    """Drop up to five hundred previews that are over, those that became a path a week later; how many there were."""
    is_over = or_(
        and_(PathPreview.status != PreviewStatus.COMMITTED, PathPreview.expires_at < at),
        PathPreview.expires_at < at - KEPT_COMMITTED,
    )
    rows = session.execute(
        select(
            PathPreview.id, PathPreview.status, PathPreview.preview_scenarios, PathPreview.schedule, PathPreview.details
        )
        .where(is_over)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(delete(PathPreview).where(PathPreview.id.in_([row.id for row in rows])))
    over = [row for row in rows if row.status is not PreviewStatus.COMMITTED]
    unused = [written_for(row.preview_scenarios, row.schedule, row.details) for row in over]
    _forget_scenarios(session, list(set().union(*unused)))
    return len(rows)


def _forget_scenarios(session: Session, ids: Sequence[str]) -> None:
    """Drop what was written for previews that became no path; where somebody has talked in it, nobody finds it."""
    talked_in = exists().where(Conversation.scenario_id == Scenario.id)
    session.execute(update(Scenario).where(Scenario.id.in_(ids), talked_in).values(is_active=False))
    session.execute(
        delete(ScenarioProgress).where(
            ScenarioProgress.scenario_id.in_(select(Scenario.id).where(Scenario.id.in_(ids), ~talked_in))
        )
    )
    session.execute(delete(Scenario).where(Scenario.id.in_(ids), ~talked_in))
