"""Writing the days that are owed: claim, think, store. Commits by itself, since what is written must outlive a crash
and a slow planner, and holds neither transaction nor connection while the planner thinks."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.errors import N_
from kaiwa.gateways.model_failures import ModelFailure
from kaiwa.minds.keeping import day_values
from kaiwa.minds.mind import Mind
from kaiwa.minds.outlines import Day, Intent, Outline, ShelfScenario
from kaiwa.minds.planner import Planner, ScenarioDraft
from kaiwa.minds.rehearsal.plan import RehearsalPlanner
from kaiwa.models import LearningPath, Scenario, User
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import DayStatus
from kaiwa.paths.checking_days import DayUnusable, check_draft
from kaiwa.paths.claiming_days import DayClaim, claim_day, put_off, write_claimed
from kaiwa.paths.day_scenarios import create_day_scenario
from kaiwa.paths.nearest_day import nearest_day
from kaiwa.paths.planned import intent_of_path, outline_of_path
from kaiwa.paths.planners import is_affordable
from kaiwa.paths.renewing import still_writing
from kaiwa.paths.shelf import read_shelf
from kaiwa.paths.spending import cost_of, count_day

NOT_REACHED = N_("The model that writes days does not answer just now.")
BROKEN = N_("Something went wrong on our side while this day was written.")
log = logging.getLogger("kaiwa.paths.writing_days")


class DayChanged(Exception):
    """The day is another than it was when its writing began."""


@dataclass(frozen=True)
class _Work:
    """What writing a day takes, read before the planner is asked."""

    claim: DayClaim
    user_id: UUID
    intent: Intent
    outline: Outline
    entry: DayEntry
    shelf: Sequence[ShelfScenario]
    other_titles: frozenset[str]
    language: str
    native: str
    may_ask: bool


def write_owed_day(session: Session, planner: Planner | None, mind: Mind, owed_id: UUID) -> bool:
    """Write a day that is owed, or give it back for a later try; False where it was not written.

    Without a planner, and where the path's owner has used up their share of a model, the day gets a scenario of the
    catalogue.
    """
    claim = claim_day(session, owed_id, now())
    session.commit()
    if claim is None:
        return False
    try:
        work = _read(session, planner, mind, claim)
        session.commit()
        if work is None:
            return False
        with still_writing(current_app._get_current_object(), claim):  # type: ignore[attr-defined]
            written = _think(planner if work.may_ask else RehearsalPlanner(), work)
        count_day(session, owed_id, cost_of(written))
        session.commit()
        _check(written, work)
        is_stored = _store(session, work, written)
        session.commit()
        return is_stored
    except Exception as error:
        session.rollback()
        count_day(session, owed_id, cost_of(error))
        _put_off(session, claim, error)
        return False


def _read(session: Session, planner: Planner | None, mind: Mind, claim: DayClaim) -> _Work | None:
    """What the planner is told; None where there is nothing to write, which is then noted."""
    path = session.get_one(LearningPath, claim.path_id)
    entry = path.day(claim.day_index)
    if entry is None or entry.scenario_id is not None or entry.kind == "review" or path.user_id is None:
        write_claimed(
            session, claim, status=DayStatus.READY, scenario_id=entry.scenario_id if entry else None, locked_by=None
        )
        return None
    others = [day for day in path.schedule if day.day_index != claim.day_index]
    written = session.scalars(
        select(Scenario.title).where(Scenario.id.in_([day.scenario_id for day in others if day.scenario_id]))
    )
    return _Work(
        claim,
        path.user_id,
        intent_of_path(path),
        outline_of_path(path),
        entry,
        read_shelf(session, mind, path.target_language_id),
        frozenset([*written, *(day.title for day in others if day.title)]),
        path.target_language_id,
        path.source_language_id,
        is_affordable(session, planner, session.get(User, path.user_id), None, now()),
    )


def _think(planner: Planner | None, work: _Work) -> ScenarioDraft | Day:
    """What the planner writes, whatever it is like; raises ModelFailure, and DayUnusable where nothing is found."""
    index = work.entry.day_index
    if planner is not None:
        return planner.write_day(work.intent, work.outline, index, work.shelf)
    found = nearest_day(work.outline, index, work.shelf, work.native)
    if found is None:
        raise DayUnusable(N_("The catalogue has no scenario for this day."))
    return found


def _check(written: ScenarioDraft | Day, work: _Work) -> None:
    """Raise DayUnusable for what will not do."""
    if isinstance(written, ScenarioDraft):
        check_draft(written, work.outline.day(work.entry.day_index), work.language, work.other_titles)
    elif written.scenario_id not in {each.id for each in work.shelf if each.is_playable}:
        raise DayUnusable


def _store(session: Session, work: _Work, written: ScenarioDraft | Day) -> bool:
    """Store the day in its path, where the claim still holds; False, and nothing is stored, where it was lost."""
    path = session.scalars(
        select(LearningPath)
        .where(LearningPath.id == work.claim.path_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    at = now()
    # the claim is asked first, so that whoever lost it leaves nothing behind
    if path is None or not write_claimed(session, work.claim, last_processed_at=at):
        return False
    if path.day(work.entry.day_index) != work.entry:
        raise DayChanged
    entry = _entry(session, work, written)
    path.schedule = [entry if day.day_index == entry.day_index else day for day in path.schedule]
    path.version += 1
    session.flush()
    return write_claimed(
        session,
        work.claim,
        status=DayStatus.READY,
        scenario_id=entry.scenario_id,
        last_error=None,
        locked_by=None,
        updated_at=at,
    )


def _entry(session: Session, work: _Work, written: ScenarioDraft | Day) -> DayEntry:
    """The day as it stands in the schedule from now on."""
    if isinstance(written, Day):
        return DayEntry.model_validate(day_values(written) | {"day_index": work.entry.day_index})
    scenario = create_day_scenario(session, written, work.user_id, work.language, work.native)
    return work.entry.model_copy(
        update={
            "scenario_id": scenario.id,
            "objectives": tuple(goal.text for goal in written.objectives),
            "estimated_minutes": written.minutes,
            "planned_by": "model",
            "is_stand_in": False,
        }
    )


def _put_off(session: Session, claim: DayClaim, error: Exception) -> None:
    """Give the day back, with a sentence for whoever follows the path."""
    told = {"path_id": claim.path_id, "day_index": claim.day_index, "tries": claim.tries}
    if isinstance(error, DayChanged):
        # nobody's fault: it is written anew for what it is now, and this was no try
        at = now()
        changes = {"status": DayStatus.PENDING, "retry_count": claim.tries - 1, "next_attempt_at": at}
        write_claimed(session, claim, **changes, locked_by=None, updated_at=at)
    else:
        sentence = BROKEN
        if isinstance(error, ModelFailure):
            sentence = NOT_REACHED
        elif isinstance(error, DayUnusable):
            sentence = error.sentence
        is_known = sentence is not BROKEN
        log.log(
            logging.WARNING if is_known else logging.ERROR,
            "a day was not written: %s",
            error if isinstance(error, ModelFailure) else type(error).__name__,
            exc_info=not is_known,
            extra=told,
        )
        put_off(session, claim, sentence, now())
    session.commit()
