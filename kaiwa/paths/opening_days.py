"""The first days of a preview as whole scenarios, so that they can be tried before anything starts.

Commits by itself, a day at a time, and holds no connection while the planner writes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.gateways.model_failures import ModelFailure
from kaiwa.ids import new_id
from kaiwa.minds.answers import Tokens
from kaiwa.minds.mind import Mind
from kaiwa.minds.outlines import Day
from kaiwa.minds.planner import Planner, ScenarioDraft
from kaiwa.models import PathPreview
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import PreviewStatus
from kaiwa.models.scenarios import Visibility
from kaiwa.paths.checking_days import DayUnusable, check_draft
from kaiwa.paths.day_scenarios import create_day_scenario
from kaiwa.paths.preview_outlines import OPENED_DAYS, kept_intent, kept_outline
from kaiwa.paths.shelf import read_shelf
from kaiwa.paths.spending import cost_of

LOOK_AGAIN_SECONDS = 0.5
GIVE_UP_SECONDS = 180
# no day takes longer to be written than this
OPENING_LASTS = timedelta(seconds=90)
log = logging.getLogger("kaiwa.paths.opening_days")


def open_first_days(session: Session, planner: Planner, mind: Mind, preview: PathPreview) -> Iterator[int | None]:
    """Write the scenarios that the first days still lack, and yield each day's number once it is there.

    Whoever gets the claim writes; anyone else is given None while they wait, and takes over when the writer has died.
    What cannot be written now is written when the course has begun.
    """
    preview_id, deadline = preview.id, time.monotonic() + GIVE_UP_SECONDS
    missing = set(lacking(preview))
    while missing and preview.status is PreviewStatus.READY and time.monotonic() < deadline:
        holder = _claim(session, preview_id)
        session.commit()
        if holder is not None:
            try:
                yield from _open(session, planner, mind, preview_id)
            finally:
                _release(session, preview_id, holder)
            return
        yield None
        time.sleep(LOOK_AGAIN_SECONDS)
        preview = session.get_one(PathPreview, preview_id, populate_existing=True)
        yield from sorted(missing.difference(lacking(preview)))
        missing.intersection_update(lacking(preview))
    session.commit()


def lacking(preview: PathPreview) -> list[int]:
    """The first days that are to have a scenario and have none yet."""
    first = preview.schedule[:OPENED_DAYS]
    return [day.day_index for day in first if day.scenario_id is None and day.title]


def _open(session: Session, planner: Planner, mind: Mind, preview_id: UUID) -> Iterator[int]:
    preview = session.get_one(PathPreview, preview_id, populate_existing=True)
    intent, outline = kept_intent(preview), kept_outline(preview)
    days, revision, language = lacking(preview), preview.revision, preview.target_language_id or ""
    shelf = read_shelf(session, mind, language)
    session.commit()
    for day in (outline.day(index) for index in days):
        written: ScenarioDraft | Day | None = None
        try:
            written = planner.write_day(intent, outline, day.index, shelf)
            if isinstance(written, ScenarioDraft):
                check_draft(written, day, language, [each.title for each in outline.days if each.index != day.index])
        except (ModelFailure, DayUnusable) as failure:
            log.warning("a first day is not written: %s", failure)
            _count(session, preview_id, cost_of(written or failure))
            continue
        preview = session.get_one(PathPreview, preview_id, populate_existing=True, with_for_update=True)
        if preview.revision != revision or preview.status is not PreviewStatus.READY:
            session.rollback()
            _count(session, preview_id, cost_of(written))
            return
        _put(session, preview, day, written)
        # the next day may take as long again
        preview.claimed_at = now()
        session.commit()
        yield day.index


def _claim(session: Session, preview_id: UUID) -> UUID | None:
    holder, at = new_id(), now()
    free = or_(PathPreview.claimed_at.is_(None), PathPreview.claimed_at < at - OPENING_LASTS)
    query = update(PathPreview).where(PathPreview.id == preview_id, PathPreview.status == PreviewStatus.READY, free)
    taken = session.execute(
        query.values(claimed_by=holder, claimed_at=at)
        .returning(PathPreview.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return holder if taken else None


def _release(session: Session, preview_id: UUID, holder: UUID) -> None:
    session.rollback()
    mine = (PathPreview.id == preview_id, PathPreview.claimed_by == holder)
    query = update(PathPreview).where(*mine).values(claimed_by=None, claimed_at=None)
    session.execute(query.execution_options(synchronize_session=False))
    session.commit()


def _count(session: Session, preview_id: UUID, tokens: Tokens) -> None:
    """Count what was written in vain."""
    more = {"input_tokens": PathPreview.input_tokens + tokens.given}
    more["output_tokens"] = PathPreview.output_tokens + tokens.made
    query = update(PathPreview).where(PathPreview.id == preview_id).values(more)
    session.execute(query.execution_options(synchronize_session=False))
    session.commit()


def _put(session: Session, preview: PathPreview, day: Day, written: ScenarioDraft | Day) -> None:
    if isinstance(written, Day):
        changed: dict[str, object] = {"scenario_id": written.scenario_id, "objectives": written.objectives}
    else:
        # a guest may try it as well: whoever has the address, which nobody guesses
        scenario = create_day_scenario(
            session,
            written,
            preview.user_id,
            preview.target_language_id or "",
            preview.source_language_id,
            Visibility.UNLISTED,
        )
        goals = tuple(goal.text for goal in written.objectives)
        changed = {"scenario_id": scenario.id, "objectives": goals, "estimated_minutes": written.minutes}
        preview.input_tokens += written.tokens.given
        preview.output_tokens += written.tokens.made
    preview.schedule = [
        DayEntry.model_validate({**entry.model_dump(mode="json"), **changed}) if entry.day_index == day.index else entry
        for entry in preview.schedule
    ]
    first = preview.schedule[:OPENED_DAYS]
    preview.preview_scenarios = [entry.scenario_id for entry in first if entry.scenario_id]
