"""How far behind the writing of days is, as a command and as readiness say it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from kaiwa.extensions import db
from kaiwa.models import OwedDay, PathAssignment
from kaiwa.models.paths import AssignmentStatus, DayStatus
from tests.conftest import MakeApp
from tests.paths.courses import follow, owed

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
at = NOON


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    global at
    at = NOON
    return make_app(clock=lambda: at, planner=None)


def later(**passed: int) -> None:
    global at
    at += timedelta(**passed)


def status(app: Flask) -> tuple[int, list[str]]:
    said = app.test_cli_runner().invoke(args=["queue", "status"])
    return said.exit_code, said.output.splitlines()


def readiness(app: Flask) -> list[str]:
    answer = app.test_client().get("/readyz")
    assert answer.status_code == (503 if answer.json["issues"] else 200)  # type: ignore[index]
    return list(answer.json["issues"])  # type: ignore[index]


def test_nothing_owed_is_well(app: Flask) -> None:
    assert status(app) == (0, ["pending    0", "processing 0", "failed     0", "due now    0"])
    assert readiness(app) == []


def test_what_is_due_is_counted_and_long_overdue_is_an_issue(app: Flask) -> None:
    follow(app)
    later(minutes=30)
    code, lines = status(app)
    assert (code, lines[0], lines[3]) == (0, "pending    7", "due now    4")
    assert lines[4] == "The oldest is due since 2026-03-10 12:00 UTC: 30 min behind."
    assert readiness(app) == []
    later(minutes=31)
    assert readiness(app) == [
        "4 days of learning paths are overdue by more than an hour: start `flask worker`; "
        "`flask queue status` says more."
    ]
    assert status(app)[0] == 1


def test_a_day_is_overdue_by_the_learners_own_calendar(app: Flask) -> None:
    follow(app, time_zone="Pacific/Kiritimati")
    later(hours=2)
    assert status(app)[1][3] == "due now    5"


def test_a_paused_path_owes_nothing_and_gone_on_with_is_not_overdue_at_once(app: Flask) -> None:
    assignment = follow(app)

    def become(state: AssignmentStatus) -> None:
        with app.app_context():
            db.session.get_one(PathAssignment, assignment.id).status = state
            db.session.commit()

    become(AssignmentStatus.PAUSED)
    later(hours=5)
    assert readiness(app) == []
    become(AssignmentStatus.ACTIVE)
    assert readiness(app) == []
    later(hours=2)
    assert len(readiness(app)) == 1


def test_a_day_that_hangs_is_overdue_and_a_failed_one_is_for_its_learner(app: Flask) -> None:
    path_id = follow(app).path_id
    with app.app_context():
        for index, row in owed(app, path_id).items():
            day = db.session.get_one(OwedDay, row.id)
            day.status = DayStatus.PROCESSING if index == 1 else DayStatus.FAILED
            day.last_processed_at = NOON
        db.session.commit()
    assert readiness(app) == []
    assert status(app)[1][-1] == "0 overdue by more than an hour, 6 given up."
    assert status(app)[0] == 1
    later(minutes=61)
    assert readiness(app)[0].startswith("1 day of a learning path is overdue")
