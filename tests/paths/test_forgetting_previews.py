"""Previews that are over are dropped, with what was written for them alone; those that became a path a week later."""

from datetime import timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.ids import new_id
from kaiwa.models import Conversation, PathPreview, Scenario
from kaiwa.models.paths import PreviewStatus
from kaiwa.models.scenarios import Visibility
from kaiwa.paths.day_scenarios import create_day_scenario
from kaiwa.paths.jobs import forget_old_previews
from kaiwa.queue import enqueue
from tests.jobs import do_jobs
from tests.paths.courses import DRAFT


def keep(session_id: str, status: PreviewStatus, *, hours_over: float, scenarios: tuple[str, ...] = ()) -> None:
    db.session.add(
        PathPreview(
            guest_id=uuid4(),
            session_id=session_id,
            intent="Dinner in Lyon",
            source_language_id="en",
            status=status,
            preview_scenarios=list(scenarios),
            expires_at=now() - timedelta(hours=hours_over),
        )
    )
    db.session.commit()


def forget(app: Flask) -> list[str]:
    """Do it as the worker does; gives the previews that are left."""
    with app.app_context():
        enqueue(db.session(), forget_old_previews, timestamp=0)
        db.session.commit()
    do_jobs(app)
    with app.app_context():
        return list(db.session.scalars(select(PathPreview.session_id).order_by(PathPreview.session_id)))


def test_what_is_over_goes_and_what_became_a_path_stays_a_week(app: Flask) -> None:
    with app.app_context():
        keep("a-fresh", PreviewStatus.READY, hours_over=-1)
        keep("b-over", PreviewStatus.READY, hours_over=1)
        keep("c-failed", PreviewStatus.FAILED, hours_over=1)
        keep("d-path", PreviewStatus.COMMITTED, hours_over=6 * 24)
        keep("e-old-path", PreviewStatus.COMMITTED, hours_over=8 * 24)
    assert forget(app) == ["a-fresh", "d-path"]


def test_what_was_written_for_it_alone_goes_with_it(app: Flask) -> None:
    with app.app_context():
        written = [create_day_scenario(db.session(), DRAFT, None, "fr", "en", Visibility.UNLISTED) for _ in range(3)]
        ids = [each.id for each in written]
        db.session.add(
            Conversation(
                id=new_id(),
                guest_id=uuid4(),
                target_language_id="fr",
                native_language_id="en",
                scenario_id=ids[1],
                started_at=now(),
            )
        )
        keep("a-over", PreviewStatus.READY, hours_over=1, scenarios=(ids[0], ids[1], "order-coffee"))
        keep("b-path", PreviewStatus.COMMITTED, hours_over=8 * 24, scenarios=(ids[2],))
    assert forget(app) == []
    with app.app_context():
        left = db.session.execute(select(Scenario.id, Scenario.is_active).where(Scenario.id.in_(ids)))
        assert dict(left.all()) == {ids[1]: False, ids[2]: True}
        assert db.session.scalar(select(func.count()).where(Scenario.id == "order-coffee")) == 1
