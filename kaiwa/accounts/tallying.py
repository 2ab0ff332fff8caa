"""Counting what people do in scenarios: each person's progress and everybody's sums, with what causes them.

Everything here is part of its caller's transaction and adds in the database, so that nobody's count is lost. Whoever
needs several rows locks them in this order: conversation, progress, metadata (by scenario), scenario.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, literal, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.models import Conversation, Scenario, ScenarioMetadata, ScenarioProgress

WEEK_SECONDS = 604_800
QUIET = {"synchronize_session": False}


@dataclass
class Tally:
    """What a number of conversations in one scenario amount to."""

    attempts: int = 0
    completions: int = 0
    seconds: int = 0
    begun: list[datetime] = field(default_factory=list)
    completed: list[datetime] = field(default_factory=list)


def trend_units(at: datetime) -> float:
    """A moment as the logarithm of its weight: twice as much as seven days before."""
    return at.timestamp() / WEEK_SECONDS * math.log(2)


def count_begun(session: Session, user_id: UUID | None, scenario_id: str, at: datetime) -> None:
    """A conversation has begun; a guest's counts as a use and is nobody's attempt."""
    if user_id is not None:
        add_progress(session, user_id, scenario_id, Tally(attempts=1, begun=[at]), at)
    score, units = ScenarioMetadata.trending_score, literal(trend_units(at))
    risen = func.greatest(score, units) + func.ln(1 + func.exp(-func.abs(score - units)))
    counts = {"total_times_used": 1, "total_attempts": int(user_id is not None)}
    add_metadata(session, scenario_id, counts, at, trending_score=case((score.is_(None), units), else_=risen))
    session.execute(
        update(Scenario)
        .where(Scenario.id == scenario_id)
        .values(usage_count=Scenario.usage_count + 1, updated_at=Scenario.updated_at)
        .execution_options(**QUIET)
    )


def count_completed(session: Session, conversation_id: UUID, at: datetime) -> bool:
    """A conversation is completed: played out, or finished well; False, and nothing is counted, the second time."""
    row = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.completed_at.is_(None))
        .values(completed_at=at)
        .returning(Conversation.user_id, Conversation.scenario_id)
        .execution_options(**QUIET)
    ).one_or_none()
    if row is None:
        return False
    if row.user_id is not None:
        add_progress(session, row.user_id, row.scenario_id, Tally(completions=1, completed=[at]), at)
        add_metadata(session, row.scenario_id, {"total_completions": 1}, at)
    return True


def count_time(session: Session, user_id: UUID | None, scenario_id: str, seconds: int, at: datetime) -> None:
    """Time was spent in a scenario; a guest's is counted when the guest becomes somebody."""
    if user_id is not None and seconds:
        add_progress(session, user_id, scenario_id, Tally(seconds=seconds), at)
        add_metadata(session, scenario_id, {"total_seconds_spent": seconds}, at)


def count_adopted(session: Session, user_id: UUID, talks: Iterable[Any], at: datetime) -> None:
    """A guest's conversations are a person's now; as uses they were counted when they began."""
    tallies = tally(talks)
    for scenario_id in sorted(tallies):
        add_progress(session, user_id, scenario_id, tallies[scenario_id], at)
    for scenario_id in sorted(tallies):
        each = tallies[scenario_id]
        counts = {
            "total_attempts": each.attempts,
            "total_completions": each.completions,
            "total_seconds_spent": each.seconds,
        }
        add_metadata(session, scenario_id, counts, at)


def tally(talks: Iterable[Any]) -> dict[str, Tally]:
    """What conversations (rows with scenario_id, started_at, completed_at, duration_seconds) amount to, by scenario."""
    tallies: dict[str, Tally] = {}
    for talk in talks:
        each = tallies.setdefault(talk.scenario_id, Tally())
        each.attempts += 1
        each.seconds += talk.duration_seconds
        each.begun.append(talk.started_at)
        if talk.completed_at is not None:
            each.completions += 1
            each.completed.append(talk.completed_at)
    return tallies


def add_progress(session: Session, user_id: UUID, scenario_id: str, added: Tally, at: datetime) -> None:
    """Add to what a person did in a scenario."""
    counts = {
        "times_attempted": added.attempts,
        "times_completed": added.completions,
        "total_seconds_spent": added.seconds,
    }
    latest = {
        "last_attempt_at": max(added.begun, default=None),
        "last_completed_at": max(added.completed, default=None),
    }
    # what is taken away again (a time that was rounded up) would not pass as a new row, even where there is an old one
    new = {name: max(0, count) for name, count in counts.items()}
    row = {"user_id": user_id, "scenario_id": scenario_id, **new, **latest, "created_at": at, "updated_at": at}
    changed: dict[str, ColumnElement[Any] | datetime] = {"updated_at": at}
    changed |= {name: getattr(ScenarioProgress, name) + count for name, count in counts.items() if count}
    for name, moment in latest.items():
        if moment is not None:
            changed[name] = func.greatest(getattr(ScenarioProgress, name), moment)
    session.execute(
        insert(ScenarioProgress)
        .values(row)
        .on_conflict_do_update(index_elements=["user_id", "scenario_id"], set_=changed)
        .execution_options(**QUIET)
    )


def add_metadata(session: Session, scenario_id: str, counts: dict[str, int], at: datetime, **changed: Any) -> None:
    """Add to what everybody did in a scenario, or take from it; `changed` columns are set."""
    for name, count in counts.items():
        changed[name] = getattr(ScenarioMetadata, name) + count
    change = (
        update(ScenarioMetadata)
        .where(ScenarioMetadata.scenario_id == scenario_id)
        .values(**changed, updated_at=at)
        .returning(ScenarioMetadata.scenario_id)
        .execution_options(**QUIET)
    )
    if session.execute(change).one_or_none() is None:
        # every scenario is made with its row; one that lost it gets it again
        session.execute(insert(ScenarioMetadata).values(scenario_id=scenario_id).on_conflict_do_nothing())
        session.execute(change)
