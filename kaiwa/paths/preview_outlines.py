"""Between the row of a preview and what planners read and write."""

from __future__ import annotations

from collections.abc import Iterable

from kaiwa.minds.keeping import day_of, day_values, intent_of
from kaiwa.minds.outlines import Day, Intent, Outline, PlannedBy, Week
from kaiwa.minds.phrases import Phrase, Wording
from kaiwa.models import PathPreview
from kaiwa.models.path_shapes import DayEntry, PreviewDetails, WeekEntry, WordedShape
from kaiwa.scenarios.authoring import DAY_PREFIX

OPENED_DAYS = 3


def kept_intent(preview: PathPreview) -> Intent:
    """What the learner wants, as it was understood and mended."""
    return intent_of(preview.details.parsed_intent)


def kept_days(preview: PathPreview) -> list[Day]:
    """The days that are planned so far."""
    return [day_of(entry.model_dump(mode="json")) for entry in preview.schedule]


def kept_outline(preview: PathPreview) -> Outline:
    """The whole course."""
    details = preview.details
    return Outline(
        title=_wording(details.title),
        description=_wording(details.description),
        weeks=tuple(Week(each.index, each.theme) for each in details.weeks),
        days=tuple(kept_days(preview)),
        planned_by=PlannedBy(details.planned_by),
        is_stand_in=details.is_stand_in,
    )


def write_outline(preview: PathPreview, outline: Outline, intent: dict[str, object] | None = None) -> None:
    """Put a whole course into a preview; `intent` are its values, where they have changed."""
    preview.schedule = [entry_of(day) for day in outline.days]
    preview.preview_scenarios = [day.scenario_id for day in outline.days[:OPENED_DAYS] if day.scenario_id]
    changed: dict[str, object] = {
        "title": shape_of(outline.title),
        "description": shape_of(outline.description),
        "weeks": tuple(week_of(week) for week in outline.weeks),
        "planned_by": outline.planned_by.value,
        "is_stand_in": outline.is_stand_in,
    }
    if intent is not None:
        changed["parsed_intent"] = intent
    preview.details = preview.details.model_copy(update=changed)


def entry_of(day: Day) -> DayEntry:
    """A day as it is kept."""
    return DayEntry.model_validate(day_values(day))


def week_of(week: Week) -> WeekEntry:
    """A week as it is kept."""
    return WeekEntry(index=week.index, theme=str(week.theme))


def shape_of(wording: Wording) -> WordedShape:
    """A sentence as it is kept."""
    key = wording.key.value if wording.key else None
    return WordedShape(key=key, parameters=dict(wording.parameters), text=wording.text)


def state_of(preview: PathPreview) -> dict[str, object]:
    """All of a preview that a wish may change, so that it can be undone."""
    kept = preview.details.model_dump(mode="json", include=CHANGED)
    return {"schedule": [entry.model_dump(mode="json") for entry in preview.schedule], **kept}


def put_back(preview: PathPreview, state: dict[str, object]) -> None:
    """Bring a preview back to a state that it was in."""
    state = dict(state)
    schedule = state.pop("schedule")
    assert isinstance(schedule, list)
    preview.schedule = [DayEntry.model_validate(entry) for entry in schedule]
    whole = {**preview.details.model_dump(mode="json"), **state}
    preview.details = PreviewDetails.model_validate(whole)
    first = preview.schedule[:OPENED_DAYS]
    preview.preview_scenarios = [entry.scenario_id for entry in first if entry.scenario_id]


def written_for(first: Iterable[str], schedule: Iterable[DayEntry], details: PreviewDetails) -> set[str]:
    """The scenarios that were written for a preview, those of days among them that were changed since."""
    steps = (*details.refinement_history, *details.taken_back)
    before = (day.get("scenario_id") for step in steps for day in step.before["schedule"])
    known = (*first, *before, *(day.scenario_id for day in schedule))
    return {each for each in known if each and each.startswith(DAY_PREFIX)}


CHANGED = {"parsed_intent", "title", "description", "weeks", "planned_by", "is_stand_in"}


def _wording(shape: WordedShape) -> Wording:
    key = Phrase(shape.key) if shape.key in tuple(Phrase) else None
    return Wording(key, dict(shape.parameters), shape.text)
