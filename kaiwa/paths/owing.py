"""Having a day written after all whose writing has failed."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from kaiwa.models import LearningPath, OwedDay
from kaiwa.models.paths import DayStatus


def owe_again(session: Session, path: LearningPath, index: int, at: datetime) -> None:
    """Let a failed day be tried from the beginning, at once; one that has not failed is left alone."""
    session.execute(
        update(OwedDay)
        .where(OwedDay.path_id == path.id, OwedDay.day_index == index, OwedDay.status == DayStatus.FAILED)
        .values(
            status=DayStatus.PENDING,
            retry_count=0,
            last_error=None,
            next_attempt_at=at,
            target_generation_date=at.date(),
            locked_by=None,
        )
    )
