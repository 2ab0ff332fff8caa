"""Links in mails: they work once, for an hour, for whoever reads the mail, and tell nobody who has an account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from kaiwa.accounts.links import forget_links
from kaiwa.accounts.sessions import forget_sessions
from kaiwa.accounts.signing_in import forget_failures
from kaiwa.clock import now, system_clock
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.ids import hash_token
from kaiwa.models import FailedSignIn, OneTimeLink, SignInSession, User
from kaiwa.web.sql_counting import count_statements
from tests.accounts.mailbox import Mailbox
from tests.accounts.people import MIA, find_user, is_signed_in, sign_in, sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import begin

NEW = "four green umbrellas"


def ask(client: FlaskClient, email: str = MIA["email"], **headers: str) -> tuple[int, str]:
    answer = client.post("/password/forgotten", data={"email": email}, headers=headers)
    return answer.status_code, answer.headers.get("Location", "")


def waiting(app: Flask) -> int:
    with app.app_context():
        return int(
            db.session.execute(
                text("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'accounts.mail%'")
            ).scalar_one()
        )


def verified_at(app: Flask) -> datetime | None:
    user = find_user(app)
    assert user is not None
    return user.email_verified_at


def test_signing_up_mails_a_link_whose_button_confirms_the_address(
    client: FlaskClient, stranger: FlaskClient, app: Flask, mailbox: Mailbox
) -> None:
    sign_up(client)
    link = mailbox.link()
    assert mailbox.read()[0].to == MIA["email"]
    page = client.get(link)
    assert page.status_code == 200
    assert MIA["email"] in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert verified_at(app) is None
    assert client.post(link).status_code == 200
    assert verified_at(app) is not None


def test_only_the_account_itself_confirms_its_address(
    client: FlaskClient, stranger: FlaskClient, app: Flask, mailbox: Mailbox
) -> None:
    sign_up(client)
    link = mailbox.link()
    asked = stranger.get(link)
    assert asked.headers["Location"] == f"/sign-in?next={link}"
    assert stranger.post(link).status_code == 303
    sign_up(stranger, email="eve@example.org")
    assert stranger.post(link).status_code == 410
    assert verified_at(app) is None


def test_a_reset_drops_a_google_identity_that_came_while_the_address_was_nobodys(
    client: FlaskClient, stranger: FlaskClient, app: Flask, mailbox: Mailbox
) -> None:
    sign_up(client)
    with app.app_context():
        db.session.scalars(select(User)).one().google_id = "eve"
        db.session.commit()
    ask(stranger)
    stranger.post(mailbox.link(), data={"password": NEW})
    user = find_user(app)
    assert user is not None
    assert user.google_id is None


def test_a_link_works_once(client: FlaskClient, stranger: FlaskClient, mailbox: Mailbox) -> None:
    sign_up(client)
    link = mailbox.link()
    client.post(link)
    for answer in (stranger.get(link), stranger.post(link)):
        assert answer.status_code == 410
        assert "does not work any more" in answer.text
        assert "Sign in" in answer.text
    assert "confirmed already" in client.get(link).text


def test_a_link_used_many_times_at_once_works_once(client: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
    sign_up(client)
    link = mailbox.link()
    browsers = [app.test_client() for _ in range(4)]
    for browser in browsers:
        sign_in(browser)
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(answer.status_code for answer in pool.map(lambda each: each.post(link), browsers))
    assert statuses == [200, 410, 410, 410]


def test_an_old_link_is_gone_and_another_is_mailed_on_asking(
    make_app: MakeApp, client: FlaskClient, stranger: FlaskClient, app: Flask, mailbox: Mailbox
) -> None:
    sign_up(client)
    link = mailbox.link()
    later = make_app(clock=lambda: system_clock() + timedelta(minutes=61)).test_client()
    assert later.get(link).status_code == 410
    assert later.post(link).status_code == 410
    assert verified_at(app) is None
    sign_in(later)
    assert "Mail me a new link" in later.get(link).text
    assert client.post("/email/verification-mails").status_code == 200
    second = mailbox.link()
    assert second != link
    assert client.post(second).status_code == 200
    assert stranger.post("/email/verification-mails").headers["Location"].startswith("/sign-in")


def test_nothing_is_mailed_for_an_address_that_is_confirmed(client: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
    sign_up(client)
    client.post(mailbox.link())
    client.post("/email/verification-mails")
    assert waiting(app) == 0
    assert len(mailbox.read()) == 1


def test_a_forgotten_password_is_replaced_and_everybody_is_signed_out(
    client: FlaskClient, stranger: FlaskClient, app: Flask, mailbox: Mailbox
) -> None:
    sign_up(client)
    assert ask(stranger) == (303, "/password/forgotten/sent")
    assert "on its way" in stranger.get("/password/forgotten/sent").text
    link = mailbox.link()
    assert MIA["email"] in stranger.get(link).text
    assert stranger.post(link, data={"password": NEW}).status_code == 303
    assert is_signed_in(stranger)
    assert not is_signed_in(client)
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=NEW).status_code == 303
    assert verified_at(app) is not None
    assert app.test_client().post(link, data={"password": "five red umbrellas"}).status_code == 410
    assert "Get a new link" in app.test_client().get(link).text


def test_on_a_reset_the_session_is_a_new_one_and_other_links_are_gone(client: FlaskClient, mailbox: Mailbox) -> None:
    sign_up(client)
    before = client.get_cookie("kaiwa_session")
    ask(client)
    first = mailbox.link()
    ask(client)
    second = mailbox.link()
    assert client.get(first).status_code == 200
    assert client.post(second, data={"password": NEW}).status_code == 303
    after = client.get_cookie("kaiwa_session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    client.set_cookie("kaiwa_session", before.value)
    assert not is_signed_in(client)
    assert client.get(first).status_code == 410


def test_a_reset_takes_along_what_was_done_as_a_guest(
    client: FlaskClient, stranger: FlaskClient, mailbox: Mailbox
) -> None:
    sign_up(client)
    conversation = begin(stranger)
    ask(stranger)
    stranger.post(mailbox.link(), data={"password": NEW})
    sign_in(client, password=NEW)
    assert client.get(f"/conversations/{conversation}").status_code == 200


def test_guessing_is_forgiven_by_a_reset(client: FlaskClient, stranger: FlaskClient, mailbox: Mailbox) -> None:
    sign_up(client)
    for _ in range(10):
        sign_in(stranger, password="another password")
    assert sign_in(stranger).status_code == 429
    ask(client)
    client.post(mailbox.link(), data={"password": NEW})
    assert sign_in(stranger, password=NEW).status_code == 303


@pytest.mark.parametrize(("password", "sentence"), [("short", "at least 10"), ("password123", "among the first")])
def test_a_password_that_will_not_do_leaves_the_link_alive(
    client: FlaskClient, mailbox: Mailbox, password: str, sentence: str
) -> None:
    sign_up(client)
    ask(client)
    link = mailbox.link()
    answer = client.post(link, data={"password": password})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'id="password-error"' in answer.text
    assert sign_in(client).status_code == 303
    assert client.post(link, data={"password": NEW}).status_code == 303


def test_a_known_and_an_unknown_address_are_the_same_text_and_the_same_work(
    client: FlaskClient, stranger: FlaskClient, app: Flask, mailbox: Mailbox
) -> None:
    sign_up(client)
    mailbox.read()
    seen = []
    for email in (MIA["email"], "nobody@example.org"):
        with count_statements() as statements:
            answer = ask(stranger, email)
        seen.append((answer, statements, waiting(app)))
        mailbox.read()
    assert seen[0] == seen[1]
    assert seen[0][2] == 1
    assert [mail.to for mail in mailbox.read()] == [MIA["email"]] * 2


def test_a_mailbox_cannot_be_flooded_and_the_limit_tells_nothing(client: FlaskClient, app: Flask) -> None:
    sign_up(app.test_client())
    for email in (MIA["email"], "nobody@example.org"):
        statuses = [ask(client, email.upper() if turn % 2 else email)[0] for turn in range(6)]
        assert statuses == [303] * 5 + [429]


def test_what_is_no_address_is_said_at_its_field(client: FlaskClient, app: Flask) -> None:
    answer = client.post("/password/forgotten", data={"email": "mia"})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert 'value="mia"' in answer.text
    assert waiting(app) == 0


def test_a_forged_host_gets_into_no_mail(make_app: MakeApp, settings: Settings, mailbox: Mailbox) -> None:
    app = make_app(
        settings=settings.model_copy(update={"public_url": "https://kaiwa.example/app", "trusted_proxies": 1})
    )
    client = app.test_client()
    evil = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    client.post("/sign-up", data=MIA, headers=evil)
    ask(client, **evil)
    mails = mailbox.read(app)
    assert len(mails) == 2
    for mail in mails:
        assert "evil" not in mail.body
        assert "https://kaiwa.example/app/" in mail.body


def test_no_row_holds_what_is_mailed(client: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
    sign_up(client)
    secret = mailbox.link().rsplit("/", 1)[1]
    with app.app_context():
        row = db.session.scalars(select(OneTimeLink)).one()
        assert row.id == hash_token(secret)
        kept = db.session.execute(
            text("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE :it"), {"it": f"%{secret}%"}
        )
        assert kept.scalar_one() == 0


def test_links_are_for_their_own_purpose(client: FlaskClient, mailbox: Mailbox) -> None:
    sign_up(client)
    verification = mailbox.link().rsplit("/", 1)[1]
    assert client.get(f"/password/reset/{verification}").status_code == 410
    assert client.post(f"/password/reset/{verification}", data={"password": NEW}).status_code == 410
    assert client.get("/password/reset/nonsense").status_code == 410
    assert client.get("/email/verify/nonsense").status_code == 410


@pytest.mark.parametrize("change", ["moved", "deleted"])
def test_a_link_ends_with_its_address(client: FlaskClient, app: Flask, mailbox: Mailbox, change: str) -> None:
    sign_up(client)
    ask(client)
    link = mailbox.link()
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        if change == "moved":
            user.email = "mia@example.com"
        else:
            user.deleted_at = now()
        db.session.commit()
    assert app.test_client().get(link).status_code == 410
    assert app.test_client().post(link, data={"password": NEW}).status_code == 410
    mailbox.clear()
    ask(client)
    assert mailbox.read() == []


def test_what_is_rolled_back_mails_nothing(client: FlaskClient, app: Flask) -> None:
    sign_up(client, password="password123")
    sign_up(client, email="mia")
    assert waiting(app) == 0


def test_mail_speaks_the_language_of_the_page(client: FlaskClient, mailbox: Mailbox) -> None:
    client.post("/sign-up", data=MIA, headers={"Accept-Language": "ja"})
    (mail,) = mailbox.read()
    assert "アドレス" in mail.subject
    assert "リンク" in mail.body


def test_old_links_are_forgotten(client: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
    sign_up(client)
    mailbox.read()
    with app.app_context():
        forget_links(db.session(), now() + timedelta(hours=1))
        assert db.session.scalar(select(func.count()).select_from(OneTimeLink)) == 1
        forget_links(db.session(), now() + timedelta(hours=26))
        assert db.session.scalar(select(func.count()).select_from(OneTimeLink)) == 0


def test_sessions_that_ran_out_and_old_failures_are_forgotten(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    sign_in(app.test_client(), password="another password")
    with app.app_context():
        for hours, sessions, failures in ((0, 1, 1), (1, 1, 0), (31 * 24, 0, 0)):
            forget_sessions(db.session(), now() + timedelta(hours=hours))
            forget_failures(db.session(), now() + timedelta(hours=hours))
            assert db.session.scalar(select(func.count()).select_from(SignInSession)) == sessions
            assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == failures


def test_a_deleted_account_takes_its_waiting_mails_along(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    ask(client)
    assert waiting(app) == 2
    client.post("/settings/privacy/deletion", data={"password": MIA["password"]})
    assert find_user(app) is None
    assert waiting(app) == 0


def test_the_form_stands_at_the_sign_in(client: FlaskClient) -> None:
    assert 'href="/password/forgotten"' in client.get("/sign-in").text
    assert client.get("/password/forgotten").status_code == 200
