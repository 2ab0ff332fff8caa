"""People who follow paths, for tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from kaiwa.extensions import db
from kaiwa.models import OwedDay, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry, PathDetails, WeekEntry, WordedShape
from kaiwa.models.paths import DayStatus
from kaiwa.paths.committing import Course, Terms, create_path
from tests.accounts.people import MIA

TODAY = date(2026, 11, 21)
SCENES = ("order-coffee", "ask-directions", "dinner-invitation")


class Calendar:
    """A clock that a test turns to another day."""

    def __init__(self, today: date = TODAY, hour: int = 9) -> None:
        self.at = datetime(today.year, today.month, today.day, hour, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_days(self, days: int) -> None:
        """Let days go by."""
        self.at += timedelta(days=days)


def entry(index: int, **changes: Any) -> DayEntry:
    """A day of a course."""
    values: dict[str, Any] = {
        "day_index": index,
        "title": f"Step {index}",
        "theme": "food",
        "description": f"What day {index} is about",
        "difficulty": "beginner",
        "cefr_level": "A1",
        "objectives": (f"Goal of day {index}",),
        "scenario_id": SCENES[(index - 1) % len(SCENES)],
        "estimated_minutes": 10,
        "why": WordedShape(key="why_first_step"),
    }
    return DayEntry(**values | changes)


def review(index: int) -> DayEntry:
    """A day that looks back."""
    return entry(index, title="", scenario_id=None, kind="review", theme="review", objectives=())


def course(days: Sequence[DayEntry] | None = None) -> Course:
    """A course of four weeks, or of these days."""
    weeks = tuple(WeekEntry(index=index, theme="everyday") for index in range(1, 5))
    schedule = [entry(index) for index in range(1, 29)] if days is None else days
    return Course("Coffee in Kyoto", "A little every day.", "ja", "en", schedule, PathDetails(weeks=weeks))


def follow(
    app: Flask, days: Sequence[DayEntry] | None = None, *, starts_on: date = TODAY, email: str = MIA["email"]
) -> str:
    """Somebody's own path; gives its id."""
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        at = datetime(2026, 11, 21, 9, tzinfo=UTC)
        assignment = create_path(db.session(), user, course(days), Terms(starts_on), at)
        db.session.commit()
        return assignment.path_id


def set_owed(app: Flask, path_id: str, index: int, status: DayStatus) -> None:
    """How the writing of a day goes."""
    with app.app_context():
        mine = (OwedDay.path_id == path_id, OwedDay.day_index == index)
        db.session.execute(update(OwedDay).where(*mine).values(status=status, retry_count=5, last_error="No answer."))
        db.session.commit()


def assignment_of(app: Flask, path_id: str) -> PathAssignment:
    """The row of whoever follows a path."""
    with app.app_context():
        found = db.session.scalars(select(PathAssignment).where(PathAssignment.path_id == path_id)).one()
        db.session.expunge(found)
        return found
