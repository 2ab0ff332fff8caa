"""A path as its planner knew it: what its learner wants, and the course."""

from __future__ import annotations

from kaiwa.minds.keeping import intent_of, outline_of
from kaiwa.minds.outlines import USUAL_MINUTES, Intent, Level, Outline
from kaiwa.models import LearningPath


def intent_of_path(path: LearningPath) -> Intent:
    """What the learner wants, as it was understood, else as far as the path itself says it."""
    try:
        return intent_of(path.details.intent)
    except ValueError:
        level = path.details.cefr_level
        return Intent(
            text=path.title,
            target_language=path.target_language_id,
            native_language=path.source_language_id,
            cefr_level=Level(level) if level in tuple(Level) else None,
            minutes_per_day=path.details.estimated_minutes_per_day or USUAL_MINUTES,
            days=len(path.schedule),
        )


def outline_of_path(path: LearningPath) -> Outline:
    """The course; raises ValueError."""
    return outline_of(
        {
            "title": {"text": path.title},
            "description": {"text": path.description},
            "weeks": [week.model_dump() for week in path.details.weeks],
            "days": [day.model_dump() for day in path.schedule],
            "planned_by": path.details.planned_by,
        }
    )
