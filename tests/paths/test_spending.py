"""What writing the days of a path costs counts for its owner and the site, whatever became of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from kaiwa.billing.ceilings import may_use_model
from kaiwa.config import Settings
from kaiwa.conversations.stages import current_mind
from kaiwa.extensions import db
from kaiwa.gateways.model_failures import ModelFailure, Reason, Spent
from kaiwa.minds.answers import Tokens
from kaiwa.minds.outlines import Level
from kaiwa.models import User
from kaiwa.paths.claiming_days import WRITER_DIES_AFTER
from kaiwa.paths.spending import count_path, keep_cost
from kaiwa.paths.writing_days import write_owed_day
from tests.conftest import MakeApp
from tests.conversations.test_free_partner import model_settings
from tests.conversations.test_metering import plans
from tests.minds.model.test_plan import scene
from tests.model_server import ModelServer
from tests.paths.courses import DRAFT, FakePlanner, day, follow, owed, owed_id, path_of

MARCH = datetime(2026, 3, 10, 12, tzinfo=UTC)
COSTLY = replace(DRAFT, tokens=Tokens(900, 700))


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = MARCH

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def planner() -> FakePlanner:
    return FakePlanner()


@pytest.fixture
def app(make_app: MakeApp, clock: Hands, planner: FakePlanner) -> Flask:
    return make_app(clock=clock, planner=planner)


def write(app: Flask, path_id: str, index: int) -> bool:
    with app.app_context():
        planner = app.extensions["kaiwa.planner"]
        return write_owed_day(db.session(), planner, current_mind(), owed_id(app, path_id, index))


def spent(app: Flask, path_id: str) -> dict[int, tuple[int, int]]:
    return {index: (row.input_tokens, row.output_tokens) for index, row in owed(app, path_id).items()}


def may(app: Flask, settings: Settings, user_id: Any, at: datetime = MARCH, **ceilings: int) -> bool:
    with app.app_context():
        few = settings.model_copy(update=ceilings)
        user = db.session.get_one(User, user_id)
        return may_use_model(db.session(), few, user=user, guest_id=None, network=None, at=at)


def test_every_try_counts_with_the_day_and_for_its_owner(
    app: Flask, planner: FakePlanner, clock: Hands, settings: Settings
) -> None:
    mine = follow(app)
    another = follow(app, "eve@example.org")
    planner.answers = {1: ModelFailure(Reason.WRONG_LANGUAGE, spent=Spent(100, 50))}
    assert not write(app, mine.path_id, 1)
    clock.at += timedelta(hours=1)
    planner.answers = {1: replace(COSTLY, cefr_level=Level.C1)}
    assert not write(app, mine.path_id, 1)
    clock.at += timedelta(hours=1)
    planner.answers = {1: COSTLY}
    assert write(app, mine.path_id, 1)
    assert spent(app, mine.path_id)[1] == (1900, 1450)
    assert may(app, settings, mine.user_id, model_tokens_free=3351)
    assert not may(app, settings, mine.user_id, model_tokens_free=3350)
    assert may(app, settings, another.user_id, model_tokens_free=1)
    assert not may(app, settings, another.user_id, model_tokens_site=3350)
    assert may(app, settings, mine.user_id, MARCH + timedelta(days=30), model_tokens_free=1)


def test_what_was_written_by_whoever_lost_the_claim_counts_too(app: Flask, planner: FakePlanner, clock: Hands) -> None:
    path_id = follow(app).path_id

    class Slow(FakePlanner):
        def write_day(self, *told: Any) -> Any:
            clock.at += WRITER_DIES_AFTER + timedelta(seconds=1)
            with app.app_context():
                db.session.execute(text("UPDATE scenario_generation_queue SET status = 'pending', locked_by = NULL"))
                db.session.commit()
            return COSTLY

    with app.app_context():
        lost: Any = Slow()
        assert not write_owed_day(db.session(), lost, current_mind(), owed_id(app, path_id, 1))
    assert spent(app, path_id)[1] == (900, 700)


def test_a_day_that_goes_leaves_what_it_cost(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    planner.answers = {1: COSTLY}
    write(app, path_id, 1)
    with app.app_context():
        keep_cost(db.session(), path_id, 1, MARCH)
        count_path(db.session(), path_id, Tokens(7, 3), MARCH)
        db.session.commit()
    assert spent(app, path_id)[0] == (907, 703)


def test_whoever_has_used_up_their_share_gets_days_of_the_catalogue(
    make_app: MakeApp, settings: Settings, model_server: ModelServer, clock: Hands
) -> None:
    model_server.answers(scene(), match={"responseFormat": "json_schema"})
    few = settings.model_copy(update={**model_settings(model_server), "model_tokens_free": 1})
    app = make_app(settings=few, clock=clock)
    path_id = follow(app, schedule=[day(1), day(2)]).path_id
    with app.app_context():
        count_path(db.session(), path_id, Tokens(1, 1), MARCH)
        db.session.commit()
    assert write(app, path_id, 1)
    assert model_server.requests() == []
    first = path_of(app, path_id).schedule[0]
    assert first.planned_by == "rehearsal"
    assert first.scenario_id


def test_the_sums_go_by_an_index(app: Flask, settings: Settings) -> None:
    user_id = follow(app).user_id
    many = """
        INSERT INTO learning_paths (id, user_id, title, description, target_language_id, source_language_id, schedule,
            is_template, is_public, status, metadata, version, created_at, updated_at)
        SELECT 'path-' || n, '{user}', 'A', 'B', 'fr', 'en', '[]', false, false, 'active', '{{}}', 1, now(), now()
        FROM generate_series(1, 2000) n;
        INSERT INTO scenario_generation_queue (id, path_id, day_index, target_generation_date, status, retry_count,
            next_attempt_at, last_processed_at, input_tokens, output_tokens, created_at, updated_at)
        SELECT gen_random_uuid(), 'path-' || n, day, '2026-01-01', 'ready', 1, now(),
            timestamptz '2026-03-10' - n * interval '1 day', day % 2, 0, now(), now()
        FROM generate_series(1, 2000) n, generate_series(1, 20) day
    """
    with app.app_context():
        for statement in many.format(user=user_id).split(";"):
            db.session.execute(text(statement))
        db.session.commit()
        db.session.execute(text("ANALYZE learning_paths, scenario_generation_queue"))
        db.session.commit()
    with plans() as found:
        may(app, settings, user_id, model_tokens_site=1)
    plan = next(each for each in found if "scenario_generation_queue" in each)
    assert "ix_scenario_generation_queue_spent" in plan
    assert "Seq Scan on scenario_generation_queue" not in plan
