"""Making a path: the course, its learner and the days that are still to be written, all in one transaction."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from kaiwa.errors import N_, Conflict
from kaiwa.models import LearningPath, OwedDay, PathAssignment, PathPreview, Scenario, User
from kaiwa.models.path_shapes import DayEntry, PathDetails
from kaiwa.models.paths import AssignmentStatus, PathStatus, PreviewStatus
from kaiwa.models.scenarios import Visibility
from kaiwa.paths.preview_outlines import kept_intent, written_for
from kaiwa.paths.wording import worded

# so many days are always ready, counted from the learner's own day
AHEAD_DAYS = 3


class NotReady(Conflict):
    """A preview that is still being planned, or is a path already, cannot be changed."""

    sentence = N_("This plan cannot be changed just now. Please look again.")


@dataclass(frozen=True)
class Course:
    """What a path is made of, from a preview, a template or another path."""

    title: str
    description: str
    target_language_id: str
    source_language_id: str
    schedule: Sequence[DayEntry]
    details: PathDetails = field(default_factory=PathDetails)
    forked_from_id: str | None = None


@dataclass(frozen=True)
class Terms:
    """How somebody wants to follow a path: from which day of theirs on, whether a mail reminds them at a minute of the
    day, and how much a day tells of itself."""

    starts_on: date
    reminders: bool = False
    reminder_minute: int = 8 * 60
    detail: Literal["full", "brief"] = "full"


def create_path(session: Session, user: User, course: Course, terms: Terms, at: datetime) -> PathAssignment:
    """Make somebody's own path of a course, follow it, and owe the days that nobody has written yet."""
    path = LearningPath(
        id=new_path_id(course.title),
        user_id=user.id,
        title=course.title[:200],
        description=course.description,
        target_language_id=course.target_language_id,
        source_language_id=course.source_language_id,
        schedule=list(course.schedule),
        status=PathStatus.ACTIVE,
        created_by_user_id=user.id,
        forked_from_id=course.forked_from_id,
        details=course.details,
    )
    session.add(path)
    session.flush()
    assignment = PathAssignment(
        path_id=path.id,
        user_id=user.id,
        status=AssignmentStatus.ACTIVE,
        starts_on=terms.starts_on,
        email_reminders_enabled=terms.reminders,
        reminder_minute=terms.reminder_minute,
        next_reminder_at=next_reminder(user, terms.starts_on, terms.reminder_minute, at) if terms.reminders else None,
    )
    session.add(assignment)
    session.add_all(owed_days(path, terms.starts_on, at))
    session.flush()
    return assignment


def owed_days(path: LearningPath, starts_on: date, at: datetime) -> list[OwedDay]:
    """The days of a path that need a scenario and have none, each to be written some days before it comes."""
    return [
        OwedDay(
            path_id=path.id,
            day_index=day.day_index,
            target_generation_date=starts_on + timedelta(days=day.day_index - 1 - AHEAD_DAYS),
            next_attempt_at=at,
        )
        for day in path.schedule
        if day.scenario_id is None and day.kind != "review"
    ]


def next_reminder(user: User, not_before: date, minute: int, at: datetime) -> datetime:
    """The next moment at which it is that minute of the learner's day, in UTC."""
    day = max(not_before, at.astimezone(user.zone).date())
    moment = datetime.combine(day, time(minute // 60, minute % 60), user.zone)
    if moment <= at:
        moment = datetime.combine(day + timedelta(days=1), time(minute // 60, minute % 60), user.zone)
    return moment.astimezone(UTC)


def new_path_id(title: str) -> str:
    """A path's place in addresses: a few words of its title, and what makes it one of a kind."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
    return "-".join(filter(None, [words, secrets.token_hex(5)]))


def commit_preview(session: Session, user: User, preview: PathPreview, terms: Terms, at: datetime) -> str:
    """Make a path of a preview, once however often it is pressed; gives the path's id. Raises NotReady."""
    session.refresh(preview, with_for_update=True)
    if preview.committed_path_id is not None:
        return preview.committed_path_id
    if preview.status is not PreviewStatus.READY or preview.target_language_id is None:
        raise NotReady
    intent, details = kept_intent(preview), preview.details
    days = preview.schedule
    course = Course(
        title=worded(details.title) or preview.intent[:120],
        description=worded(details.description),
        target_language_id=preview.target_language_id,
        source_language_id=preview.source_language_id,
        schedule=days,
        details=PathDetails(
            cefr_level=days[0].cefr_level if days else "",
            estimated_minutes_per_day=intent.minutes_per_day,
            category=next(iter(intent.categories), ""),
            weeks=details.weeks,
            planned_by=details.planned_by,
            intent=details.parsed_intent,
            detail=terms.detail,
        ),
    )
    assignment = create_path(session, user, course, terms, at)
    _hand_over(session, user, written_for(preview.preview_scenarios, days, details))
    preview.status, preview.committed_path_id = PreviewStatus.COMMITTED, assignment.path_id
    session.flush()
    return assignment.path_id


def _hand_over(session: Session, user: User, scenario_ids: Collection[str]) -> None:
    """Make what could be tried before the start private to whoever starts, as the days written later are."""
    session.execute(
        update(Scenario)
        .where(Scenario.id.in_(scenario_ids))
        .where(or_(Scenario.created_by_user_id.is_(None), Scenario.created_by_user_id == user.id))
        .values(created_by_user_id=user.id, visibility=Visibility.PRIVATE)
        .execution_options(synchronize_session=False)
    )
