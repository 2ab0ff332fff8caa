"""From a sentence to a course: asked back where unclear, planned once, mended, committed once, and nobody else's."""

import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import LearningPath, OwedDay, PathAssignment, PathPreview
from kaiwa.models.paths import PreviewStatus
from tests.accounts.people import sign_up
from tests.conversations.guests import HTMX

SENTENCE = "Meet my girlfriend's parents in Osaka, I know hiragana"


def previewed(client: FlaskClient, text: str = SENTENCE, **more: str) -> str:
    """Begin a preview without JavaScript; gives its address."""
    answer = client.post("/paths/new", data={"intent": text, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def row(app: Flask) -> PathPreview:
    with app.app_context():
        return db.session.scalars(select(PathPreview)).one()


def test_one_sentence_becomes_four_weeks(client: FlaskClient, app: Flask) -> None:
    page = client.get(previewed(client)).text
    assert page.count('<li id="day-') == 28
    assert [f"Week {number}" in page for number in (1, 2, 3, 4)] == [True] * 4
    assert "Planned from our catalogue" in page
    assert "Try day 1 now" in page
    kept = row(app)
    assert kept.status is PreviewStatus.READY
    assert kept.target_language_id == "ja"
    assert len(kept.preview_scenarios) == 3


def test_what_is_unclear_is_asked_back_where_it_was_typed(client: FlaskClient, app: Flask) -> None:
    for text in ("", "asdf"):
        answer = client.post("/paths/new", data={"intent": text})
        assert answer.status_code == 422
        assert 'id="intent-error"' in answer.text
    with app.app_context():
        assert db.session.scalars(select(PathPreview)).all() == []
    previewed(client, "asdf", language="es", level="A2")
    assert row(app).target_language_id == "es"


def test_the_days_come_one_by_one_and_then_the_whole(client: FlaskClient, app: Flask) -> None:
    place = client.post("/paths/new", data={"intent": SENTENCE}, headers=HTMX).headers["HX-Redirect"]
    assert "being planned" in client.get(place).text
    stream = client.get(f"{place}/stream").text
    assert stream.count('<li class="day">') == 28
    assert stream.index('<li class="day">') < stream.index("hx-partial")
    assert client.get(place).text.count('<li id="day-') == 28
    again = client.get(f"{place}/stream").text
    assert again.count('<li class="day">') == 0
    assert "hx-partial" in again


def test_two_who_look_at_once_plan_once(app: Flask, client: FlaskClient) -> None:
    place = client.post("/paths/new", data={"intent": SENTENCE}, headers=HTMX).headers["HX-Redirect"]
    other = app.test_client()
    kept = client.get_cookie("kaiwa")
    assert kept is not None
    other.set_cookie("kaiwa", kept.value)
    got: list[str] = []
    threads = [
        threading.Thread(target=lambda each=each: got.append(each.get(f"{place}/stream").text))
        for each in (client, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("hx-partial" in text for text in got)
    assert [day.day_index for day in row(app).schedule] == list(range(1, 29))


def test_a_planner_that_died_is_followed_by_another_where_it_stood(client: FlaskClient, app: Flask) -> None:
    place = previewed(client)
    first = [day.title for day in row(app).schedule]
    with app.app_context():
        preview = db.session.scalars(select(PathPreview)).one()
        preview.schedule = preview.schedule[:9]
        preview.status = PreviewStatus.GENERATING
        preview.claimed_at = now() - timedelta(minutes=1)
        db.session.commit()
    stream = client.get(f"{place}/stream").text
    assert stream.count('<li class="day">') == 19
    assert [day.title for day in row(app).schedule] == first


def test_what_was_understood_can_be_mended(client: FlaskClient, app: Flask) -> None:
    place = previewed(client)
    form = {"language": "es", "level": "B1", "minutes": "20", "days": "14", "goal": "", "deadline": ""}
    assert client.post(f"{place}/intent", data=form).status_code == 303
    kept = row(app)
    assert kept.target_language_id == "es"
    assert len(kept.schedule) == 14
    wrong = client.post(f"{place}/intent", data=form | {"days": "99", "minutes": "x"})
    assert wrong.status_code == 422
    assert wrong.text.count("field-error") == 2
    assert len(row(app).schedule) == 14


def test_a_day_can_be_written_by_hand_and_that_taken_back(client: FlaskClient, app: Flask) -> None:
    place = previewed(client)
    before = row(app).schedule[4].title
    change = {"title": "Dinner with her mother", "description": "She asks a lot.", "minutes": "25"}
    assert client.post(f"{place}/days/5", data=change).status_code == 303
    page = client.get(place).text
    assert "Dinner with her mother" in page
    assert before in page
    client.post(f"{place}/undos")
    assert row(app).schedule[4].title == before
    client.post(f"{place}/redos")
    assert row(app).schedule[4].title == "Dinner with her mother"
    wrong = client.post(f"{place}/days/5", data=change | {"title": " "})
    assert wrong.status_code == 422
    assert client.post(f"{place}/days/29", data=change).status_code == 404


def test_twice_pressed_makes_one_path(client: FlaskClient, app: Flask) -> None:
    sign_up(client, email="mia@example.org")
    place = previewed(client)
    terms = {"starts_on": "2026-12-01", "reminders": "true", "remind_at": "07:30", "detail": "brief"}
    first = client.post(f"{place}/commitment", data=terms)
    assert first.status_code == 303
    assert client.post(f"{place}/commitment", data=terms).headers["Location"] == first.headers["Location"]
    with app.app_context():
        path = db.session.scalars(select(LearningPath).where(LearningPath.is_template.is_(False))).one()
        assignment = db.session.scalars(select(PathAssignment)).one()
        assert first.headers["Location"] == f"/paths/{path.id}"
        assert len(path.schedule) == 28
        assert (assignment.starts_on.isoformat(), assignment.reminder_minute) == ("2026-12-01", 450)
        assert assignment.next_reminder_at is not None
        owed = db.session.scalars(select(OwedDay.day_index)).all()
        assert set(owed) == {day.day_index for day in path.schedule if day.scenario_id is None and day.kind != "review"}
        goal, about = path.schedule[0].objectives[0], path.schedule[0].description
    assert "This course has begun." in client.get(place).text
    day = client.get(f"{first.headers['Location']}/days/1").text
    assert goal not in day
    assert about not in day
    assert client.post(f"{place}/undos").status_code == 409
    wrong = client.post(f"{previewed(client)}/commitment", data=terms | {"starts_on": "soon", "remind_at": "25:00"})
    assert wrong.status_code == 422


def test_a_guest_signs_up_and_the_preview_follows(client: FlaskClient, app: Flask) -> None:
    place = previewed(client)
    answer = client.post(f"{place}/commitment", data={"starts_on": "2026-12-01"})
    assert answer.headers["Location"].startswith("/sign-up?")
    assert place in unquote(answer.headers["Location"])
    entered = sign_up(client, email="mia@example.org", next=place)
    assert entered.headers["Location"].endswith(place)
    assert client.get(place).status_code == 200
    assert (
        client.post(f"{place}/commitment", data={"starts_on": "2026-12-01"}).headers["Location"].startswith("/paths/")
    )


def test_a_plan_is_over_after_a_day(client: FlaskClient, app: Flask) -> None:
    place = previewed(client)
    with app.app_context():
        db.session.execute(update(PathPreview).values(expires_at=datetime(2026, 1, 1, tzinfo=UTC)))
        db.session.commit()
    over = client.get(place)
    assert over.status_code == 410
    assert SENTENCE.replace("'", "&#39;") in over.text
    assert client.post(f"{place}/undos").status_code == 404


@pytest.mark.parametrize("who", ["guest", "learner"])
def test_a_stranger_sees_and_changes_nothing(client: FlaskClient, stranger: FlaskClient, who: str) -> None:
    place = previewed(client)
    if who == "learner":
        sign_up(stranger, email="nosy@example.org")
    for address in (place, f"{place}/stream"):
        assert stranger.get(address).status_code == 404
    for what in ("attempts", "intent", "refinements", "undos", "redos", "commitment", "days/1", "days/1/regenerations"):
        assert stranger.post(f"{place}/{what}", data={"wish": "easier"}).status_code == 404, what


def test_what_is_typed_stays_text(client: FlaskClient) -> None:
    text = "Learn Japanese <script>alert(1)</script> for my boss {{ 7*7 }}"
    page = client.get(previewed(client, text)).text
    assert "<script>alert(1)" not in page
    assert " 49 " not in page
