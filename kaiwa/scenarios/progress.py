"""What a person does with a scenario beside talking: saving it, rating it, noting something for themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.accounts.tallying import QUIET, add_metadata
from kaiwa.errors import N_, Conflict
from kaiwa.models import ScenarioProgress


class NotTriedYet(Conflict):
    """Only who has tried a scenario can say how good it is."""

    sentence = N_("Try the scenario first: then you can rate it.")


def find_progress(session: Session, user_id: UUID, scenario_id: str) -> ScenarioProgress | None:
    """What a person did in a scenario, as it now stands; None where that is nothing."""
    return session.scalars(
        select(ScenarioProgress)
        .where(ScenarioProgress.user_id == user_id, ScenarioProgress.scenario_id == scenario_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def save_scenario(session: Session, user_id: UUID, scenario_id: str, at: datetime) -> bool:
    """Save a scenario for later; False, and nothing is counted, where it is saved already."""
    saved = session.execute(
        insert(ScenarioProgress)
        .values(user_id=user_id, scenario_id=scenario_id, is_saved=True, saved_at=at, created_at=at, updated_at=at)
        .on_conflict_do_update(
            index_elements=["user_id", "scenario_id"],
            set_={"is_saved": True, "saved_at": at, "updated_at": at},
            where=ScenarioProgress.is_saved.is_(False),
        )
        .returning(ScenarioProgress.scenario_id)
        .execution_options(**QUIET)
    ).one_or_none()
    if saved is None:
        return False
    add_metadata(session, scenario_id, {"saved_count": 1}, at)
    return True


def unsave_scenario(session: Session, user_id: UUID, scenario_id: str, at: datetime) -> bool:
    """Save a scenario no longer; False where it is not saved."""
    dropped = session.execute(
        update(ScenarioProgress)
        .where(
            ScenarioProgress.user_id == user_id,
            ScenarioProgress.scenario_id == scenario_id,
            ScenarioProgress.is_saved,
        )
        .values(is_saved=False, saved_at=None, updated_at=at)
        .returning(ScenarioProgress.scenario_id)
        .execution_options(**QUIET)
    ).one_or_none()
    if dropped is None:
        return False
    add_metadata(session, scenario_id, {"saved_count": -1}, at)
    return True


def rate_scenario(session: Session, user_id: UUID, scenario_id: str, rating: int | None, at: datetime) -> None:
    """Keep how good a scenario was, 1 to 5, or take it back with None; the last answer counts. Raises NotTriedYet."""
    progress = session.scalars(
        select(ScenarioProgress)
        .where(ScenarioProgress.user_id == user_id, ScenarioProgress.scenario_id == scenario_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if progress is None or not progress.times_attempted:
        raise NotTriedYet
    before = progress.user_rating
    if rating == before:
        return
    progress.user_rating = rating
    session.flush()
    counts = {
        "ratings_count": int(rating is not None) - int(before is not None),
        "ratings_sum": (rating or 0) - (before or 0),
    }
    add_metadata(session, scenario_id, counts, at)


def write_notes(session: Session, user_id: UUID, scenario_id: str, notes: str, at: datetime) -> None:
    """Keep a person's own notes on a scenario; empty ones are none."""
    kept = notes.strip() or None
    session.execute(
        insert(ScenarioProgress)
        .values(user_id=user_id, scenario_id=scenario_id, user_notes=kept, created_at=at, updated_at=at)
        .on_conflict_do_update(index_elements=["user_id", "scenario_id"], set_={"user_notes": kept, "updated_at": at})
        .execution_options(**QUIET)
    )
