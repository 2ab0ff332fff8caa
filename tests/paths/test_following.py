"""Following a path: its days as they come, done, missed, paused, picked up, begun again; and being written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kaiwa.extensions import db
from kaiwa.models import Conversation, DayTalk, OwedDay, User
from kaiwa.models.paths import AssignmentStatus, DayStatus
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX, begin, plain, send
from tests.paths.followers import TODAY, Calendar, assignment_of, entry, follow, review, set_owed


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def app(make_app: MakeApp, calendar: Calendar) -> Flask:
    """On a day that the test turns."""
    return make_app(clock=calendar)


@pytest.fixture
def mia(app: Flask, client: FlaskClient) -> FlaskClient:
    """Somebody with an account."""
    sign_up(client)
    return client


def say_done(client: FlaskClient, path: str, index: int, done: str = "yes") -> None:
    answer = client.post(f"/paths/{path}/days/{index}/completion", data={"done": done})
    assert answer.status_code == 303, answer.text


def talk(client: FlaskClient, path: str, index: int, **changes: str) -> None:
    """Hold the conversation of a day to its end."""
    conversation = begin(client, occasion=f"{path}~{index}", **changes)
    for line in ("ホットで", "はい", "ありがとうございます"):
        send(client, conversation, line)
    client.post(f"/conversations/{conversation}/completion")


def states(html: str) -> list[str]:
    """How the days of the strip stand."""
    return [piece.split('"')[0].split()[0] for piece in html.split('class="strip-day is-')[1:]]


def test_who_follows_nothing_is_led_to_a_new_path(mia: FlaskClient) -> None:
    page = mia.get("/paths").text
    assert 'href="/paths/new"' in page
    assert "Plan a path" in page


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/paths").headers["Location"].startswith("/sign-in")
    assert 'href="/paths/new"' in client.get("/").text


def test_a_path_shows_today_tomorrow_and_the_whole(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    page = mia.get(f"/paths/{path}").text
    assert states(page) == ["today", *["coming"] * 27]
    text = plain(page)
    assert "Today·Day1" in text
    assert "Afirststepthatyoucanbesureof." in text
    assert "Goalofday1" in text
    assert "TomorrowStep2" in text
    assert "Week4:Everydaylife" in text
    assert "Step28" in text
    assert f"occasion={path}~1" in page
    assert "Coffee in Kyoto" in mia.get("/paths").text


def test_a_path_costs_at_most_ten_statements(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1), entry(2, scenario_id=None), *[entry(index) for index in range(3, 29)]])
    set_owed(app, path, 2, DayStatus.FAILED)
    talk(mia, path, 1)
    mia.get(f"/paths/{path}")
    with count_statements() as sql:
        assert mia.get(f"/paths/{path}").status_code == 200
    assert len(sql) <= 10, sql


def test_a_day_is_done_when_its_conversation_was_held(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    stage = mia.get(f"/?scene=order-coffee&language=ja&occasion={path}~1").text
    assert f'name="occasion" value="{path}~1"' in stage
    conversation = begin(mia, occasion=f"{path}~1")
    page = mia.get(f"/paths/{path}").text
    assert states(page)[0] == "today"
    assert f"/conversations/{conversation}#latest" in page
    for line in ("ホットで", "はい", "ありがとうございます"):
        send(mia, conversation, line)
    summary = mia.post(f"/conversations/{conversation}/completion", follow_redirects=True)
    assert "Day 1 is done" in summary.text
    assert "Tomorrow: Step 2" in summary.text
    page = mia.get(f"/paths/{path}").text
    assert states(page)[:2] == ["done", "coming"]
    assert "Not done after all" not in page


def test_another_scene_or_language_is_no_conversation_of_the_day(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    begin(mia, occasion=f"{path}~2")
    begin(mia, occasion=f"{path}~1", language="es", content="Un café")
    begin(mia, occasion=f"{path}~99")
    begin(mia, occasion="~~")
    with app.app_context():
        assert db.session.scalars(select(DayTalk)).all() == []


def test_a_learner_may_say_that_a_day_is_done_and_take_it_back(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    say_done(mia, path, 1)
    say_done(mia, path, 1)
    assert states(mia.get(f"/paths/{path}").text)[0] == "done"
    assert "Not done after all" in mia.get(f"/paths/{path}/days/1").text
    say_done(mia, path, 1, "no")
    assert states(mia.get(f"/paths/{path}").text)[0] == "today"


def test_a_missed_day_can_be_picked_up(app: Flask, mia: FlaskClient, calendar: Calendar) -> None:
    path = follow(app)
    say_done(mia, path, 1)
    calendar.pass_days(3)
    page = mia.get(f"/paths/{path}").text
    assert states(page)[:5] == ["done", "missed", "missed", "today", "coming"]
    assert "2 days went by undone" in page
    assert "Pick up at day 2" in page
    mia.post(f"/paths/{path}/restart-at", data={"day": "2"})
    page = mia.get(f"/paths/{path}").text
    assert states(page)[:4] == ["done", "today", "coming", "coming"]
    assert assignment_of(app, path).starts_on == date(2026, 11, 23)


@pytest.mark.parametrize("day", ["0", "61", "29", "x", ""])
def test_a_day_that_is_none_cannot_be_picked_up(app: Flask, mia: FlaskClient, day: str) -> None:
    path = follow(app)
    assert mia.post(f"/paths/{path}/restart-at", data={"day": day}).status_code in (404, 422)
    assert assignment_of(app, path).starts_on == TODAY


def test_what_is_to_be_written_moves_with_the_days(app: Flask, mia: FlaskClient, calendar: Calendar) -> None:
    path = follow(app, [entry(1), entry(2), entry(3), entry(4), entry(5, scenario_id=None)])
    calendar.pass_days(2)
    mia.post(f"/paths/{path}/restart-at", data={"day": "1"})
    with app.app_context():
        owed = db.session.scalars(select(OwedDay)).one()
        assert owed.target_generation_date == TODAY + timedelta(days=3)


def test_a_paused_path_stands_still(app: Flask, mia: FlaskClient, calendar: Calendar) -> None:
    path = follow(app)
    calendar.pass_days(1)
    mia.post(f"/paths/{path}/pauses")
    calendar.pass_days(20)
    page = mia.get(f"/paths/{path}").text
    assert "Paused" in page
    assert "Where you stopped · Day 2" in " ".join(page.split())
    assert states(page)[:3] == ["missed", "today", "coming"]
    assert mia.post(f"/paths/{path}/restart-at", data={"day": "1"}).status_code == 409
    mia.post(f"/paths/{path}/resumptions")
    page = mia.get(f"/paths/{path}").text
    assert "Today · Day 2" in " ".join(page.split())
    assert "Paused" not in page


def test_a_path_that_is_put_away_can_be_taken_out(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    mia.post(f"/paths/{path}/archivings")
    page = mia.get("/paths").text
    assert "1 path put away" in page
    assert "Plan a path" in page
    assert "Coffee in Kyoto" not in mia.get("/").text
    mia.post(f"/paths/{path}/resumptions")
    assert "Today: Step 1" in mia.get("/paths").text


def test_beginning_again_forgets_what_was_done(app: Flask, mia: FlaskClient, calendar: Calendar) -> None:
    path = follow(app, [entry(1), entry(2)])
    talk(mia, path, 1)
    say_done(mia, path, 2)
    calendar.pass_days(5)
    assert "You have come to the end" in mia.get(f"/paths/{path}").text
    mia.post(f"/paths/{path}/restarts")
    page = mia.get(f"/paths/{path}").text
    assert states(page) == ["today", "coming"]
    assert "How it went" in mia.get("/").text or "Finished" in mia.get("/").text


def test_the_last_day_completes_the_path(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1), entry(2)])
    say_done(mia, path, 2)
    page = mia.get(f"/paths/{path}").text
    assert "You have come to the end of this path" in page
    assert "1 of 2 days done" in page
    assert "Goal of day 2" in page
    found = assignment_of(app, path)
    assert found.status is AssignmentStatus.COMPLETED
    assert found.completed_at is not None
    say_done(mia, path, 2, "no")
    assert assignment_of(app, path).status is AssignmentStatus.ACTIVE


def test_after_the_end_what_was_left_out_is_still_there(app: Flask, mia: FlaskClient, calendar: Calendar) -> None:
    path = follow(app, [entry(1), entry(2)])
    calendar.pass_days(9)
    page = mia.get(f"/paths/{path}").text
    assert "Still to do · Day 1" in " ".join(page.split())
    assert "Pick up at day 1" in page
    assert "All its days have come" in mia.get("/paths").text


def test_days_follow_the_learners_own_zone(app: Flask, mia: FlaskClient, calendar: Calendar) -> None:
    path = follow(app)
    calendar.at = datetime(2026, 11, 21, 23, tzinfo=UTC)
    assert states(mia.get(f"/paths/{path}").text)[0] == "today"
    with app.app_context():
        db.session.execute(update(User).values(time_zone="Asia/Tokyo"))
        db.session.commit()
    assert states(mia.get(f"/paths/{path}").text)[:2] == ["missed", "today"]


def test_a_day_to_come_says_when_and_may_be_started_early(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    page = mia.get(f"/paths/{path}/days/4").text
    assert "Comes on November\N{NO-BREAK SPACE}24" in page
    assert "Start early" in page
    talk(mia, path, 4)
    assert states(mia.get(f"/paths/{path}").text)[3] == "done"
    assert mia.get(f"/paths/{path}/days/29").status_code == 404


def test_a_path_that_has_not_begun_says_when(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, starts_on=TODAY + timedelta(days=2))
    assert "Begins on November\N{NO-BREAK SPACE}23" in mia.get(f"/paths/{path}").text
    mia.post(f"/paths/{path}/pauses")
    mia.post(f"/paths/{path}/resumptions")
    assert assignment_of(app, path).starts_on == TODAY + timedelta(days=2)


def test_a_review_says_what_to_look_back_at(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1), entry(2), entry(3), review(4)], starts_on=TODAY - timedelta(days=3))
    page = mia.get(f"/paths/{path}").text
    assert "Looking back" in page
    assert "play again what is not yet easy" in page
    assert "Step 2" in page
    assert f"scene=ask-directions&amp;language=ja&amp;occasion={path}~4" in page
    say_done(mia, path, 4)
    assert "You have come to the end" in mia.get(f"/paths/{path}").text


def test_a_day_being_written_says_so_and_asks_by_itself(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1, scenario_id=None), entry(2)])
    page = mia.get(f"/paths/{path}").text
    assert states(page)[0] == "writing"
    assert "being written" in page
    assert "Look again" in page
    fragment = mia.get(f"/paths/{path}/days/1", headers=HTMX).text
    assert 'hx-trigger="every 3s"' in fragment
    assert "<html" not in fragment
    set_owed(app, path, 1, DayStatus.FAILED)
    fragment = mia.get(f"/paths/{path}/days/1", headers=HTMX).text
    assert "hx-trigger" not in fragment
    assert "No answer." in fragment


def test_a_day_that_failed_offers_another_scenario_and_another_try(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1, scenario_id=None), entry(2, scenario_id="ask-directions")])
    set_owed(app, path, 1, DayStatus.FAILED)
    page = mia.get(f"/paths/{path}/days/1").text
    assert "Start “Ordering coffee”" in page
    assert f"scene=order-coffee&amp;language=ja&amp;occasion={path}~1" in page
    mia.post(f"/paths/{path}/days/1/attempts")
    assert "being written" in mia.get(f"/paths/{path}/days/1").text
    with app.app_context():
        owed = db.session.scalars(select(OwedDay)).one()
        assert (owed.status, owed.retry_count, owed.last_error) == (DayStatus.PENDING, 0, None)
    set_owed(app, path, 1, DayStatus.FAILED)
    talk(mia, path, 1)
    assert states(mia.get(f"/paths/{path}").text)[0] == "done"


def test_home_shows_todays_step_of_a_path_first(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    begin(mia)
    page = mia.get("/").text
    assert "Today’s step" in page
    assert f"/paths/{path}/days/1" in page
    assert page.index("Step 1") < page.index("Continue:")
    say_done(mia, path, 1)
    assert "Continue with Yuki" in mia.get("/").text


def test_several_paths_stand_beside_each_other(app: Flask, mia: FlaskClient) -> None:
    first, second = follow(app), follow(app, [entry(1, title="Somewhere else")])
    page = mia.get("/paths").text
    assert first in page
    assert second in page
    assert "Somewhere else" in mia.get("/").text
    say_done(mia, second, 1)
    assert f"/paths/{first}/days/1" in mia.get("/").text


def test_a_stranger_sees_and_changes_nothing(app: Flask, mia: FlaskClient, stranger: FlaskClient) -> None:
    path = follow(app)
    sign_up(stranger, email="stranger@example.org")
    assert "Coffee in Kyoto" not in stranger.get("/paths").text
    assert stranger.get(f"/paths/{path}").status_code == 404
    assert stranger.get(f"/paths/{path}/days/1").status_code == 404
    for place in ("pauses", "resumptions", "restarts", "archivings", "forks", "days/1/attempts"):
        assert stranger.post(f"/paths/{path}/{place}").status_code == 404, place
    assert stranger.post(f"/paths/{path}/restart-at", data={"day": "3"}).status_code == 404
    assert stranger.post(f"/paths/{path}/days/1/completion", data={"done": "yes"}).status_code == 404
    begin(stranger, occasion=f"{path}~1")
    with app.app_context():
        assert db.session.scalars(select(Conversation)).all()
        assert db.session.scalars(select(DayTalk)).all() == []
    assert states(mia.get(f"/paths/{path}").text)[0] == "today"


def test_how_far_somebody_is_is_kept_when_the_conversation_ends(app: Flask, mia: FlaskClient) -> None:
    path = follow(app, [entry(1), entry(2, scenario_id="order-coffee")])
    talk(mia, path, 1)
    assert assignment_of(app, path).current_day_index == 1
    talk(mia, path, 2)
    row = assignment_of(app, path)
    assert (row.current_day_index, row.status) == (2, AssignmentStatus.COMPLETED)
    assert row.completed_at is not None


def test_how_far_somebody_is_is_kept_when_they_say_so(app: Flask, mia: FlaskClient) -> None:
    path = follow(app)
    say_done(mia, path, 1)
    assert assignment_of(app, path).current_day_index == 1
    mia.post(f"/paths/{path}/days/1/completion", data={"done": "no"})
    assert assignment_of(app, path).current_day_index == 0
