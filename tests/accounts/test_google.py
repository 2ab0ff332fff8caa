"""Signing in with Google, against a real provider on this machine."""

import base64
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kaiwa.clock import now, system_clock
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import Conversation, User
from tests.accounts.google_stand_in import StandIn, changed, query_of, running_stand_in
from tests.accounts.mailbox import Mailbox
from tests.accounts.people import MIA, find_user, is_signed_in, sign_in, sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import begin, page, plain, send

# of the provider, which runs in this process
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SUBJECT = "1078-mia"
PASSWORD_PAGE, WELCOME = "/auth/google/password", "/welcome"


@pytest.fixture(scope="module")
def provider() -> Iterator[StandIn]:
    with running_stand_in() as stand_in:
        yield stand_in


@pytest.fixture
def google(provider: StandIn) -> StandIn:
    provider.knows(SUBJECT, email=MIA["email"], email_verified=True, name="Mia")
    return provider


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, google: StandIn) -> Flask:
    return make_app(settings=settings.model_copy(update=google.settings()))


def depart(client: FlaskClient, target: str = "") -> str:
    """Press the button; gives the address at Google."""
    answer = client.get("/auth/google", query_string={"next": target} if target else None)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(client: FlaskClient, google: StandIn, target: str = "", subject: str = SUBJECT) -> TestResponse:
    """Press the button and agree; gives our answer to whoever comes back."""
    return client.get(google.agree(depart(client, target), subject))


def prove_address(app: Flask, email: str = MIA["email"]) -> None:
    """As the link in a mail does."""
    with app.app_context():
        db.session.scalars(select(User).where(User.email == email)).one().email_verified_at = now()
        db.session.commit()


def count_users(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(User)) or 0


def test_the_way_there_carries_state_nonce_and_a_challenge(client: FlaskClient) -> None:
    asked = query_of(depart(client))
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert {"openid", "email"} <= set(asked["scope"].split())
    assert min(len(asked["state"]), len(asked["nonce"]), len(asked["code_challenge"])) >= 20
    assert asked["redirect_uri"] == "http://localhost/auth/google/callback"
    again = query_of(depart(client))
    assert not {again["state"], again["nonce"], again["code_challenge"]} & set(asked.values())


def test_the_code_is_redeemed_with_what_the_challenge_was_made_of(client: FlaskClient, google: StandIn) -> None:
    location = depart(client)
    back = google.agree(location, SUBJECT)
    client.get(back)
    redeemed = google.redeemed[-1]
    assert (redeemed["grant_type"], redeemed["code"]) == ("authorization_code", query_of(back)["code"])
    verifier = redeemed["code_verifier"]
    assert len(verifier) >= 43
    assert verifier not in location
    digest = hashlib.sha256(verifier.encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == query_of(location)["code_challenge"]


def test_a_guest_lands_in_the_same_conversation_with_every_word(
    client: FlaskClient, app: Flask, google: StandIn
) -> None:
    conversation = begin(client)
    send(client, conversation, "ホットで")
    here = f"/conversations/{conversation}"
    answer = come_back(client, google, here)
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert is_signed_in(client)
    text = plain(page(client, conversation))
    assert "コーヒーを二つお願いします" in text
    assert "ホットで" in text
    user = find_user(app)
    assert user is not None
    assert (user.google_id, user.display_name, user.password_hash) == (SUBJECT, "Mia", None)
    assert user.email_verified_at is not None
    with app.app_context():
        kept = db.session.get_one(Conversation, conversation)
    assert (kept.guest_id, kept.user_id) == (None, user.id)


@pytest.mark.parametrize("said", [False, None, "true"])
def test_a_new_persons_address_is_verified_only_when_google_says_exactly_that(
    client: FlaskClient, app: Flask, google: StandIn, said: object
) -> None:
    google.knows(SUBJECT, email=" Mia@Example.org ", email_verified=said)
    come_back(client, google)
    user = find_user(app)
    assert user is not None
    assert (user.email_verified_at, user.display_name) == (None, None)


@pytest.mark.parametrize(("said", "mails"), [(True, 0), (False, 1)])
def test_a_new_person_is_asked_to_confirm_what_google_does_not(
    client: FlaskClient, app: Flask, google: StandIn, mailbox: Mailbox, said: bool, mails: int
) -> None:
    google.knows(SUBJECT, email=MIA["email"], email_verified=said)
    come_back(client, google)
    client.post("/sign-out")
    come_back(client, google)
    assert len(mailbox.read(app)) == mails


def test_two_browsers_at_once_make_one_account(app: Flask, google: StandIn) -> None:
    browsers = [app.test_client() for _ in range(4)]
    begun = [begin(browser) for browser in browsers]
    ways = [google.agree(depart(browser), SUBJECT) for browser in browsers]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: each[0].get(each[1]), zip(browsers, ways, strict=True)))
    assert sorted(answer.headers["Location"] for answer in answers) == ["/", "/", "/", WELCOME]
    assert count_users(app) == 1
    with app.app_context():
        owners = db.session.scalars(select(Conversation.user_id).where(Conversation.id.in_(begun))).all()
    assert (len(owners), len(set(owners))) == (4, 1)


def test_a_returning_person_is_found_by_the_subject_whatever_the_address(
    client: FlaskClient, stranger: FlaskClient, app: Flask, google: StandIn
) -> None:
    come_back(client, google)
    conversation = begin(stranger)
    google.knows(SUBJECT, email="mia.lang@example.org", email_verified=True)
    come_back(stranger, google)
    assert count_users(app) == 1
    assert find_user(app) is not None
    assert "コーヒー" in page(client, conversation)


def test_somebody_else_with_an_address_that_changed_hands_does_not_get_in(
    client: FlaskClient, stranger: FlaskClient, app: Flask, google: StandIn
) -> None:
    come_back(client, google)
    google.knows("another-subject", email=MIA["email"], email_verified=True)
    answer = come_back(stranger, google, subject="another-subject")
    assert answer.headers["Location"] == PASSWORD_PAGE
    assert not is_signed_in(stranger)
    user = find_user(app)
    assert user is not None
    assert user.google_id == SUBJECT


def test_an_address_that_both_sides_proved_is_linked_at_once(
    client: FlaskClient, stranger: FlaskClient, app: Flask, google: StandIn
) -> None:
    sign_up(client)
    prove_address(app)
    conversation = begin(stranger)
    assert come_back(stranger, google).headers["Location"] == "/"
    assert is_signed_in(stranger)
    user = find_user(app)
    assert user is not None
    assert user.google_id == SUBJECT
    assert "コーヒー" in page(client, conversation)
    assert sign_in(app.test_client()).status_code == 303


@pytest.mark.parametrize(("theirs", "ours"), [(True, False), (False, True), (False, False)])
def test_an_address_that_one_side_did_not_prove_asks_for_the_password_first(
    client: FlaskClient, stranger: FlaskClient, app: Flask, google: StandIn, theirs: bool, ours: bool
) -> None:
    sign_up(client)
    if ours:
        prove_address(app)
    google.knows(SUBJECT, email=MIA["email"], email_verified=theirs)
    conversation = begin(stranger)
    here = f"/conversations/{conversation}"
    assert come_back(stranger, google, here).headers["Location"] == PASSWORD_PAGE
    user = find_user(app)
    assert user is not None
    assert user.google_id is None
    assert not is_signed_in(stranger)
    assert client.get(here).status_code == 404

    asked = stranger.get(PASSWORD_PAGE)
    assert 'value="mia@example.org"' in asked.text
    assert ("the password ends with this" in asked.text) is not ours
    refused = stranger.post(PASSWORD_PAGE, data={"password": "another password"})
    assert (refused.status_code, "do not belong together" in refused.text) == (422, True)
    assert stranger.post(PASSWORD_PAGE).status_code == 422

    answer = stranger.post(PASSWORD_PAGE, data={"password": MIA["password"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert "コーヒー" in page(stranger, conversation)
    user = find_user(app)
    assert user is not None
    assert user.google_id == SUBJECT
    assert (user.email_verified_at is not None) is (theirs or ours)
    # nobody who only claimed the address keeps a way in
    assert (user.password_hash is not None) is ours
    assert is_signed_in(client) is ours
    assert sign_in(app.test_client()).status_code == (303 if ours else 422)
    assert come_back(app.test_client(), google).headers["Location"] == "/"


def test_the_password_page_is_for_the_account_of_the_address_alone(
    client: FlaskClient, stranger: FlaskClient, app: Flask, google: StandIn
) -> None:
    sign_up(app.test_client())
    sign_up(client, email="eve@example.org", password="four green umbrellas")
    come_back(stranger, google)
    eve = {"email": "eve@example.org", "password": "four green umbrellas"}
    assert stranger.post(PASSWORD_PAGE, data=eve).status_code == 422
    # signing in as somebody else by the ordinary form connects nothing
    sign_in(stranger, **eve)
    user = find_user(app, "eve@example.org")
    assert user is not None
    assert user.google_id is None
    assert stranger.post(PASSWORD_PAGE, data={"password": MIA["password"]}).headers["Location"].startswith("/sign-in")


def test_guessing_on_the_password_page_ends_too(client: FlaskClient, app: Flask, google: StandIn) -> None:
    sign_up(app.test_client())
    come_back(client, google)
    for _ in range(10):
        assert client.post(PASSWORD_PAGE, data={"password": "another password"}).status_code == 422
    assert client.post(PASSWORD_PAGE, data={"password": MIA["password"]}).status_code == 429
    assert not is_signed_in(client)


def test_what_waits_for_the_password_waits_ten_minutes(make_app: MakeApp, settings: Settings, google: StandIn) -> None:
    late = timedelta(0)
    app = make_app(settings=settings.model_copy(update=google.settings()), clock=lambda: system_clock() + late)
    client = app.test_client()
    sign_up(app.test_client())
    come_back(client, google)
    assert client.get(PASSWORD_PAGE).status_code == 200
    late = timedelta(minutes=11)
    assert client.get(PASSWORD_PAGE).headers["Location"] == "/sign-in?google=failed"
    answer = client.post(PASSWORD_PAGE, data={"password": MIA["password"]})
    assert answer.headers["Location"] == "/sign-in?google=failed"
    user = find_user(app)
    assert user is not None
    assert user.google_id is None


def test_a_stranger_has_no_password_page(stranger: FlaskClient) -> None:
    assert stranger.get(PASSWORD_PAGE).headers["Location"] == "/sign-in?google=failed"
    assert stranger.post(PASSWORD_PAGE, data={"password": "x"}).headers["Location"] == "/sign-in?google=failed"


def refused(answer: TestResponse, client: FlaskClient, app: Flask) -> str:
    """What /sign-in says after a failure that changed nothing."""
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?google=")
    assert not is_signed_in(client)
    assert count_users(app) == 0
    said = client.get(answer.headers["Location"])
    assert said.status_code == 200
    return said.text


def test_another_state_is_refused(client: FlaskClient, app: Flask, google: StandIn) -> None:
    back = google.agree(depart(client), SUBJECT)
    before = len(google.redeemed)
    assert "did not work this time" in refused(client.get(changed(back, state="another")), client, app)
    # and the way there is forgotten with it
    assert "did not work this time" in refused(client.get(back), client, app)
    assert len(google.redeemed) == before


def test_a_code_of_another_browser_is_refused(
    client: FlaskClient, stranger: FlaskClient, app: Flask, google: StandIn
) -> None:
    back = google.agree(depart(stranger), SUBJECT)
    depart(client)
    refused(client.get(back), client, app)


def test_another_nonce_is_refused(client: FlaskClient, app: Flask, google: StandIn) -> None:
    location = changed(depart(client), nonce="another-nonce-of-somebody")
    back = google.agree(location, SUBJECT)
    before = len(google.redeemed)
    assert "did not work this time" in refused(client.get(back), client, app)
    # by the token that it was given, not before
    assert len(google.redeemed) == before + 1


def test_a_code_counts_once(client: FlaskClient, stranger: FlaskClient, google: StandIn) -> None:
    back = google.agree(depart(client), SUBJECT)
    cookie = client.get_cookie("kaiwa")
    assert cookie is not None
    assert client.get(back).headers["Location"] == WELCOME
    stranger.set_cookie("kaiwa", cookie.value)
    assert stranger.get(back).headers["Location"] == "/sign-in?google=failed"
    assert not is_signed_in(stranger)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=server_error"])
def test_whoever_comes_from_nowhere_is_refused(client: FlaskClient, app: Flask, query: str) -> None:
    assert "did not work this time" in refused(client.get(f"/auth/google/callback{query}"), client, app)


@pytest.mark.parametrize("change", [{"google_client_id": "another"}, {"google_issuer": "http://localhost:9"}])
def test_a_token_for_another_client_or_of_another_issuer_is_refused(
    client: FlaskClient, app: Flask, google: StandIn, change: dict[str, str]
) -> None:
    ours = app.extensions["kaiwa.google"]
    ours._client_id = change.get("google_client_id", ours._client_id)
    ours._issuer = change.get("google_issuer", ours._issuer)
    refused(client.get(google.agree(depart(client), SUBJECT)), client, app)


def test_a_cancelled_sign_in_comes_back_kindly_and_keeps_the_guest(
    client: FlaskClient, app: Flask, google: StandIn
) -> None:
    conversation = begin(client)
    here = f"/conversations/{conversation}"
    answer = client.get(google.refuse(depart(client, here)))
    assert answer.headers["Location"] == f"/sign-in?google=cancelled&next={here}"
    text = refused(answer, client, app)
    assert "and that is fine" in text
    assert f'name="next" value="{here}"' in text
    assert "コーヒー" in page(client, conversation)


def test_without_an_address_there_is_no_account(client: FlaskClient, app: Flask, google: StandIn) -> None:
    google.knows("nameless", email_verified=True)
    answer = come_back(client, google, subject="nameless")
    assert "did not tell us an e-mail address" in refused(answer, client, app)


def test_google_out_of_reach_is_said_on_the_way_there_and_back(
    make_app: MakeApp, settings: Settings, google: StandIn, client: FlaskClient, app: Flask
) -> None:
    gone = make_app(settings=settings.model_copy(update={**google.settings(), "google_issuer": "http://localhost:9"}))
    browser = gone.test_client()
    assert "Google does not answer" in refused(browser.get("/auth/google"), browser, gone)
    back = google.agree(depart(client), SUBJECT)
    with google.silence():
        assert "Google does not answer" in refused(client.get(back), client, app)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_nobody_is_sent_elsewhere_afterwards(client: FlaskClient, google: StandIn, target: str) -> None:
    assert come_back(client, google, target).headers["Location"] == WELCOME
    client.post("/sign-out")
    assert come_back(client, google, target).headers["Location"] == "/"


def test_trying_again_and_again_does_not_fill_the_cookie(client: FlaskClient, google: StandIn) -> None:
    conversation = begin(client)
    for _ in range(12):
        depart(client, f"/conversations/{conversation}")
    cookie = client.get_cookie("kaiwa")
    assert cookie is not None
    assert len(cookie.value) < 2000
    assert come_back(client, google).headers["Location"] == WELCOME
    assert client.get(f"/conversations/{conversation}").status_code == 200


def test_signing_in_gives_a_new_token_and_forgets_what_the_cookie_held(client: FlaskClient, google: StandIn) -> None:
    come_back(client, google)
    with client.session_transaction() as kept:
        assert not {"google_next", "google_identity", "guest"} & set(kept)
        assert not [key for key in kept if key.startswith("_state")]


def test_whoever_is_signed_in_need_not_go(client: FlaskClient) -> None:
    sign_up(client)
    assert client.get("/auth/google").headers["Location"] == "/"


@pytest.mark.parametrize("form", ["/sign-in", "/sign-up"])
def test_the_button_is_a_plain_link_that_keeps_where_one_was(client: FlaskClient, form: str) -> None:
    text = client.get(f"{form}?next=/settings/sessions").text
    assert 'href="/auth/google?next=/settings/sessions">Continue with Google</a>' in text


def test_without_the_settings_there_is_neither_button_nor_page(make_app: MakeApp) -> None:
    client = make_app().test_client()
    for form in ("/sign-in", "/sign-up"):
        assert "Google" not in client.get(form).text
    assert client.get("/auth/google").status_code == 404
    assert client.get("/auth/google/callback?code=x&state=x").status_code == 404
    assert client.get(PASSWORD_PAGE).status_code == 404
    assert client.post(PASSWORD_PAGE, data={"password": "x"}).status_code == 404


def test_the_stand_in_is_where_the_button_leads(client: FlaskClient, google: StandIn) -> None:
    assert urlsplit(depart(client)).netloc == urlsplit(google.issuer).netloc
