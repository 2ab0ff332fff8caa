"""Changing a preview: by wishes, a day anew, by hand; each change can be taken back and made again.

A wish is read, thought about without a transaction, and written only where nothing else has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from kaiwa.errors import N_, Conflict
from kaiwa.minds.keeping import intent_values
from kaiwa.minds.mind import Mind
from kaiwa.minds.outlines import Intent, Outline, ShelfScenario
from kaiwa.minds.phrases import Phrase, Question, Wording
from kaiwa.minds.planner import Planner, Refinement
from kaiwa.models import PathPreview
from kaiwa.models.path_shapes import DayEntry, Revision
from kaiwa.models.paths import PreviewStatus
from kaiwa.paths.committing import NotReady
from kaiwa.paths.preview_outlines import kept_intent, kept_outline, put_back, shape_of, state_of, write_outline
from kaiwa.paths.shelf import read_shelf

MOST_REVISIONS = 30


class ChangedElsewhere(Conflict):
    """Another tab has changed the preview meanwhile."""

    sentence = N_("This plan was changed in another window meanwhile. Here it is as it is now.")


Think = Callable[[Intent, Outline, list[ShelfScenario]], Refinement | Question]


def refine(session: Session, planner: Planner, mind: Mind, preview: PathPreview, wish: str) -> Question | None:
    """Change what a wish is about; gives the question that must be answered first, where there is one."""
    return _change(
        session, mind, preview, wish, lambda intent, outline, shelf: planner.refine(intent, outline, wish, shelf)
    )


def regenerate(session: Session, planner: Planner, mind: Mind, preview: PathPreview, index: int) -> Question | None:
    """Give a day another scenario; raises LookupError for no day."""
    kept_outline(preview).day(index)
    before = [
        day.get("scenario_id")
        for revision in preview.details.refinement_history
        for day in revision.before["schedule"]
        if day["day_index"] == index
    ]
    tried = [each for each in before if each]

    def think(intent: Intent, outline: Outline, shelf: list[ShelfScenario]) -> Refinement | Question:
        return planner.regenerate(intent, outline, index, shelf, tried)

    return _change(session, mind, preview, f"day {index}", think)


def edit_day(session: Session, preview: PathPreview, index: int, **values: object) -> None:
    """Change a day by hand; raises LookupError for no day."""
    _check_ready(preview)
    kept_outline(preview).day(index)
    before = state_of(preview)
    preview.schedule = [
        DayEntry.model_validate({**day.model_dump(mode="json"), **values}) if day.day_index == index else day
        for day in preview.schedule
    ]
    _remember(preview, Wording(Phrase.AS_WISHED, {"days": 1}), f"day {index}", (index,), before)
    session.flush()


def undo(session: Session, preview: PathPreview) -> bool:
    """Take the last change back; False where there is none."""
    return _step(session, preview, "refinement_history", "taken_back")


def redo(session: Session, preview: PathPreview) -> bool:
    """Make the change again that was taken back last; False where there is none."""
    return _step(session, preview, "taken_back", "refinement_history")


def _change(session: Session, mind: Mind, preview: PathPreview, wish: str, think: Think) -> Question | None:
    _check_ready(preview)
    intent, outline, revision, preview_id = kept_intent(preview), kept_outline(preview), preview.revision, preview.id
    shelf = read_shelf(session, mind, intent.target_language or "")
    session.commit()
    found = think(intent, outline, shelf)
    preview = session.get_one(PathPreview, preview_id, populate_existing=True, with_for_update=True)
    if preview.revision != revision or preview.status is not PreviewStatus.READY:
        raise ChangedElsewhere
    if isinstance(found, Question):
        return found
    before = state_of(preview)
    write_outline(preview, found.outline, intent_values(replace(found.intent)))
    preview.input_tokens += found.tokens.given
    preview.output_tokens += found.tokens.made
    _remember(preview, found.note, wish, found.changed, before)
    session.flush()
    return None


def _check_ready(preview: PathPreview) -> None:
    if preview.status is not PreviewStatus.READY:
        raise NotReady


def _remember(
    preview: PathPreview, note: Wording, wish: str, changed: tuple[int, ...], before: dict[str, object]
) -> None:
    revision = Revision(note=shape_of(note), wish=wish[:300], changed=changed, before=before)
    history = (*preview.details.refinement_history, revision)[-MOST_REVISIONS:]
    preview.details = preview.details.model_copy(update={"refinement_history": history, "taken_back": ()})
    preview.revision += 1


def _step(session: Session, preview: PathPreview, source: str, target: str) -> bool:
    """Swap what is with what was before the last change of one list, which goes to the other."""
    _check_ready(preview)
    steps: tuple[Revision, ...] = getattr(preview.details, source)
    if not steps:
        return False
    last = steps[-1]
    here = last.model_copy(update={"before": state_of(preview)})
    others: tuple[Revision, ...] = getattr(preview.details, target)
    put_back(preview, last.before)
    preview.details = preview.details.model_copy(update={source: steps[:-1], target: (*others, here)})
    preview.revision += 1
    session.flush()
    return True
