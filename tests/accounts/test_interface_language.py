"""The language of the pages: the account's choice, the browser's, what the browser accepts, English."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.accounts.signed_in import LANGUAGE
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.models import User
from kaiwa.web.locale import apart, moment, speaking
from kaiwa.web.translation import gettext
from tests.accounts.mailbox import Mailbox
from tests.accounts.people import MIA, find_user, sign_in, sign_up
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX

JAPANESE = {"Accept-Language": "ja-JP,ja;q=0.9,en;q=0.5"}
CHOICE = "/preferences/interface-language"


def spoken(client: FlaskClient, **headers: str) -> str:
    """The language and direction that a page says it is in."""
    page = client.get("/sign-in", headers=headers, follow_redirects=True).text
    return page.split("<html ")[1].split(">")[0]


def choose(client: FlaskClient, tag: str) -> None:
    assert client.post(CHOICE, data={"language": tag}).status_code == 303


def kept(app: Flask) -> str | None:
    user = find_user(app)
    assert user is not None
    return user.preferred_ui_language_id


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("ja-JP,ja;q=0.9,en;q=0.5", "ja"),
        ("JA", "ja"),
        ("en-GB,ja;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,ja;q=0.5,en;q=0.4", "ja"),
        ("fr", "en"),
        ("ja;q=0,en;q=0.1", "en"),
        ("ar", "en"),
        ("en-XA", "en"),
        ("*", "en"),
        ("", "en"),
        ("x;q=oops", "en"),
    ],
)
def test_a_browser_is_spoken_to_in_the_best_language_that_it_accepts(
    client: FlaskClient, accepted: str, tag: str
) -> None:
    assert spoken(client, **{"Accept-Language": accepted}) == f'lang="{tag}" dir="ltr"'


def test_a_choice_counts_more_than_what_the_browser_accepts(client: FlaskClient) -> None:
    choose(client, "en")
    assert spoken(client, **JAPANESE) == 'lang="en" dir="ltr"'
    choose(client, "ja")
    assert spoken(client) == 'lang="ja" dir="ltr"'
    assert "ログイン" in client.get("/sign-in").text


def test_an_account_s_choice_counts_more_than_the_browser_s(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    assert kept(app) is None
    choose(client, "ja")
    assert kept(app) == "ja"
    elsewhere = app.test_client()
    choose(elsewhere, "en")
    sign_in(elsewhere)
    assert spoken(elsewhere) == 'lang="ja" dir="ltr"'
    assert kept(app) == "ja"


def test_what_a_guest_chose_becomes_the_new_account_s_and_stays_after_signing_out(
    app: Flask, client: FlaskClient
) -> None:
    choose(client, "ja")
    sign_up(client)
    assert kept(app) == "ja"
    client.post("/sign-out")
    assert spoken(client) == 'lang="ja" dir="ltr"'


def test_the_settings_change_it_too(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    field = "/settings/fields/preferred_ui_language_id"
    changed = client.post(field, data={"preferred_ui_language_id": "ja"}, headers=HTMX)
    assert changed.headers["HX-Redirect"].startswith("/settings/languages")
    page = client.get("/settings/languages").text
    assert '<html lang="ja"' in page
    assert ">Español · スペイン語</option>" in page
    assert ">日本語</option>" in page
    # back to what the browser asks for, whatever was chosen on it before
    client.post("/settings/languages", data={"preferred_ui_language_id": ""})
    assert spoken(client) == 'lang="en" dir="ltr"'
    assert kept(app) is None


def test_a_mail_speaks_the_language_of_the_account(client: FlaskClient, mailbox: Mailbox) -> None:
    choose(client, "ja")
    sign_up(client)
    mailbox.read()
    mailbox.clear()
    client.post("/sign-out")
    choose(client, "en")
    client.post("/password/forgotten", data={"email": MIA["email"]})
    assert mailbox.read()[0].subject == "Kaiwaのパスワードの再設定"


def test_a_language_that_is_gone_counts_as_not_chosen(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    with app.app_context():
        db.session.query(User).update({"preferred_ui_language_id": "it"})
        db.session.commit()
    with client.session_transaction() as session:
        session[LANGUAGE] = ["odd"]
    assert spoken(client, **JAPANESE) == 'lang="ja" dir="ltr"'


@pytest.mark.parametrize("tag", ["", "it", "xx", "../ja", "j" * 400])
def test_what_is_not_offered_is_refused(client: FlaskClient, tag: str) -> None:
    assert client.post(CHOICE, data={"language": tag}).status_code == 422
    assert client.post(CHOICE, data={}).status_code == 422
    assert spoken(client) == 'lang="en" dir="ltr"'


def test_a_choice_needs_the_token_of_its_form(client: FlaskClient) -> None:
    assert client.post(CHOICE, data={"language": "ja"}, csrf=False).status_code == 400


@pytest.mark.parametrize(
    ("referrer", "target"),
    [
        ("http://localhost/sign-in?next=/settings/sessions", "/sign-in?next=/settings/sessions"),
        ("http://localhost/?scene=order-coffee&language=ja", "/?scene=order-coffee&language=ja"),
        # what only takes forms cannot be come back to
        ("http://localhost/conversations", "/"),
        ("http://localhost/nowhere", "/"),
        ("http://localhost//evil.example/", "/"),
        ("https://evil.example/sign-in", "/"),
        ("", "/"),
    ],
)
def test_one_comes_back_to_the_page_that_one_was_on(client: FlaskClient, referrer: str, target: str) -> None:
    response = client.post(CHOICE, data={"language": "ja"}, headers={"Referer": referrer})
    assert (response.status_code, response.headers["Location"]) == (303, target)


def test_the_first_page_is_kept_for_each_language_apart(client: FlaskClient) -> None:
    address = "/?scene=order-coffee&language=es"
    for _ in range(2):
        for headers, sentence in ((JAPANESE, "ほかの場面"), ({}, "Another scene")):
            page = client.get(address, headers=headers).text
            assert sentence in page
            assert sentence in client.get(address, headers=headers | HTMX).text
    assert '<option value="es" selected>スペイン語</option>' in client.get(address, headers=JAPANESE).text


def test_what_goes_wrong_is_said_in_the_language_too(client: FlaskClient) -> None:
    assert "<h1>ページが見つかりません</h1>" in client.get("/nowhere", headers=JAPANESE).text
    wrong = client.post("/sign-up", data={"email": "mia@example.org", "password": "short"}, headers=JAPANESE)
    assert "10文字以上で入力してください" in wrong.text
    assert client.post(CHOICE, data={}, headers=JAPANESE | HTMX).text.strip().startswith("<p>送信された内容")


@pytest.mark.parametrize(
    ("tag", "zone", "written"),
    [
        ("en", "UTC", "Nov 21 22:05"),
        ("ja", "Asia/Tokyo", "11月22日 7:05"),
        ("ar", "UTC", "21 نوفمبر 22:05"),
        ("en", "Mars/Olympus", "Nov 21 22:05"),
    ],
)
def test_a_moment_is_written_as_the_language_writes_it(app: Flask, tag: str, zone: str, written: str) -> None:
    with app.app_context(), speaking(tag):
        assert moment(datetime(2026, 11, 21, 22, 5, tzinfo=UTC), zone) == written


def test_a_text_in_another_language_is_set_apart(app: Flask) -> None:
    with app.app_context():
        assert apart("<b>") == "<b>"
        with speaking("ar"):
            assert apart("<b>") == "<bdi>&lt;b&gt;</bdi>"
            assert apart("Order", "en") == '<bdi lang="en">Order</bdi>'


def test_caches_are_told(client: FlaskClient) -> None:
    assert "Accept-Language" in client.get("/sign-in").vary


def test_languages_that_prove_the_layout_are_chosen_on_a_page_of_their_own(app: Flask, client: FlaskClient) -> None:
    page = client.get(CHOICE).text
    assert 'value="ar"' in page
    assert 'value="ar"' not in page.split("<footer")[1]
    sign_up(client)
    choose(client, "ja")
    choose(client, "ar")
    assert spoken(client) == 'lang="ar" dir="rtl"'
    assert kept(app) is None
    choose(client, "en-XA")
    assert spoken(client) == 'lang="en-XA" dir="ltr"'


def test_production_offers_none_of_them(make_app: MakeApp, settings: Settings) -> None:
    app = make_app(settings.model_copy(update={"kaiwa_env": "production"}))
    client = app.test_client()
    with client.session_transaction(base_url="https://localhost") as session:
        session[LANGUAGE] = "ar"
    page = client.get(CHOICE, base_url="https://localhost").text
    assert '<html lang="en" dir="ltr">' in page
    assert 'value="ja"' in page
    assert 'value="ar"' not in page


def test_a_mail_is_written_in_the_language_of_whom_it_is_for(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert gettext("Sign in") == "Sign in"
        with speaking("ja"):
            assert gettext("Sign in") == "ログイン"
            with speaking(None):
                assert gettext("Sign in") == "Sign in"
            assert gettext("Sign in") == "ログイン"
        assert gettext("Sign in") == "Sign in"
    with app.app_context(), speaking("ja"):
        assert gettext("Sign in") == "ログイン"
