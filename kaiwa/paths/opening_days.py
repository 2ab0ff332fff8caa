"""The first days of a preview as whole scenarios, so that they can be tried before anything starts.

Commits by itself, a day at a time, and holds no connection while the planner writes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from sqlalchemy.orm import Session

from kaiwa.gateways.model_failures import ModelFailure
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

log = logging.getLogger("kaiwa.paths.opening_days")


def open_first_days(session: Session, planner: Planner, mind: Mind, preview: PathPreview) -> Iterator[int]:
    """Write the scenarios that the first days still lack, and yield each day's number once it is there.

    What cannot be written now is written when the course has begun.
    """
    if preview.status is not PreviewStatus.READY:
        return
    intent, outline = kept_intent(preview), kept_outline(preview)
    preview_id, revision, language = preview.id, preview.revision, preview.target_language_id or ""
    shelf = read_shelf(session, mind, language)
    session.commit()
    for day in outline.days[:OPENED_DAYS]:
        if day.scenario_id is not None or not day.title:
            continue
        try:
            written = planner.write_day(intent, outline, day.index, shelf)
            if isinstance(written, ScenarioDraft):
                check_draft(written, day, language, [each.title for each in outline.days if each.index != day.index])
        except (ModelFailure, DayUnusable) as failure:
            log.warning("a first day is not written: %s", failure)
            continue
        preview = session.get_one(PathPreview, preview_id, populate_existing=True, with_for_update=True)
        if preview.revision != revision or preview.status is not PreviewStatus.READY:
            session.rollback()
            return
        _put(session, preview, day, written)
        session.commit()
        yield day.index


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
