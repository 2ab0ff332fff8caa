"""Taking conversations and people out of what is counted of scenarios, when they are deleted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Double, ScalarSelect, case, delete, func, literal, select, update
from sqlalchemy.orm import Session

from kaiwa.accounts.tallying import QUIET, WEEK_SECONDS, Tally, add_metadata, tally, trend_units
from kaiwa.models import Conversation, Scenario, ScenarioMetadata, ScenarioProgress

# how much of a sum must be left, as a logarithm, for the rest to be trusted after taking away
LEAST_LEFT = 1e-6
# beyond it exp is zero, and nothing has a logarithm
FARTHEST = 600.0


def drop_conversations(session: Session, theirs: ColumnElement[bool], at: datetime, user_id: UUID | None) -> None:
    """Delete conversations, and of a person what was saved, rated and noted too, and mend the counts."""
    columns = (Conversation.scenario_id, Conversation.started_at, Conversation.completed_at)
    talks = session.execute(
        select(*columns, Conversation.duration_seconds).where(theirs).order_by(Conversation.id).with_for_update()
    ).all()
    marks = _drop_progress(session, user_id) if user_id else {}
    tallies = tally(talks)
    scenario_ids = sorted({*tallies, *marks})
    lock_counts(session, scenario_ids)
    session.execute(delete(Conversation).where(theirs).execution_options(**QUIET))
    for scenario_id in scenario_ids:
        each = tallies.get(scenario_id, Tally())
        counts = {"total_times_used": -each.attempts, **marks.get(scenario_id, {})}
        if user_id is not None:
            counts |= {
                "total_attempts": -each.attempts,
                "total_completions": -each.completions,
                "total_seconds_spent": -each.seconds,
            }
        add_metadata(session, scenario_id, counts, at)
        _lower_trend(session, scenario_id, each.begun)
    _lower_use(session, tallies)


def lock_counts(session: Session, scenario_ids: Iterable[str]) -> None:
    """Lock the counts of scenarios in the one order in which everybody does."""
    session.execute(
        select(ScenarioMetadata.scenario_id)
        .where(ScenarioMetadata.scenario_id.in_(list(scenario_ids)))
        .order_by(ScenarioMetadata.scenario_id)
        .with_for_update()
    )


def _sum_again() -> ScalarSelect[float | None]:
    """How far the trending score of the conversations that are left is from the old one, below which exp is small."""
    score = ScenarioMetadata.trending_score
    seconds = func.extract("epoch", Conversation.started_at).cast(Double)
    distance = func.greatest(seconds * literal(math.log(2) / WEEK_SECONDS, Double) - score, -FARTHEST)
    return (
        select(func.ln(func.sum(func.exp(distance))))
        .where(Conversation.scenario_id == ScenarioMetadata.scenario_id)
        .correlate(ScenarioMetadata)
        .scalar_subquery()
    )


def _drop_progress(session: Session, user_id: UUID) -> dict[str, dict[str, int]]:
    rows = session.execute(
        delete(ScenarioProgress)
        .where(ScenarioProgress.user_id == user_id)
        .returning(ScenarioProgress.scenario_id, ScenarioProgress.is_saved, ScenarioProgress.user_rating)
        .execution_options(**QUIET)
    ).all()
    return {
        row.scenario_id: {
            "saved_count": -int(row.is_saved),
            "ratings_count": -int(row.user_rating is not None),
            "ratings_sum": -(row.user_rating or 0),
        }
        for row in rows
    }


def _lower_trend(session: Session, scenario_id: str, begun: list[datetime]) -> None:
    if not begun:
        return
    units = [trend_units(moment) for moment in begun]
    gone = max(units) + math.log(sum(math.exp(each - max(units)) for each in units))
    score = ScenarioMetadata.trending_score
    left = score - literal(gone)
    lowered = case(
        (ScenarioMetadata.total_times_used == 0, None),
        # where hardly anything of the sum is left, it is added up again
        (left < LEAST_LEFT, score + _sum_again()),
        else_=score + func.ln(1 - func.exp(-func.greatest(left, LEAST_LEFT))),
    )
    session.execute(
        update(ScenarioMetadata)
        .where(ScenarioMetadata.scenario_id == scenario_id)
        .values(trending_score=lowered)
        .execution_options(**QUIET)
    )


def _lower_use(session: Session, tallies: dict[str, Tally]) -> None:
    for scenario_id in sorted(tallies):
        session.execute(
            update(Scenario)
            .where(Scenario.id == scenario_id)
            .values(usage_count=Scenario.usage_count - tallies[scenario_id].attempts, updated_at=Scenario.updated_at)
            .execution_options(**QUIET)
        )
