"""A copy of a path that is one's own: what lies behind stays, what comes is moved, removed, added, replaced."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.extensions import db
from kaiwa.models import DayTalk, LearningPath, OwedDay
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import AssignmentStatus
from tests.accounts.people import sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import begin
from tests.paths.followers import TODAY, Calendar, assignment_of, entry, follow


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """On one day."""
    return make_app(clock=Calendar())


@pytest.fixture
def mia(app: Flask, client: FlaskClient) -> FlaskClient:
    """Somebody with an account."""
    sign_up(client)
    return client


def fork(client: FlaskClient, path: str) -> str:
    """Continue with a copy; gives its id."""
    answer = client.post(f"/paths/{path}/forks")
    assert answer.status_code == 303
    return answer.headers["Location"].split("/")[2]


def schedule(app: Flask, path: str) -> Sequence[DayEntry]:
    with app.app_context():
        return db.session.get_one(LearningPath, path).schedule


def titles(app: Flask, path: str) -> list[str]:
    days = schedule(app, path)
    assert [day.day_index for day in days] == list(range(1, len(days) + 1))
    return [day.title for day in days]


def act(client: FlaskClient, path: str, what: str, day: int, version: int = 1, status: int = 303, **more: str) -> str:
    form = {"act": what, "day": str(day), "version": str(version), **more}
    answer = client.post(f"/paths/{path}/outline", data=form)
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_copy_goes_on_at_the_same_day_and_the_path_is_put_away(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, starts_on=TODAY - timedelta(days=9))
    mia.post(f"/paths/{path}/days/2/completion", data={"done": "yes"})
    copy = fork(mia, path)
    assert copy != path
    page = mia.get(f"/paths/{copy}").text
    assert "Today · Day 10" in " ".join(page.split())
    assert page.count("is-locked") >= 8
    assert page.count('class="strip-day is-done') == 1
    assert assignment_of(app, path).status is AssignmentStatus.ARCHIVED
    assert fork(mia, path) == copy
    with app.app_context():
        made = db.session.get_one(LearningPath, copy)
        assert (made.forked_from_id, made.details.locked_until) == (path, 9)


def test_what_lies_behind_is_not_written_any_more(app: Flask, mia: FlaskClient) -> None:
    days = [entry(index, scenario_id=None) for index in (1, 2, 3)]
    copy = fork(mia, follow(app, days, starts_on=TODAY - timedelta(days=1)))
    with app.app_context():
        owed = db.session.scalars(select(OwedDay.day_index).where(OwedDay.path_id == copy)).all()
    assert sorted(owed) == [2, 3]


def test_days_are_moved_and_what_is_known_of_them_goes_along(app: Flask, mia: FlaskClient) -> None:
    days = [entry(1), entry(2), entry(3, scenario_id=None), entry(4), entry(5)]
    path = follow(app, days)
    begin(mia, occasion=f"{path}~2", scene="ask-directions", content="すみません")
    act(mia, path, "down", 2)
    assert titles(app, path) == ["Step 1", "Step 3", "Step 2", "Step 4", "Step 5"]
    act(mia, path, "up", 5, version=2)
    assert titles(app, path) == ["Step 1", "Step 3", "Step 2", "Step 5", "Step 4"]
    with app.app_context():
        owed = db.session.scalars(select(OwedDay)).one()
        assert (owed.day_index, owed.target_generation_date) == (2, TODAY - timedelta(days=2))
        assert db.session.scalars(select(DayTalk.day_index)).one() == 3


def test_days_are_removed(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1), entry(2, scenario_id=None), entry(3), entry(4, scenario_id=None)])
    mia.post(f"/paths/{path}/days/3/completion", data={"done": "yes"})
    act(mia, path, "remove", 2)
    assert titles(app, path) == ["Step 1", "Step 3", "Step 4"]
    page = mia.get(f"/paths/{path}").text
    assert 'strip-day is-done" href="/paths/' + path + '/days/2"' in page
    with app.app_context():
        assert db.session.scalars(select(OwedDay.day_index)).one() == 3


def test_a_day_is_added_from_the_catalogue(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1), entry(2)])
    page = mia.get(f"/paths/{path}/outline?q=hotel").text
    assert "Add “Checking in at the hotel”" in page
    act(mia, path, "add", 2, scenario="hotel-check-in")
    days = schedule(app, path)
    assert [day.scenario_id for day in days] == ["order-coffee", "hotel-check-in", "ask-directions"]
    assert days[1].objectives
    assert "Try others" in mia.get(f"/paths/{path}/outline?q=xylophone").text


def test_a_day_gets_another_scenario_of_its_level(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1, scenario_id="first-conversation"), entry(2, scenario_id=None)])
    act(mia, path, "regenerate", 2)
    assert schedule(app, path)[1].scenario_id == "order-coffee"
    with app.app_context():
        assert db.session.scalars(select(OwedDay)).all() == []
    act(mia, path, "regenerate", 2, version=2)
    assert schedule(app, path)[1].scenario_id not in ("order-coffee", "first-conversation")


def test_what_lies_behind_or_is_done_stays(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, starts_on=TODAY - timedelta(days=3))
    mia.post(f"/paths/{path}/days/6/completion", data={"done": "yes"})
    for what, day in (("remove", 3), ("up", 4), ("down", 5), ("regenerate", 6), ("remove", 6)):
        assert "stays as it is" in act(mia, path, what, day, status=409)
    act(mia, path, "add", 2, status=409, scenario="order-coffee")
    act(mia, path, "down", 28, status=409)
    assert titles(app, path) == [f"Step {index}" for index in range(1, 29)]


def test_an_outline_that_was_changed_elsewhere_keeps_both(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1), entry(2), entry(3), entry(4)])
    act(mia, path, "remove", 2)
    text = act(mia, path, "up", 4, status=409, known="order-coffee Step 4")
    assert "changed in another window" in text
    assert "it is not lost" in text
    assert "Move “Step 4” up" in text
    assert titles(app, path) == ["Step 1", "Step 3", "Step 4"]
    act(mia, path, "up", 3, version=2)
    assert titles(app, path) == ["Step 1", "Step 4", "Step 3"]
    gone = act(mia, path, "remove", 2, status=409, known="ask-directions Step 2")
    assert "it is not lost" not in gone


@pytest.mark.parametrize("form", [{}, {"act": "burn"}, {"act": "up", "day": "x"}, {"act": "up", "day": "1"}])
def test_a_form_that_says_nothing_changes_nothing(app: Flask, mia: FlaskClient, form: dict[str, str]) -> None:
    path = follow(app)
    assert mia.post(f"/paths/{path}/outline", data=form).status_code == 422


def test_a_scenario_that_is_not_there_cannot_be_added(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    act(mia, path, "add", 2, status=404, scenario="nothing\0")
    # nobody can play this one in Japanese
    act(mia, path, "add", 2, status=404, scenario="salary-negotiation")
    act(mia, path, "remove", 29, status=404)


def test_a_stranger_can_neither_copy_nor_change(app: Flask, mia: FlaskClient, stranger: FlaskClient) -> None:
    path = follow(app)
    sign_up(stranger, email="stranger@example.org")
    assert stranger.post(f"/paths/{path}/forks").status_code == 404
    assert stranger.get(f"/paths/{path}/outline").status_code == 404
    act(stranger, path, "remove", 3, status=404)
    assert len(titles(app, path)) == 28
    assert mia.get(f"/paths/{path}/outline").status_code == 200
