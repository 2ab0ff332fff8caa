"""What the days of a path have cost a model, in its tokens: counted whatever became of what it wrote."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.gateways.model_failures import ModelFailure
from kaiwa.ids import new_id
from kaiwa.minds.answers import Tokens
from kaiwa.minds.outlines import Day
from kaiwa.minds.planner import ScenarioDraft
from kaiwa.models import OwedDay
from kaiwa.models.paths import DayStatus

# no day has this number: here stands what days have cost that are gone
GONE = 0


def cost_of(found: ScenarioDraft | Day | Exception) -> Tokens:
    """What a draft, or a model's failure, has cost; all else costs nothing."""
    if isinstance(found, ModelFailure):
        return Tokens(found.spent.given, found.spent.made)
    return found.tokens if isinstance(found, ScenarioDraft) else Tokens()


def count_day(session: Session, owed_id: UUID, tokens: Tokens) -> None:
    """Count it for an owed day, whoever holds its claim by now; nothing spent is no statement."""
    if tokens == Tokens():
        return
    session.execute(
        update(OwedDay)
        .where(OwedDay.id == owed_id)
        .values(
            input_tokens=OwedDay.input_tokens + tokens.given,
            output_tokens=OwedDay.output_tokens + tokens.made,
            updated_at=OwedDay.updated_at,
        )
        .execution_options(synchronize_session=False)
    )


def count_path(session: Session, path_id: str, tokens: Tokens, at: datetime) -> None:
    """Count what was spent on a path and belongs to none of its owed days; nothing spent is no statement."""
    if tokens == Tokens():
        return
    added = insert(OwedDay).values(
        id=new_id(),
        path_id=path_id,
        day_index=GONE,
        target_generation_date=at.date(),
        status=DayStatus.READY,
        next_attempt_at=at,
        last_processed_at=at,
        input_tokens=tokens.given,
        output_tokens=tokens.made,
    )
    session.execute(
        added.on_conflict_do_update(
            index_elements=[OwedDay.path_id, OwedDay.day_index],
            set_={
                "input_tokens": OwedDay.input_tokens + added.excluded.input_tokens,
                "output_tokens": OwedDay.output_tokens + added.excluded.output_tokens,
                "last_processed_at": at,
            },
        )
    )


def keep_cost(session: Session, path_id: str, index: int, at: datetime) -> None:
    """Keep what a day has cost whose row is about to be dropped."""
    query = select(OwedDay.input_tokens, OwedDay.output_tokens)
    row = session.execute(query.where(OwedDay.path_id == path_id, OwedDay.day_index == index)).one_or_none()
    if row is not None:
        count_path(session, path_id, Tokens(*row), at)
