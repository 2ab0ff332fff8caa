"""Courses and people who follow them, for tests: rows as committing makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.minds.outlines import Day, Intent, Level, Outline, ShelfScenario
from kaiwa.minds.planner import DraftLine, ScenarioDraft
from kaiwa.minds.scene import Objective
from kaiwa.models import LearningPath, OwedDay, PathAssignment, User
from kaiwa.models.path_shapes import DayEntry, PathDetails
from kaiwa.paths.committing import Course, Terms, create_path

DRAFT = ScenarioDraft(
    title="Asking for the bill",
    description="Dinner is over, and you would like to pay.",
    role="character",
    role_title="the waiter",
    cefr_level=Level.A1,
    instructions="Play a friendly waiter.",
    context="A small restaurant in Lyon.",
    learning_goal="Pay for dinner",
    setting="A small restaurant in Lyon, late in the evening.",
    stakes="Your train leaves in half an hour.",
    expected_outcome="You have paid.",
    objectives=(Objective("ask-for-the-bill", "Ask for the bill"), Objective("Pay!", "Say how you pay")),
    categories=("food", "nonsense"),
    tags=("restaurant",),
    primary_skill="speaking",
    keywords=("bill", "addition"),
    minutes=8,
    partner=DraftLine("Monsieur Petit", "Mr Petit"),
    opening=DraftLine("Est-ce que tout s'est bien passé pour vous ce soir ?", "Was everything fine this evening?"),
    phrases=(DraftLine("L'addition, s'il vous plaît.", "The bill, please."),),
    sample=(DraftLine("Vous payez par carte ?", "By card?"), DraftLine("Oui, par carte.", "Yes, by card.")),
)


def day(index: int, scenario_id: str | None = None, **changes: Any) -> DayEntry:
    """A day of a course."""
    values: dict[str, Any] = {
        "day_index": index,
        "title": f"Step {index}",
        "theme": "food",
        "description": "Something to be able to say.",
        "difficulty": "beginner",
        "cefr_level": "A1",
        "objectives": ("Say it",),
        "scenario_id": scenario_id,
        "estimated_minutes": 10,
        "planned_by": "model",
    }
    return DayEntry.model_validate(values | changes)


def follow(
    app: Flask,
    email: str = "mia@example.org",
    *,
    schedule: Sequence[DayEntry] = (),
    starts_on: date | None = None,
    reminders: bool = False,
    minute: int = 8 * 60,
    at: datetime | None = None,
    **person: Any,
) -> PathAssignment:
    """Somebody on a path of a French course; made with an address that is confirmed where they have no account yet."""
    with app.app_context():
        at = at or now()
        user = db.session.scalars(select(User).where(User.email == email)).one_or_none()
        if user is None:
            user = User(email=email, email_verified_at=at, **person)
            db.session.add(user)
            db.session.flush()
        days = list(schedule) or [day(index) for index in range(1, 8)]
        details = PathDetails(cefr_level="A1", planned_by="model")
        course = Course("Dinner in Lyon", "A week of dinners.", "fr", "en", days, details)
        terms = Terms(starts_on or at.date(), reminders, minute)
        assignment = create_path(db.session(), user, course, terms, at)
        db.session.commit()
        db.session.refresh(assignment)
        db.session.expunge(assignment)
        return assignment


def owed(app: Flask, path_id: str) -> dict[int, OwedDay]:
    """The days that are owed, by their number."""
    with app.app_context():
        rows = db.session.scalars(select(OwedDay).where(OwedDay.path_id == path_id)).all()
        db.session.expunge_all()
        return {row.day_index: row for row in rows}


def owed_id(app: Flask, path_id: str, index: int) -> UUID:
    """The row of one owed day."""
    return owed(app, path_id)[index].id


def path_of(app: Flask, path_id: str) -> LearningPath:
    """A path as it now stands."""
    with app.app_context():
        path = db.session.get_one(LearningPath, path_id)
        db.session.expunge(path)
        return path


class FakePlanner:
    """Writes days from `drafts`, by their number, else a plain one; an exception among them is raised."""

    def __init__(self, **changes: Any) -> None:
        self.changes = changes
        self.answers: dict[int, ScenarioDraft | Day | Exception] = {}
        self.asked: list[int] = []

    def write_day(
        self, intent: Intent, outline: Outline, index: int, shelf: Sequence[ShelfScenario]
    ) -> ScenarioDraft | Day:
        self.asked.append(index)
        answer = self.answers.get(index)
        if isinstance(answer, Exception):
            raise answer
        return answer or replace(DRAFT, title=f"Dinner number {index}", **self.changes)
