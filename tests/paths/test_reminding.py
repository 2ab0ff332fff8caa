"""A mail a day at the learner's own minute, while the day is not done; switched off by one click, quiet by itself."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update

from kaiwa.accounts.sessions import open_session
from kaiwa.clock import now
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.ids import new_id
from kaiwa.models import Conversation, DayDone, DayTalk, PathAssignment, User
from kaiwa.models.paths import AssignmentStatus
from kaiwa.paths.reminder_jobs import remind, remind_some
from kaiwa.paths.reminder_links import reminder_token
from kaiwa.paths.reminding import MOST_UNOPENED, Reminded, move_reminders, take_reminder
from kaiwa.queue import enqueue
from tests.accounts.people import MIA
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX
from tests.conversations.test_metering import plans
from tests.gateways.test_mail import Postbox
from tests.jobs import do_jobs
from tests.paths.courses import day, follow

# half past seven in the evening before, in Tokyo it is half past four in the morning
START = datetime(2026, 3, 9, 19, 30, tzinfo=UTC)
DAYS = [day(index, "order-coffee", title=f"Step {index}") for index in range(1, 13)]


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def set(self, *at: int) -> None:
        self.at = datetime(*at, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, clock: Hands, postbox: Postbox) -> Flask:
    changes = {"mail_url": f"smtp://127.0.0.1:{postbox.port}", "base_url": "https://kaiwa.example"}
    return make_app(settings.model_copy(update=changes), clock=clock)


def sweep(app: Flask) -> None:
    with app.app_context():
        enqueue(db.session(), remind, timestamp=0)
        db.session.commit()
    do_jobs(app)


def go(app: Flask, **changes: object) -> PathAssignment:
    """Mia follows a path from the tenth of March, and is reminded at eight in her zone."""
    values = {"schedule": DAYS, "starts_on": date(2026, 3, 10), "reminders": True, **changes}
    return follow(app, MIA["email"], **values)  # type: ignore[arg-type]


def now_of(app: Flask, assignment: PathAssignment) -> PathAssignment:
    with app.app_context():
        row = db.session.get_one(PathAssignment, assignment.id)
        db.session.expunge(row)
        return row


def sign_in(app: Flask, assignment: PathAssignment) -> FlaskClient:
    browser = app.test_client()
    with app.app_context():
        user_id = assignment.user_id
        secret = open_session(db.session(), user_id, at=now(), user_agent=None, ip_address=None)
        db.session.commit()
    browser.set_cookie("kaiwa_session", secret)
    return browser


def link(mail: str, ending: str) -> str:
    """The path of a link in a mail."""
    found = next(line for line in mail.splitlines() if line.startswith("http") and line.endswith(ending))
    return "/" + found.split("/", 3)[3]


def test_a_mail_comes_at_the_learners_own_minute_once(app: Flask, clock: Hands, postbox: Postbox) -> None:
    go(app, time_zone="Asia/Tokyo", minute=7 * 60 + 30)
    clock.set(2026, 3, 9, 22, 29)
    sweep(app)
    assert postbox.mails == []
    clock.set(2026, 3, 9, 22, 30)
    sweep(app)
    sweep(app)
    [mail] = postbox.mails
    assert (mail["To"], mail["Subject"]) == (MIA["email"], "Day 1: Step 1")
    body = mail.get_content()
    assert "“Dinner in Lyon” takes about 10 minutes" in body
    assert mail.get_content_type() == "text/plain"
    off = link(body, "/unsubscribe")
    assert mail["List-Unsubscribe"].strip("<>").endswith(off)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    clock.set(2026, 3, 10, 22, 30)
    sweep(app)
    assert [each["Subject"] for each in postbox.mails] == ["Day 1: Step 1", "Day 2: Step 2"]


def test_it_speaks_the_language_of_the_learners_pages(app: Flask, clock: Hands, postbox: Postbox) -> None:
    go(app, preferred_ui_language_id="ja")
    clock.set(2026, 3, 10, 8)
    sweep(app)
    assert "1日目" in postbox.mails[0]["Subject"]


def test_a_title_of_several_lines_is_one_line_of_a_mail(app: Flask, clock: Hands, postbox: Postbox) -> None:
    go(app, schedule=[day(1, "order-coffee", title="Step\nBcc: eve@example.org"), day(2, kind="review", title="")])
    clock.set(2026, 3, 10, 8)
    sweep(app)
    clock.set(2026, 3, 11, 8)
    sweep(app)
    assert [each["Subject"] for each in postbox.mails] == ["Day 1: Step Bcc: eve@example.org", "Day 2: Looking back"]


@pytest.mark.parametrize("how", ["said", "held"])
def test_no_mail_when_the_day_is_done(app: Flask, clock: Hands, postbox: Postbox, how: str) -> None:
    assignment = go(app)
    clock.set(2026, 3, 10, 7)
    with app.app_context():
        if how == "said":
            db.session.add(DayDone(assignment_id=assignment.id, day_index=1, done_at=now()))
        else:
            talk = Conversation(
                id=new_id(),
                started_at=now(),
                user_id=assignment.user_id,
                target_language_id="fr",
                scenario_id="order-coffee",
                native_language_id="en",
            )
            talk.completed_at = now()
            db.session.add(talk)
            db.session.flush()
            db.session.add(DayTalk(conversation_id=talk.id, assignment_id=assignment.id, day_index=1))
        db.session.commit()
    clock.set(2026, 3, 10, 8)
    sweep(app)
    assert postbox.mails == []
    clock.set(2026, 3, 11, 8)
    sweep(app)
    assert [each["Subject"] for each in postbox.mails] == ["Day 2: Step 2"]


def test_a_day_done_while_the_mail_waited_is_not_reminded_of(app: Flask, clock: Hands, postbox: Postbox) -> None:
    assignment = go(app)
    clock.set(2026, 3, 10, 8)
    with app.app_context():
        assert remind_some() == 1
        db.session.add(DayDone(assignment_id=assignment.id, day_index=1, done_at=now()))
        db.session.commit()
    do_jobs(app)
    assert postbox.mails == []


def test_a_mail_that_waited_until_tomorrow_does_not_come(app: Flask, clock: Hands, postbox: Postbox) -> None:
    go(app)
    clock.set(2026, 3, 10, 8)
    with app.app_context():
        remind_some()
    clock.set(2026, 3, 11, 0, 1)
    do_jobs(app)
    assert postbox.mails == []


def test_nobody_at_work_over_midnight_means_no_mail_for_yesterday(app: Flask, clock: Hands, postbox: Postbox) -> None:
    go(app)
    clock.set(2026, 3, 12, 3)
    sweep(app)
    assert postbox.mails == []
    clock.set(2026, 3, 12, 8)
    sweep(app)
    assert [each["Subject"] for each in postbox.mails] == ["Day 3: Step 3"]


def test_a_mail_taken_by_a_worker_that_died_does_not_come_twice(app: Flask, clock: Hands, postbox: Postbox) -> None:
    assignment = go(app)
    clock.set(2026, 3, 10, 8)
    with app.app_context():
        remind_some()
        reminded = Reminded(assignment.id, 1, clock.at, is_last=False)
        assert take_reminder(db.session(), reminded, now()) is not None
        db.session.commit()
    do_jobs(app)
    assert postbox.mails == []


def test_a_mail_that_no_server_takes_comes_later_and_once(app: Flask, clock: Hands, postbox: Postbox) -> None:
    assignment = go(app)
    clock.set(2026, 3, 10, 8)
    postbox.answer = "451 not now"
    sweep(app)
    postbox.answer = "250 OK"
    assert (postbox.mails, now_of(app, assignment).unopened_mails) == ([], 0)
    clock.set(2026, 3, 10, 8, 1)
    with app.app_context():
        db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"))
        db.session.commit()
    do_jobs(app)
    sweep(app)
    assert len(postbox.mails) == 1
    assert now_of(app, assignment).unopened_mails == 1


def test_many_sweeps_at_once_mail_everybody_once(app: Flask, clock: Hands, postbox: Postbox) -> None:
    for number in range(6):
        follow(app, f"mia{number}@example.org", schedule=DAYS, starts_on=date(2026, 3, 10), reminders=True)
    clock.set(2026, 3, 10, 8)

    def some() -> None:
        with app.app_context():
            remind_some()

    threads = [threading.Thread(target=some) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    do_jobs(app)
    assert sorted(mail["To"] for mail in postbox.mails) == [f"mia{number}@example.org" for number in range(6)]


def test_another_time_of_day_is_no_second_mail_of_the_day(app: Flask, clock: Hands, postbox: Postbox) -> None:
    assignment = go(app)
    clock.set(2026, 3, 10, 8)
    sweep(app)
    page = sign_in(app, assignment).post(
        f"/paths/{assignment.path_id}/reminders", data={"on": "yes", "time": "09:15"}, headers=HTMX
    )
    assert 'value="09:15"' in page.text
    assert "Kept." in page.text
    clock.set(2026, 3, 10, 9, 15)
    sweep(app)
    assert len(postbox.mails) == 1
    clock.set(2026, 3, 11, 9, 15)
    sweep(app)
    assert len(postbox.mails) == 2


def test_only_who_wants_mails_and_is_on_the_path_and_has_an_address_of_theirs(
    app: Flask, clock: Hands, postbox: Postbox
) -> None:
    go(app, reminders=False)
    paused = follow(app, "eve@example.org", schedule=DAYS, starts_on=date(2026, 3, 10), reminders=True)
    nobodys = follow(app, "ann@example.org", schedule=DAYS, starts_on=date(2026, 3, 10), reminders=True)
    over = follow(app, "bob@example.org", schedule=DAYS, starts_on=date(2026, 2, 1), reminders=True)
    with app.app_context():
        db.session.get_one(PathAssignment, paused.id).status = AssignmentStatus.PAUSED
        db.session.get_one(User, nobodys.user_id).email_verified_at = None
        db.session.commit()
    clock.set(2026, 3, 10, 8)
    sweep(app)
    assert postbox.mails == []
    assert now_of(app, over).next_reminder_at is None


def test_seven_unopened_mails_then_a_last_note_then_quiet_until_somebody_comes(
    app: Flask, clock: Hands, postbox: Postbox
) -> None:
    assignment = go(app)
    for number in range(11):
        clock.set(2026, 3, 10 + number, 8)
        sweep(app)
    assert len(postbox.mails) == MOST_UNOPENED + 1
    assert ["not opened" in mail.get_content() for mail in postbox.mails] == [False] * 7 + [True]
    today = link(postbox.mails[-1].get_content(), "/today")
    browser = sign_in(app, assignment)
    assert browser.get(today).headers["Location"] == f"/paths/{assignment.path_id}/days/11"
    clock.set(2026, 3, 21, 8)
    sweep(app)
    assert postbox.mails[-1]["Subject"] == "Day 12: Step 12"


def test_a_visit_by_the_mail_or_a_day_done_counts_as_opened(app: Flask, clock: Hands, postbox: Postbox) -> None:
    assignment = go(app)
    clock.set(2026, 3, 10, 8)
    sweep(app)
    assert now_of(app, assignment).unopened_mails == 1
    sign_in(app, assignment).get(link(postbox.mails[0].get_content(), "/today"))
    assert now_of(app, assignment).unopened_mails == 0
    with app.app_context():
        db.session.execute(update(PathAssignment).values(unopened_mails=5))
        db.session.add(DayDone(assignment_id=assignment.id, day_index=2, done_at=now()))
        db.session.commit()
    clock.set(2026, 3, 11, 8)
    sweep(app)
    assert now_of(app, assignment).unopened_mails == 0


def test_what_looks_into_mails_opens_nothing_and_switches_nothing_off(
    app: Flask, clock: Hands, postbox: Postbox
) -> None:
    assignment = go(app)
    clock.set(2026, 3, 10, 8)
    sweep(app)
    body, scanner = postbox.mails[0].get_content(), app.test_client()
    today = link(body, "/today")
    assert scanner.get(today).headers["Location"] == f"/sign-in?next={today}"
    assert "Shall no more mails" in scanner.get(link(body, "/unsubscribe")).text
    row = now_of(app, assignment)
    assert (row.unopened_mails, row.email_reminders_enabled) == (1, True)


def test_one_click_without_a_cookie_switches_them_off_for_this_path_alone(
    app: Flask, clock: Hands, postbox: Postbox
) -> None:
    assignment, other = go(app), go(app)
    clock.set(2026, 3, 10, 8)
    sweep(app)
    assert len(postbox.mails) == 2
    with app.app_context():
        off = f"/paths/reminders/{reminder_token(assignment.id)}/unsubscribe"
    program = app.test_client(use_cookies=False)
    for _ in range(2):
        answer = program.post(off, data={"List-Unsubscribe": "One-Click"}, csrf=False)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "No more reminders" in answer.text
    clock.set(2026, 3, 11, 8)
    sweep(app)
    assert len(postbox.mails) == 3
    assert now_of(app, other).email_reminders_enabled


@pytest.mark.parametrize("token", ["no", "a.b", "%00", "Ijk1Ig.x"])
def test_a_link_that_was_never_mailed_leads_nowhere(app: Flask, token: str) -> None:
    client = app.test_client()
    assert client.get(f"/paths/reminders/{token}/unsubscribe").status_code == 404
    assert client.post(f"/paths/reminders/{token}/unsubscribe", csrf=False).status_code == 404


def test_a_stranger_changes_nothing(app: Flask) -> None:
    assignment = go(app)
    eve = sign_in(app, follow(app, "eve@example.org", schedule=DAYS))
    form = {"time": "06:00"}
    assert eve.post(f"/paths/{assignment.path_id}/reminders", data=form).status_code == 404
    with app.app_context():
        token = reminder_token(assignment.id)
    assert eve.get(f"/paths/reminders/{token}/today").status_code == 404
    assert now_of(app, assignment).email_reminders_enabled


def test_switched_off_and_on_without_javascript_and_a_wrong_time_is_told_where_it_was_typed(app: Flask) -> None:
    assignment = go(app)
    browser, url = sign_in(app, assignment), f"/paths/{assignment.path_id}/reminders"
    answer = browser.post(url, data={"time": "09:00"})
    assert answer.headers["Location"] == f"/paths/{assignment.path_id}#reminder"
    row = now_of(app, assignment)
    assert (row.email_reminders_enabled, row.next_reminder_at, row.reminder_minute) == (False, None, 540)
    wrong = browser.post(url, data={"on": "yes", "time": "25:00"})
    assert wrong.status_code == 422
    assert "like 08:00" in wrong.text
    assert 'value="25:00"' in wrong.text
    assert not now_of(app, assignment).email_reminders_enabled
    browser.post(url, data={"on": "yes", "time": "23:59"})
    assert now_of(app, assignment).next_reminder_at == datetime(2026, 3, 10, 23, 59, tzinfo=UTC)
    assert now_of(app, assignment).updated_at >= START - timedelta(days=1)


def test_a_zone_that_nobody_knows_is_utc_and_hinders_no_one(app: Flask, clock: Hands, postbox: Postbox) -> None:
    go(app)
    follow(
        app,
        "eve@example.org",
        schedule=DAYS,
        starts_on=date(2026, 3, 10),
        reminders=True,
        time_zone="Mars/Olympus_Mons",
    )
    clock.set(2026, 3, 10, 8)
    sweep(app)
    assert len(postbox.mails) == 2


def test_the_minute_stays_the_learners_where_the_clocks_change(app: Flask, clock: Hands, postbox: Postbox) -> None:
    assignment = go(app, time_zone="Europe/Paris", starts_on=date(2026, 3, 27))
    moments = []
    for number in range(27, 31):
        clock.set(2026, 3, number, 7)
        sweep(app)
        moments.append(now_of(app, assignment).next_reminder_at)
    hours = [moment.hour for moment in moments if moment]
    assert hours == [7, 6, 6, 6]
    assert [each["Subject"] for each in postbox.mails] == [f"Day {n}: Step {n}" for n in range(1, 5)]


def test_those_whose_minute_has_come_are_found_by_an_index(app: Flask) -> None:
    go(app)
    many = """
        INSERT INTO users (id, email, role, time_zone, is_guest, created_at, updated_at)
        SELECT gen_random_uuid(), n || '@example.org', 'learner', 'UTC', false, now(), now()
        FROM generate_series(1, 20000) AS n;
        INSERT INTO learning_path_assignments (id, path_id, user_id, role, status, starts_on, current_day_index,
            email_reminders_enabled, reminder_minute, next_reminder_at, unopened_mails, metadata, created_at,
            updated_at)
        SELECT gen_random_uuid(), path.id, person.id, 'learner', 'active', '2026-03-01', 0, true, 480,
            timestamptz '2026-03-10 08:00' + random() * interval '1 day', 0, '{}', now(), now()
        FROM users AS person, learning_paths AS path WHERE person.email ~ '^[0-9]';
        ANALYZE users, learning_paths, learning_path_assignments
    """
    with app.app_context():
        for statement in many.split(";\n"):
            db.session.execute(text(statement))
        db.session.commit()
        with plans() as found:
            move_reminders(db.session(), datetime(2026, 3, 10, 8, 1, tzinfo=UTC))
    plan = next(each for each in found if "Update on learning_path_assignments" in each)
    assert "Index Scan on ix_learning_path_assignments_reminded" in plan
    assert "Seq Scan on learning_path_assignments" not in plan
