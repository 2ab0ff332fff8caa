"""Days that are owed are written when they are due, once, whatever happens to whoever writes them."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from kaiwa.clock import now
from kaiwa.conversations.stages import current_mind
from kaiwa.extensions import db
from kaiwa.gateways.model_failures import ModelFailure, Reason
from kaiwa.minds.keeping import day_of
from kaiwa.minds.outlines import Level
from kaiwa.minds.planner import DraftLine
from kaiwa.models import LearningPath, OwedDay, PathAssignment, Scenario, ScenarioText, User
from kaiwa.models.paths import AssignmentStatus, DayStatus, PathStatus
from kaiwa.models.scenarios import Visibility
from kaiwa.paths.claiming_days import GAVE_UP, MOST_TRIES, claim_day, find_due, free_abandoned, owe_again, wait_after
from kaiwa.paths.jobs import find_due_days, write_day
from kaiwa.paths.renewing import still_writing
from kaiwa.paths.writing_days import NOT_REACHED, write_owed_day
from kaiwa.queue import enqueue
from kaiwa.scenarios.authoring import count_own, list_own
from tests.conftest import MakeApp
from tests.conversations.test_metering import plans
from tests.jobs import do_jobs
from tests.paths.courses import DRAFT, FakePlanner, day, follow, owed, owed_id, path_of

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def planner() -> FakePlanner:
    return FakePlanner()


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def app(make_app: MakeApp, clock: Hands, planner: FakePlanner) -> Flask:
    return make_app(clock=clock, planner=planner)


def sweep(app: Flask) -> None:
    """What the workers do by themselves from time to time."""
    with app.app_context():
        enqueue(db.session(), find_due_days, timestamp=0)
        db.session.commit()
    do_jobs(app)


def write(app: Flask, path_id: str, index: int) -> bool:
    with app.app_context():
        planner = app.extensions["kaiwa.planner"]
        return write_owed_day(db.session(), planner, current_mind(), owed_id(app, path_id, index))


def scenarios_written(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(Scenario.id.like("day-%"))) or 0


def statuses(app: Flask, path_id: str) -> dict[int, str]:
    return {index: row.status.value for index, row in owed(app, path_id).items()}


def ready(app: Flask, path_id: str) -> list[int]:
    return sorted(index for index, status in statuses(app, path_id).items() if status == "ready")


def test_the_next_three_days_are_written_and_the_others_when_their_time_comes(app: Flask, clock: Hands) -> None:
    path_id = follow(app, starts_on=NOON.date()).path_id
    sweep(app)
    assert ready(app, path_id) == [1, 2, 3, 4]
    clock.at += timedelta(days=1)
    sweep(app)
    assert ready(app, path_id) == [1, 2, 3, 4, 5]


def test_a_path_that_begins_later_has_its_first_three_days_at_once(app: Flask, clock: Hands) -> None:
    path_id = follow(app, starts_on=date(2026, 5, 1)).path_id
    sweep(app)
    assert ready(app, path_id) == [1, 2, 3]


def test_whoever_is_faster_than_the_calendar_finds_three_days_ready(app: Flask) -> None:
    assignment = follow(app, starts_on=date(2026, 3, 20))
    with app.app_context():
        row = db.session.get_one(PathAssignment, assignment.id)
        row.current_day_index = 2
        db.session.commit()
    sweep(app)
    assert ready(app, assignment.path_id) == [1, 2, 3, 4, 5]


def test_a_day_is_due_by_the_learners_own_calendar(app: Flask, clock: Hands) -> None:
    clock.at = datetime(2026, 3, 10, 23, tzinfo=UTC)
    schedule = [day(index, "order-coffee") for index in range(1, 5)] + [day(5)]
    in_tokyo = follow(app, schedule=schedule, starts_on=date(2026, 3, 10), time_zone="Asia/Tokyo").path_id
    in_lima = follow(
        app, "eve@example.org", schedule=schedule, starts_on=date(2026, 3, 10), time_zone="America/Lima"
    ).path_id
    sweep(app)
    assert ready(app, in_tokyo) == [5]
    assert ready(app, in_lima) == []
    clock.at = datetime(2026, 3, 11, 4, 59, tzinfo=UTC)
    sweep(app)
    assert ready(app, in_lima) == []
    clock.at = datetime(2026, 3, 11, 5, tzinfo=UTC)
    sweep(app)
    assert ready(app, in_lima) == [5]


def test_a_written_day_is_a_private_scenario_in_the_schedule(app: Flask) -> None:
    assignment = follow(app)
    before = path_of(app, assignment.path_id)
    assert write(app, assignment.path_id, 1)
    after = path_of(app, assignment.path_id)
    assert after.version == before.version + 1
    entry = after.schedule[0]
    assert (entry.title, entry.objectives) == ("Step 1", ("Ask for the bill", "Say how you pay"))
    assert after.schedule[1:] == before.schedule[1:]
    with app.app_context():
        scenario = db.session.get_one(Scenario, entry.scenario_id)
        assert scenario.id.startswith("day-")
        assert (scenario.visibility, scenario.created_by_user_id) == (Visibility.PRIVATE, assignment.user_id)
        assert [goal.id for goal in scenario.learning_objectives] == ["ask-for-the-bill", "goal-2"]
        assert scenario.categories == ["food"]
        spoken = db.session.get_one(ScenarioText, (scenario.id, "fr"))
        assert spoken.opening.translated("en") == "Was everything fine this evening?"
        assert [line.who for line in spoken.sample] == ["partner", "learner"]
        user = db.session.get_one(User, assignment.user_id)
        assert list(list_own(db.session(), user)) == []
        assert count_own(db.session(), user)[0] == 0
    row = owed(app, assignment.path_id)[1]
    assert (row.status, row.scenario_id, row.locked_by) == (DayStatus.READY, entry.scenario_id, None)


def test_without_a_model_a_day_gets_what_the_catalogue_has_for_its_level(make_app: MakeApp, clock: Hands) -> None:
    app = make_app(clock=clock, planner=None)
    path_id = follow(app, schedule=[day(1, cefr_level="B1"), day(2, cefr_level="B1"), day(3)]).path_id
    sweep(app)
    days = path_of(app, path_id).schedule
    with app.app_context():
        levels = [db.session.get_one(Scenario, each.scenario_id).cefr_level.value for each in days]
    assert levels == ["B1", "B1", "A1"]
    assert len({each.scenario_id for each in days}) == 3
    assert {each.planned_by for each in days} == {"rehearsal"}


def test_a_planner_may_choose_from_the_catalogue_and_nothing_else(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    chosen = day_of(day(1, "order-coffee", why={"key": "why_variety"}).model_dump())
    planner.answers = {1: chosen, 2: replace(chosen, index=2, scenario_id="what-is-not-there")}
    assert write(app, path_id, 1)
    assert not write(app, path_id, 2)
    assert path_of(app, path_id).schedule[0].scenario_id == "order-coffee"
    assert statuses(app, path_id)[2] == "pending"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cefr_level": Level.B1}, "too easy or too hard"),
        ({"objectives": ()}, "no clear objectives"),
        ({"objectives": (DRAFT.objectives[0],) * 2}, "no clear objectives"),
        ({"minutes": 45}, "too short or too long"),
        ({"title": " ! "}, "too short or too long"),
        ({"description": "x" * 2001}, "too short or too long"),
        ({"opening": DraftLine("Was everything fine for you this evening, madam?", "")}, "another language"),
        ({"title": "step 4!"}, "the same as another day"),
    ],
)
def test_what_will_not_do_is_not_stored(
    app: Flask, planner: FakePlanner, changes: dict[str, Any], sentence: str
) -> None:
    path_id = follow(app).path_id
    planner.answers = {1: replace(DRAFT, **changes)}
    assert not write(app, path_id, 1)
    row = owed(app, path_id)[1]
    assert (row.status, row.retry_count) == (DayStatus.PENDING, 1)
    assert sentence in (row.last_error or "")
    assert scenarios_written(app) == 0
    assert path_of(app, path_id).schedule[0].scenario_id is None


def test_a_day_is_not_called_what_another_is_called_that_was_written(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    planner.answers = {1: DRAFT, 2: DRAFT}
    assert write(app, path_id, 1)
    assert not write(app, path_id, 2)


def test_a_model_that_is_away_is_tried_five_times_ever_later_then_a_person_is_told(
    app: Flask, planner: FakePlanner, clock: Hands
) -> None:
    path_id = follow(app).path_id
    planner.answers = {1: ModelFailure(Reason.UNREACHABLE)}
    for tries in range(1, MOST_TRIES + 1):
        assert not write(app, path_id, 1)
        assert not write(app, path_id, 1)
        assert len(planner.asked) == tries
        clock.at += timedelta(hours=1)
    row = owed(app, path_id)[1]
    assert (row.status, row.last_error) == (DayStatus.FAILED, NOT_REACHED)
    sweep(app)
    assert planner.asked.count(1) == MOST_TRIES
    planner.answers = {}
    with app.app_context():
        assert owe_again(db.session(), path_id, 1, now())
        assert not owe_again(db.session(), path_id, 1, now())
        db.session.commit()
    sweep(app)
    assert 1 in ready(app, path_id)


def test_waits_grow_and_differ() -> None:
    for tries, seconds in ((1, 30), (2, 120), (3, 480), (4, 1920)):
        waits = {wait_after(tries).total_seconds() for _ in range(50)}
        assert len(waits) > 10
        assert seconds / 2 <= min(waits) <= max(waits) <= seconds * 1.5


def test_what_nobody_expected_is_told_and_tried_again(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    planner.answers = {1: RuntimeError("a bug")}
    assert not write(app, path_id, 1)
    assert "on our side" in (owed(app, path_id)[1].last_error or "")


def test_the_day_of_a_dead_worker_is_written_by_another(app: Flask, clock: Hands, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    with app.app_context():
        assert claim_day(db.session(), owed_id(app, path_id, 1), now())
        db.session.commit()
    clock.at += timedelta(seconds=29)
    sweep(app)
    assert 1 not in ready(app, path_id)
    clock.at += timedelta(seconds=2)
    sweep(app)
    assert 1 in ready(app, path_id)
    assert owed(app, path_id)[1].retry_count == 2


def test_a_day_on_which_five_workers_died_is_given_up(app: Flask, clock: Hands) -> None:
    path_id = follow(app).path_id
    with app.app_context():
        dead = {"status": DayStatus.PROCESSING, "retry_count": MOST_TRIES, "last_processed_at": NOON}
        db.session.execute(update(OwedDay).where(OwedDay.path_id == path_id).values(dead))
        db.session.commit()
    clock.at += timedelta(minutes=1)
    sweep(app)
    assert set(statuses(app, path_id).values()) == {"failed"}
    assert owed(app, path_id)[1].last_error == GAVE_UP


def test_whoever_was_thought_dead_writes_nothing(app: Flask, clock: Hands, planner: FakePlanner) -> None:
    path_id = follow(app).path_id

    class Slow(FakePlanner):
        def write_day(self, *told: Any) -> Any:
            clock.at += timedelta(minutes=1)
            sweep(app)
            return super().write_day(*told)

    with app.app_context():
        assert not write_owed_day(db.session(), cast(Any, Slow()), current_mind(), owed_id(app, path_id, 1))
    assert 1 in ready(app, path_id)
    assert scenarios_written(app) == len(ready(app, path_id))


def test_many_workers_write_a_day_once(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    threads = [threading.Thread(target=write, args=(app, path_id, 1)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert planner.asked == [1]
    assert scenarios_written(app) == 1


def test_days_that_are_written_at_once_all_stand_in_the_schedule(app: Flask) -> None:
    path_id = follow(app).path_id
    with app.app_context():
        db.session.execute(update(OwedDay).values(next_attempt_at=NOON))
        db.session.commit()
    threads = [threading.Thread(target=write, args=(app, path_id, index)) for index in range(1, 8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    path = path_of(app, path_id)
    assert len({each.scenario_id for each in path.schedule} - {None}) == 7
    assert path.version == 8


def test_a_slow_planner_keeps_its_day_and_no_connection(app: Flask, clock: Hands) -> None:
    path_id = follow(app).path_id
    with app.app_context():
        claim = claim_day(db.session(), owed_id(app, path_id, 1), now())
        db.session.commit()
        assert claim is not None
        clock.at += timedelta(seconds=25)
        with still_writing(app, claim, timedelta(milliseconds=10)):
            threading.Event().wait(0.3)
            assert db.engine.pool.checkedout() <= 1  # type: ignore[attr-defined]
    assert owed(app, path_id)[1].last_processed_at == clock.at


def test_no_connection_is_held_while_the_planner_thinks(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    held: list[int] = []

    class Looking(FakePlanner):
        def write_day(self, *told: Any) -> Any:
            held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
            return super().write_day(*told)

    row = owed_id(app, path_id, 1)
    with app.app_context():
        assert write_owed_day(db.session(), cast(Any, Looking()), current_mind(), row)
    assert held == [0]


def test_a_day_that_was_changed_meanwhile_is_written_for_what_it_is_now(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id

    class Meddled(FakePlanner):
        def write_day(self, *told: Any) -> Any:
            with app.app_context():
                path = db.session.get_one(LearningPath, path_id)
                path.schedule = [day(1, title="At the market"), *path.schedule[1:]]
                db.session.commit()
            return super().write_day(*told)

    row = owed_id(app, path_id, 1)
    with app.app_context():
        assert not write_owed_day(db.session(), cast(Any, Meddled()), current_mind(), row)
    assert scenarios_written(app) == 0
    assert (owed(app, path_id)[1].status, owed(app, path_id)[1].retry_count) == (DayStatus.PENDING, 0)
    assert write(app, path_id, 1)


def test_a_day_that_has_its_scenario_already_is_not_written(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    with app.app_context():
        path = db.session.get_one(LearningPath, path_id)
        path.schedule = [day(1, "order-coffee"), *path.schedule[2:]]
        db.session.commit()
    assert not write(app, path_id, 1)
    assert not write(app, path_id, 2)
    assert planner.asked == []
    assert ready(app, path_id) == [1, 2]
    assert owed(app, path_id)[1].scenario_id == "order-coffee"


@pytest.mark.parametrize("status", [AssignmentStatus.PAUSED, AssignmentStatus.ARCHIVED, AssignmentStatus.COMPLETED])
def test_nothing_is_written_for_whoever_is_not_on_the_path(
    app: Flask, planner: FakePlanner, status: AssignmentStatus
) -> None:
    assignment = follow(app)
    with app.app_context():
        db.session.get_one(PathAssignment, assignment.id).status = status
        db.session.commit()
    sweep(app)
    write(app, assignment.path_id, 1)
    assert planner.asked == []
    with app.app_context():
        db.session.get_one(PathAssignment, assignment.id).status = AssignmentStatus.ACTIVE
        db.session.get_one(LearningPath, assignment.path_id).status = PathStatus.ARCHIVED
        db.session.commit()
    sweep(app)
    assert planner.asked == []


def test_a_day_has_one_job_however_often_one_looks(app: Flask) -> None:
    follow(app)
    for _ in range(3):
        with app.app_context():
            find_due_days.func(timestamp=0)
    with app.app_context():
        count = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'paths.write_day'")
        assert db.session.execute(count).scalar_one() == 4


def test_a_job_for_a_path_that_is_gone_does_nothing(app: Flask, planner: FakePlanner) -> None:
    path_id = follow(app).path_id
    row = owed_id(app, path_id, 1)
    with app.app_context():
        db.session.delete(db.session.get_one(LearningPath, path_id))
        enqueue(db.session(), write_day, owed_id=str(row))
        db.session.commit()
    do_jobs(app)
    assert planner.asked == []


def test_the_days_that_are_due_are_found_by_an_index(app: Flask) -> None:
    user_id = follow(app).user_id
    many = f"""
        INSERT INTO learning_paths (id, user_id, title, description, target_language_id, source_language_id, schedule,
            is_template, is_public, status, metadata, version, created_at, updated_at)
        SELECT 'path-' || n, '{user_id}', 'A', 'B', 'fr', 'en', '[]', false, false, 'active', '{{}}', 1, now(), now()
        FROM generate_series(1, 2000) n;
        INSERT INTO learning_path_assignments (id, path_id, user_id, role, status, starts_on, current_day_index,
            email_reminders_enabled, reminder_minute, unopened_mails, metadata, created_at, updated_at)
        SELECT gen_random_uuid(), 'path-' || n, '{user_id}', 'learner', 'active', '2026-03-01', 0, false, 480, 0,
            '{{}}', now(), now() FROM generate_series(1, 2000) n;
        INSERT INTO scenario_generation_queue (id, path_id, day_index, target_generation_date, status, retry_count,
            next_attempt_at, last_processed_at, input_tokens, output_tokens, created_at, updated_at)
        SELECT gen_random_uuid(), 'path-' || n, day, date '2026-03-10' + day * 10 + n % 10 - 5,
            CASE WHEN day = 1 THEN 'processing' WHEN day < 6 THEN 'pending' ELSE 'ready' END, 1, '2026-03-01',
            '2026-03-10', 0, 0, now(), now()
        FROM generate_series(1, 2000) n, generate_series(1, 20) day;
        ANALYZE learning_paths, learning_path_assignments, scenario_generation_queue
    """
    with app.app_context():
        for statement in many.split(";\n"):
            db.session.execute(text(statement))
        db.session.commit()
        with plans() as found:
            find_due(db.session(), NOON, 500)
            free_abandoned(db.session(), NOON)
    due, abandoned = (each for each in found if "scenario_generation_queue" in each)
    assert "ix_scenario_generation_queue_due" in due
    assert "ix_scenario_generation_queue_processing" in abandoned
    assert "Seq Scan on scenario_generation_queue" not in due + abandoned
