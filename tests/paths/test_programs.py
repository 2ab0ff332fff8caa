"""Programs: seeded courses, publishing one's own without what is personal, and starting one."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import LearningPath, OwedDay, PathAssignment, Scenario, User
from kaiwa.models.path_shapes import PathDetails, WordedShape
from kaiwa.paths.program_files import check_programs, read_programs
from kaiwa.paths.seeding import seed_programs
from tests.accounts.people import sign_up
from tests.paths.courses import day, follow

INTENT = "Meet my boyfriend Kenji's parents in Osaka in May, I am pregnant"
EVIL = "</script><script>alert(1)</script>\"'{{7*7}}"
PROGRAM = "/program/ja-first-trip"


@pytest.fixture
def author(app: Flask, client: FlaskClient) -> FlaskClient:
    """Mia, who is on a path of her own."""
    sign_up(client)
    return client


def personal(app: Flask, **changes: Any) -> str:
    """A path of Mia's in which a good deal is her own; gives its id."""
    schedule = [
        day(1, "order-coffee", title="A coffee with Kenji", why=WordedShape(text="You asked for Kenji.")),
        day(2, "day-secret", title="Tell Kenji's mother", objectives=("Tell her in May that you are pregnant",)),
        day(3, None, title="Looking back", kind="review"),
    ]
    with app.app_context():
        assignment = follow(app, schedule=schedule)
        path_id = assignment.path_id
        path = db.session.get_one(LearningPath, path_id)
        values = {
            "title": "Meet Kenji’s parents in May",
            "description": "For Mia Kowalski, mia@example.org.",
            "details": PathDetails(intent={"text": INTENT}, tags=("Kenji",)),
            "source_language_id": "en",
        }
        for name, value in (values | changes).items():
            setattr(path, name, value)
        db.session.get_one(User, assignment.user_id).display_name = "Mia Kowalski"
        db.session.commit()
    return path_id


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the form that is shown."""
    found = re.search(r'name="title" value="([^"]*)"', page)
    seal = re.search(r'name="seal" value="([^"]*)"', page)
    text = re.search(r'name="description"[^>]*>([^<]*)</textarea>', page)
    assert found and seal and text
    return {"title": found[1], "description": text[1], "seal": seal[1]}


def publish(client: FlaskClient, path_id: str) -> str:
    place = f"/paths/{path_id}/publication"
    answer = client.post(place, data=form_of(client.get(place).text))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_what_is_authored_has_the_properties_of_a_course() -> None:
    programs = read_programs()
    assert list(check_programs(programs)) == []
    assert {(each.language, len(each.days)) for each in programs} == {(each, 28) for each in ("ja", "es", "fr", "en")}
    assert all(sum(1 for each in programs if each.language == language) == 5 for language in ("ja", "es", "fr", "en"))


def test_what_is_wrong_with_a_program_is_named() -> None:
    good = read_programs()[0]
    days = list(good.days)
    days[1] = days[1].model_copy(update={"scenario": days[0].scenario})
    days[2] = days[2].model_copy(update={"scenario": "nowhere"})
    days[3] = days[3].model_copy(update={"level": days[3].level.at(5)})
    found = "\n".join(check_programs([good.model_copy(update={"days": days[:-1]})]))
    for sign in ("27 days", "was on day 1 already", "no scenario nowhere", "day 4: from"):
        assert sign in found


def test_a_second_seed_changes_nothing_and_mends_what_differs(app: Flask) -> None:
    with app.app_context():
        assert str(seed_programs(db.session())[0]) == "programs: 20 unchanged"
        db.session.execute(
            update(LearningPath).where(LearningPath.share_slug == "ja-first-trip").values(title="Something else")
        )
        db.session.expire_all()
        assert "1 changed (ja-first-trip)" in str(seed_programs(db.session())[0])


def test_the_list_names_every_program_and_can_be_narrowed(client: FlaskClient) -> None:
    page = client.get("/programs").text
    assert page.count('class="card"') == 20
    french = client.get("/programs?language=fr").text
    assert french.count('class="card"') == 5
    assert "French for a first journey" in french
    assert "There is no course here yet" in client.get("/programs?language=ko").text
    assert client.get("/programs?language=%00&after=%00zz").status_code == 200


def test_a_program_is_told_to_people_and_to_search_engines(client: FlaskClient) -> None:
    page = client.get(PROGRAM).text
    for sign in (
        "Japanese for a first journey",
        "28 days",
        "Start this course",
        "What you will be able to do",
        "A1 → A2",
    ):
        assert sign in page
    assert '<link rel="canonical"' in page
    assert page.count('rel="alternate" hreflang') == 3
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    course = json.loads(data)
    assert (course["@type"], course["educationalLevel"], course["timeRequired"]) == ("Course", "CEFR A2", "P28D")
    assert "noindex" not in page
    assert f"{PROGRAM}</loc>" in client.get("/sitemap-programs.xml").text
    assert "sitemap-programs.xml" in client.get("/sitemap.xml").text


def test_a_guest_is_led_to_sign_up_and_back(client: FlaskClient) -> None:
    answer = client.post(f"{PROGRAM}/starts")
    assert answer.headers["Location"] == f"/sign-up?next={PROGRAM}&why=program"
    assert "A course is kept with an account" in client.get(answer.headers["Location"]).text
    assert sign_up(client, next=PROGRAM).headers["Location"] == PROGRAM


def test_starting_it_makes_one_path_of_ones_own_however_often(app: Flask, author: FlaskClient) -> None:
    tomorrow = (now().date() + timedelta(days=1)).isoformat()
    data = {"starts_on": tomorrow, "reminders": "yes", "reminder_time": "07:30"}
    places = {author.post(f"{PROGRAM}/starts", data=data).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    with app.app_context():
        [assignment] = db.session.scalars(select(PathAssignment)).all()
        path = db.session.get_one(LearningPath, assignment.path_id)
        assert places == {f"/paths/{path.id}"}
        assert (assignment.starts_on.isoformat(), assignment.reminder_minute) == (tomorrow, 7 * 60 + 30)
        assert assignment.email_reminders_enabled
        assert (len(path.schedule), path.is_template, path.is_public, path.share_slug) == (28, False, False, None)
        assert db.session.scalars(select(OwedDay)).all() == []


def test_without_a_word_it_starts_today_and_does_not_remind(app: Flask, author: FlaskClient) -> None:
    assert author.post(f"{PROGRAM}/starts").status_code == 303
    with app.app_context():
        [assignment] = db.session.scalars(select(PathAssignment)).all()
        assert abs(assignment.starts_on - now().date()) <= timedelta(days=1)
        assert not assignment.email_reminders_enabled


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("starts_on", "2020-01-01", "from today on"),
        ("starts_on", "9999-12-31", "from today on"),
        ("starts_on", "soon", "Please give a day"),
        ("reminder_time", "25:00", "Please give a time of day"),
        ("reminder_time", "٠٣:٠٠", "Please give a time of day"),
    ],
)
def test_bad_input_is_answered_where_it_was_typed(author: FlaskClient, field: str, value: str, sentence: str) -> None:
    answer = author.post(f"{PROGRAM}/starts", data={field: value})
    assert answer.status_code == 422
    assert f'id="{field.replace("_", "-")}-error"' in answer.text
    assert sentence in answer.text


def test_the_author_sees_what_would_go_public_and_nothing_personal_is_in_it(app: Flask, author: FlaskClient) -> None:
    path_id = personal(app)
    shown = author.get(f"/paths/{path_id}/publication").text
    main = shown[shown.index('<form class="fields"') :]
    for word in ("Kenji", "Kowalski", "mia@", "pregnant", "in May"):
        assert word not in main, word
    assert "parents" in main
    assert "noindex" in shown
    public = publish(author, path_id)
    page = author.get(public).text
    for word in ("Kenji", "Kowalski", "mia@", "pregnant", "in May", "day-secret"):
        assert word not in page, word
    with app.app_context():
        template = db.session.scalars(select(LearningPath).where(LearningPath.forked_from_id == path_id)).one()
        assert (template.user_id, template.is_template, template.is_public) == (None, True, True)
        assert [each.scenario_id for each in template.schedule] == ["order-coffee", None, None]
        assert (template.details.intent, template.details.tags) == ({}, ())
        assert not any(each.why.text for each in template.schedule)


def test_publishing_again_keeps_the_address_and_it_can_be_taken_back(
    app: Flask, author: FlaskClient, stranger: FlaskClient
) -> None:
    path_id = personal(app)
    public = publish(author, path_id)
    assert stranger.get(public).status_code == 200
    assert "It is public" in author.get(f"/paths/{path_id}/publication").text
    assert publish(author, path_id) == public
    assert author.post(f"/paths/{path_id}/publication/withdrawal").status_code == 303
    assert stranger.get(public).status_code == 404
    assert public not in stranger.get("/sitemap-programs.xml").text
    assert publish(author, path_id) == public


def test_what_the_author_types_is_scrubbed_too_and_shown_before_it_counts(app: Flask, author: FlaskClient) -> None:
    place = f"/paths/{personal(app)}/publication"
    form = form_of(author.get(place).text)
    answer = author.post(place, data=form | {"title": "Meeting Kenji at last"})
    assert answer.status_code == 422
    assert "We took out what looked personal" in answer.text
    assert 'value="Meeting someone at last"' in answer.text
    assert author.post(place, data=form | {"title": "Meeting someone at last"}).status_code == 303


def test_days_that_changed_since_they_were_read_are_shown_again(app: Flask, author: FlaskClient) -> None:
    path_id = personal(app)
    place = f"/paths/{path_id}/publication"
    form = form_of(author.get(place).text)
    with app.app_context():
        path = db.session.get_one(LearningPath, path_id)
        path.schedule = [*path.schedule[:2], day(3, "hotel-check-in", title="A new day")]
        db.session.commit()
    answer = author.post(place, data=form)
    assert answer.status_code == 422
    assert "The days have changed" in answer.text
    assert "A new day" in answer.text


def test_a_stranger_reaches_nothing_of_it(app: Flask, author: FlaskClient, stranger: FlaskClient) -> None:
    path_id = personal(app)
    sign_up(stranger, email="zoe@example.org")
    place = f"/paths/{path_id}/publication"
    assert stranger.get(place).status_code == 404
    assert stranger.post(place, data={"title": "x", "description": "y"}).status_code == 404
    assert stranger.post(f"{place}/withdrawal").status_code == 404
    assert stranger.get(f"/program/{path_id}").status_code == 404
    assert stranger.get("/program/%00").status_code == 404


def test_whatever_an_author_writes_stays_text(app: Flask, author: FlaskClient, stranger: FlaskClient) -> None:
    path_id = personal(app, title="Plain", description="Plain")
    place = f"/paths/{path_id}/publication"
    answer = author.post(place, data=form_of(author.get(place).text) | {"title": EVIL, "description": EVIL})
    page = stranger.get(answer.headers["Location"]).text
    assert "<script>alert" not in page
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["name"] == EVIL
    assert "<script>alert" not in stranger.get("/programs").text


def test_somebody_elses_course_with_days_unwritten_owes_them_when_it_is_started(
    app: Flask, author: FlaskClient, stranger: FlaskClient
) -> None:
    public = publish(author, personal(app))
    sign_up(stranger, email="zoe@example.org")
    place = stranger.post(f"{public}/starts", data={"starts_on": date.today().isoformat()}).headers["Location"]
    with app.app_context():
        path = db.session.get_one(LearningPath, place.removeprefix("/paths/"))
        owed = db.session.scalars(select(OwedDay.day_index).where(OwedDay.path_id == path.id)).all()
        assert owed == [2]
        assert db.session.get(Scenario, "day-secret") is None
