"""Who may find a scenario of somebody's own: its author says so, and for everybody an admin agrees first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.errors import N_, Conflict, NotFound
from kaiwa.models import Publication, Scenario
from kaiwa.models.own_scenarios import PublicationState
from kaiwa.models.scenarios import Visibility


class DecidedAlready(Conflict):
    """Somebody else has decided, or the author has taken the wish back."""

    sentence = N_("This has been decided meanwhile, or its author has taken it back.")


def choose_visibility(session: Session, scenario: Scenario, wanted: Visibility, at: datetime) -> None:
    """Let nobody, who has the link, or everybody find one's scenario; for everybody it waits for an admin."""
    if wanted is Visibility.PUBLIC:
        if scenario.visibility is not Visibility.PUBLIC:
            _ask(session, scenario, at)
        return
    scenario.visibility = wanted
    session.flush()
    _forget(session, scenario)


def withdraw(session: Session, scenario: Scenario) -> None:
    """What was approved has changed: it has to be approved again before everybody finds it."""
    if scenario.visibility is Visibility.PUBLIC:
        scenario.visibility = Visibility.UNLISTED
        session.flush()
        _forget(session, scenario)


def find_publication(session: Session, scenario_id: str) -> Publication | None:
    """What became of the wish that everybody may find a scenario; None where there is none."""
    return session.get(Publication, scenario_id, populate_existing=True)


def list_pending(session: Session, most: int = 50) -> Sequence[tuple[Publication, Scenario]]:
    """What waits for a decision, the oldest first."""
    query = (
        select(Publication, Scenario)
        .join(Scenario, Publication.scenario_id == Scenario.id)
        .where(Publication.state == PublicationState.PENDING, Scenario.is_active)
        .order_by(Publication.requested_at)
        .limit(most)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def decide_publication(
    session: Session, scenario_id: str, admin_id: UUID, at: datetime, *, is_approved: bool, reason: str = ""
) -> Scenario:
    """Let everybody find a scenario, or say why not; raises NotFound, and DecidedAlready where nothing waits."""
    publication = session.get(Publication, scenario_id, with_for_update=True, populate_existing=True)
    if publication is None:
        raise NotFound
    if publication.state is not PublicationState.PENDING:
        raise DecidedAlready
    scenario = session.get_one(Scenario, scenario_id)
    publication.state = PublicationState.APPROVED if is_approved else PublicationState.DECLINED
    publication.decided_at, publication.decided_by_user_id, publication.reason = at, admin_id, reason or None
    if is_approved:
        scenario.visibility = Visibility.PUBLIC
    session.flush()
    return scenario


def _ask(session: Session, scenario: Scenario, at: datetime) -> None:
    pending = {
        "state": PublicationState.PENDING,
        "requested_at": at,
        "decided_at": None,
        "decided_by_user_id": None,
        "reason": None,
    }
    session.execute(
        insert(Publication)
        .values(scenario_id=scenario.id, **pending)
        .on_conflict_do_update(
            index_elements=["scenario_id"], set_=pending, where=Publication.state != PublicationState.PENDING
        )
    )


def _forget(session: Session, scenario: Scenario) -> None:
    publication = session.get(Publication, scenario.id)
    if publication is not None:
        session.delete(publication)
        session.flush()
