"""What somebody would try who wants another person's account: planted cookies, two tabs at once, a watch in hand."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import FrameType

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.accounts import passwords
from kaiwa.extensions import db
from kaiwa.models import AnalyticsEvent, Conversation, User, UserPreferences
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import MIA, find_user, is_signed_in, sign_in, sign_up
from tests.conversations.guests import begin, page, send

BROWSERS_COOKIE, COOKIE = "kaiwa", "kaiwa_session"


def value(client: FlaskClient, name: str) -> str:
    cookie = client.get_cookie(name)
    assert cookie is not None
    return cookie.value


def test_a_planted_guest_cookie_does_not_follow_its_victim_into_the_account(
    client: FlaskClient, stranger: FlaskClient
) -> None:
    planted = begin(stranger)
    client.set_cookie(BROWSERS_COOKIE, value(stranger, BROWSERS_COOKIE))
    sign_up(client)
    later = begin(client)
    assert not is_signed_in(stranger)
    assert stranger.get(f"/conversations/{planted}").status_code == 404
    assert stranger.get(f"/conversations/{later}").status_code == 404
    assert value(client, BROWSERS_COOKIE) != value(stranger, BROWSERS_COOKIE)


def test_a_planted_session_is_not_the_one_that_is_signed_in(client: FlaskClient, stranger: FlaskClient) -> None:
    sign_up(stranger, email="eve@example.org")
    client.set_cookie(COOKIE, value(stranger, COOKIE))
    client.post("/sign-out")
    client.set_cookie(COOKIE, "chosen-by-somebody-else")
    stranger.set_cookie(COOKIE, "chosen-by-somebody-else")
    sign_up(client)
    assert value(client, COOKIE) != "chosen-by-somebody-else"
    assert is_signed_in(client)
    assert not is_signed_in(stranger)


def test_a_form_token_from_before_signing_in_is_worth_nothing_after_it(client: FlaskClient) -> None:
    begin(client)
    before = client.csrf_token()  # type: ignore[attr-defined]
    sign_up(client)
    assert client.post("/sign-out", csrf=False, headers={"X-CSRFToken": before}).status_code == 400
    assert is_signed_in(client)


def test_what_a_guest_did_is_taken_over_once_by_one_of_two_accounts_at_once(app: Flask) -> None:
    guest = app.test_client()
    begun = [begin(guest) for _ in range(3)]
    send(guest, begun[0], "ホットで")
    people = [{"email": f"person{number}@example.org"} for number in range(2)]
    browsers = []
    for person in people:
        sign_up(app.test_client(), **person)
        browser = app.test_client()
        browser.set_cookie(BROWSERS_COOKIE, value(guest, BROWSERS_COOKIE))
        browsers.append(browser)
    together = Barrier(2)

    def enter(number: int) -> int:
        together.wait()
        return sign_in(browsers[number], **people[number]).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(enter, range(2))) == [303, 303]
    got = [sum(browser.get(f"/conversations/{each}").status_code == 200 for each in begun) for browser in browsers]
    assert sorted(got) == [0, 3]
    with app.app_context():
        [owner] = set(db.session.scalars(select(Conversation.user_id)))
        assert set(db.session.scalars(select(AnalyticsEvent.user_id))) == {owner}
        loser = db.session.scalars(select(UserPreferences).where(UserPreferences.user_id != owner)).one()
        assert loser.target_language_id is None
    # a third time gives nothing to anybody
    sign_in(guest, **people[0])
    assert "コーヒー" in page(browsers[got.index(3)], begun[0])


class Work:
    """Counts what costs time: hashes made, hashes checked, statements."""

    def __init__(self) -> None:
        self.made = self.checked = 0
        passwords.fits(None, "so that the hash to check in vain is there")

    def watch(self, frame: FrameType, event: str, _argument: object) -> None:
        """Told by the interpreter whenever a function is called, here in the thread of the request."""
        if event == "call":
            self.made += frame.f_code is PasswordHasher.hash.__code__
            self.checked += frame.f_code is PasswordHasher.verify.__code__

    def of(self, client: FlaskClient, path: str, **form: str) -> tuple[int, int, int, list[str]]:
        """The status, and the work that it took."""
        self.made = self.checked = 0
        with count_statements() as statements:
            before = sys.getprofile()
            sys.setprofile(self.watch)
            try:
                status = client.post(path, data=form).status_code
            finally:
                sys.setprofile(before)
        return status, self.made, self.checked, statements


@pytest.fixture
def work() -> Work:
    return Work()


def have_no_password(app: Flask) -> None:
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        user.password_hash = None
        db.session.commit()


def test_signing_in_costs_the_same_work_for_known_and_unknown_addresses(client: FlaskClient, work: Work) -> None:
    sign_up(client)
    client.post("/sign-out")
    wrong = {"password": "another password"}
    known = work.of(client, "/sign-in", email=MIA["email"], **wrong)
    unknown = work.of(client, "/sign-in", email="nobody@example.org", **wrong)
    assert known[:3] == (422, 0, 1)
    assert known == unknown


def test_an_account_without_a_password_costs_the_same_work(client: FlaskClient, app: Flask, work: Work) -> None:
    sign_up(client)
    client.post("/sign-out")
    have_no_password(app)
    wrong = {"password": "another password"}
    assert work.of(client, "/sign-in", email=MIA["email"], **wrong) == work.of(
        client, "/sign-in", email="nobody@example.org", **wrong
    )


def test_signing_up_makes_and_checks_as_many_hashes_for_a_taken_address(
    client: FlaskClient, stranger: FlaskClient, app: Flask, work: Work
) -> None:
    sign_up(client)
    taken = work.of(stranger, "/sign-up", email=MIA["email"], password="four green umbrellas")
    free = work.of(app.test_client(), "/sign-up", email="nobody@example.org", password="four green umbrellas")
    assert (taken[0], free[0]) == (422, 303)
    assert taken[1:3] == free[1:3] == (1, 1)


def test_a_wrong_password_is_answered_in_the_same_words(client: FlaskClient, app: Flask) -> None:
    sign_up(app.test_client())
    known, unknown = (
        sign_in(app.test_client(), email=email, password="another password").text.replace(email, "…")
        for email in (MIA["email"], "nob@example.org")
    )
    without_tokens = [[line for line in text.splitlines() if "csrf_token" not in line] for text in (known, unknown)]
    assert without_tokens[0] == without_tokens[1]
    assert find_user(app, "nob@example.org") is None
