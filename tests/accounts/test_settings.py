"""The settings and the welcome: kept field by field or by one button, and really used."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kaiwa.accounts.settings_fields import FIELDS, LOOKS, SECTIONS
from kaiwa.accounts.settings_forms import SettingsForm
from kaiwa.extensions import db
from kaiwa.models import Conversation, SignInSession, UserPreferences
from kaiwa.models.accounts import Challenge, LearningGoal, Theme
from kaiwa.models.conversations import CorrectionStyle
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import MIA, find_user, is_signed_in, sign_in, sign_up
from tests.conversations.guests import HTMX, begin, page, plain

PAGES = ["/welcome", "/settings", *(f"/settings/{name}" for name in SECTIONS if name != "profile")]
WELCOME = {
    "target_language_id": "ko",
    "native_language_id": "fr",
    "learning_goal": "culture",
    "speaking_level": "30",
    "listening_level": "50",
    "reading_level": "10",
    "writing_level": "",
    "challenge_preference": "challenging",
    "correction_style": "immediate",
    "specific_goals": "  a concert in Seoul\r\n\r\n asking  the way ",
}
WRONG = [
    ("learning_goal", "gold"),
    ("speaking_level", "0"),
    ("speaking_level", "101"),
    ("speaking_level", "many"),
    ("native_language_id", "xx"),
    ("target_language_id", "xx"),
    ("preferred_ui_language_id", "de"),
    ("correction_style", "never"),
    ("theme", "plaid"),
    ("time_zone", "Mars/Olympus"),
    ("time_zone", "../../etc/passwd"),
    ("time_zone", ""),
    ("display_name", "x" * 81),
    ("show_romanization", "perhaps"),
    ("specific_goals", "\n".join("abcdefghijk")),
    ("specific_goals", "x" * 121),
]


def preferences(app: Flask) -> UserPreferences:
    with app.app_context():
        return db.session.scalars(select(UserPreferences)).one()


def change(client: FlaskClient, **values: str) -> None:
    """Change fields one after the other, as htmx does when each is left."""
    for name, value in values.items():
        answer = client.post(f"/settings/fields/{name}", data={name: value}, headers=HTMX)
        assert answer.status_code == 200, answer.text
        assert "Kept." in answer.text


def test_every_setting_has_a_look_and_a_place_in_the_form() -> None:
    assert set(LOOKS) == set(SettingsForm.model_fields) == set(FIELDS)


def test_a_guest_is_asked_to_sign_in(client: FlaskClient) -> None:
    for address in PAGES:
        assert client.get(address).headers["Location"] == f"/sign-in?next={address}"
        assert client.post(address).headers["Location"] == "/sign-in"
    assert client.post("/settings/fields/theme", data={"theme": "dark"}).headers["Location"] == "/sign-in"
    assert client.post("/settings/password").headers["Location"] == "/sign-in"
    assert client.post("/settings/time-zone-guess").headers["Location"] == "/sign-in"


def test_each_page_is_there_for_somebody_with_an_account(client: FlaskClient) -> None:
    sign_up(client)
    assert {client.get(address).status_code for address in PAGES} == {200}
    assert "mia@example.org" in client.get("/settings").text


def test_signing_up_leads_to_the_welcome_unless_one_was_somewhere(client: FlaskClient, stranger: FlaskClient) -> None:
    assert sign_up(client).headers["Location"] == "/welcome"
    conversation = begin(stranger)
    target = f"/conversations/{conversation}"
    assert sign_up(stranger, email="eve@example.org", next=target).headers["Location"] == target
    assert 'href="/welcome"' in stranger.get("/").text


def test_the_whole_welcome_is_kept_by_one_button(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    answer = client.post("/welcome", data=WELCOME)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    kept, user = preferences(app), find_user(app)
    assert user is not None
    assert (kept.target_language_id, user.native_language_id) == ("ko", "fr")
    assert (kept.learning_goal, kept.challenge_preference) == (LearningGoal.CULTURE, Challenge.CHALLENGING)
    assert [kept.speaking_level, kept.listening_level, kept.reading_level, kept.writing_level] == [30, 50, 10, None]
    assert kept.correction_style is CorrectionStyle.IMMEDIATE
    assert kept.specific_goals == ["a concert in Seoul", "asking the way"]
    shown = client.get("/settings/practice").text
    assert re.search(r'value="culture" checked', shown)
    assert "a concert in Seoul\nasking the way</textarea>" in shown
    assert 'href="/welcome"' not in client.get("/").text


def test_one_field_is_kept_alone(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    wrong_elsewhere = {"display_name": "x" * 200, "theme": "plaid"}
    for name, value in (WELCOME | {"theme": "light", "time_zone": "Asia/Tokyo"}).items():
        answer = client.post(f"/settings/fields/{name}", data=wrong_elsewhere | {name: value}, headers=HTMX)
        assert answer.status_code == 200, name
        assert f'id="setting-{name}"' in answer.text
        assert "Kept." in answer.text
        assert "<html" not in answer.text
    user = find_user(app)
    assert user is not None
    assert user.display_name is None


def test_what_will_not_do_is_said_at_its_field(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    before = preferences(app)
    for name, value in WRONG:
        alone = client.post(f"/settings/fields/{name}", data={name: value}, headers=HTMX)
        assert alone.status_code == 422, (name, value)
        assert f'id="setting-{name}-error"' in alone.text
        section = next(section for section, names in SECTIONS.items() if name in names)
        whole = client.post("/settings" if section == "profile" else f"/settings/{section}", data={name: value})
        assert whole.status_code == 422, (name, value)
        assert f'id="setting-{name}-error"' in whole.text
    after = preferences(app)
    assert all(getattr(before, each) == getattr(after, each) for each in ("learning_goal", "theme", "specific_goals"))


def test_what_is_no_setting_cannot_be_set(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    for name in ("role", "password_hash", "study_seconds", "id"):
        assert client.post(f"/settings/fields/{name}", data={name: "admin"}).status_code == 404
    client.post("/settings", data={"role": "admin", "display_name": " Mia\x00 "})
    user = find_user(app)
    assert user is not None
    assert (user.role, user.display_name) == ("learner", "Mia")


def test_one_person_changes_nothing_of_another(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    sign_up(client)
    sign_up(stranger, email="eve@example.org")
    change(stranger, display_name="Eve", theme="dark")
    user = find_user(app)
    assert user is not None
    assert user.display_name is None
    assert 'data-theme="dark"' not in client.get("/settings").text


def test_the_colours_stand_in_the_page_when_signed_in(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    assert "data-theme=" not in re.sub(r"<body.*", "", client.get("/").text, flags=re.DOTALL)
    change(client, theme="dark")
    assert preferences(app).theme is Theme.DARK
    for address in ("/", "/settings/appearance", "/nowhere"):
        assert '<html lang="en" dir="ltr" data-theme="dark"' in client.get(address).text
    client.post("/sign-out")
    assert 'data-theme="dark"' not in client.get("/").text


def test_a_new_conversation_begins_as_one_likes_it(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    change(client, target_language_id="de", native_language_id="ja", correction_style="end_of_session")
    stage = client.get("/?scene=first-conversation").text
    assert 'name="language" value="de"' in stage
    conversation = begin(client, scene="first-conversation", language="de", content="Mia")
    with app.app_context():
        kept = db.session.get_one(Conversation, conversation)
        assert (kept.native_language_id, kept.correction_style) == ("ja", CorrectionStyle.END_OF_SESSION)
    assert 'name="language" value="ja"' in client.get("/?scene=order-coffee&language=ja").text


def test_readings_and_translations_are_shown_as_one_likes_them(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    conversation = begin(client)
    shown = page(client, conversation)
    assert 'data-readings="on"' in shown
    assert '<details class="translation">' in shown
    change(client, show_romanization="no", show_translation="yes")
    shown = page(client, conversation)
    assert 'data-readings="off"' in shown
    assert '<details class="translation" open>' in shown
    assert "data-speaks" not in shown
    change(client, speaks_lines="yes")
    assert "data-speaks" in page(client, conversation)
    client.post("/preferences/readings", data={"shown": "yes"})
    assert preferences(app).show_romanization
    assert 'data-readings="on"' in page(client, conversation)


def test_the_level_of_speaking_is_the_level_on_the_stage(client: FlaskClient) -> None:
    sign_up(client)
    assert 'value="new" selected' in client.get("/?scene=order-coffee").text
    change(client, speaking_level="90")
    assert 'value="confident" selected' in client.get("/?scene=order-coffee").text


def test_another_language_of_the_pages_is_spoken_at_once(client: FlaskClient) -> None:
    sign_up(client)
    data = {"preferred_ui_language_id": "ja"}
    answer = client.post("/settings/fields/preferred_ui_language_id", data=data, headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/settings/languages?saved=yes"
    assert '<html lang="ja"' in client.get("/settings/languages").text
    client.post("/preferences/interface-language", data={"language": "ja"})
    client.post("/settings/languages", data={"preferred_ui_language_id": ""})
    assert '<html lang="en"' in client.get("/settings/languages").text


def test_habits_cost_a_page_no_statement(client: FlaskClient) -> None:
    conversation = begin(client)
    with count_statements() as as_guest:
        page(client, conversation)
    sign_up(client)
    change(client, theme="dark", show_translation="yes")
    page(client, conversation)
    with count_statements() as signed_in:
        page(client, conversation)
    assert len(signed_in) <= len(as_guest) + 1


def test_another_password_ends_every_other_session_and_changes_this_ones_token(
    client: FlaskClient, stranger: FlaskClient, app: Flask
) -> None:
    sign_up(client)
    sign_in(stranger)
    before = client.get_cookie("kaiwa_session")
    assert before is not None
    new = "four green umbrellas"
    answer = client.post("/settings/password", data={"old": MIA["password"], "password": new})
    assert answer.status_code == 303
    assert "Your password is changed" in client.get(answer.headers["Location"]).text
    after = client.get_cookie("kaiwa_session")
    assert after is not None
    assert after.value != before.value
    assert not is_signed_in(stranger)
    stranger.set_cookie("kaiwa_session", before.value)
    assert not is_signed_in(stranger)
    with app.app_context():
        assert len(db.session.scalars(select(SignInSession)).all()) == 1
    assert sign_in(stranger).status_code == 422
    assert sign_in(stranger, password=new).status_code == 303


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"old": "another password", "password": "four green umbrellas"}, "old", "not your password as it is now"),
        ({"old": "", "password": "four green umbrellas"}, "old", "Please fill this in"),
        ({"old": MIA["password"], "password": "short"}, "password", "at least 10 characters"),
        ({"old": MIA["password"], "password": "password123"}, "password", "among the first"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    client: FlaskClient, stranger: FlaskClient, sent: Mapping[str, str], field: str, sentence: str
) -> None:
    sign_up(client)
    sign_in(stranger)
    answer = client.post("/settings/password", data=sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in answer.text
    assert is_signed_in(client)
    assert is_signed_in(stranger)


def test_the_old_password_cannot_be_guessed_for_ever(client: FlaskClient) -> None:
    sign_up(client)
    data = {"old": "another password", "password": "four green umbrellas"}
    answers = [client.post("/settings/password", data=data).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_the_browser_says_its_time_zone_once(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    assert "data-time-zone" in client.get("/").text
    assert client.post("/settings/time-zone-guess", data={"time_zone": "Asia/Tokyo"}).status_code == 204
    assert "data-time-zone" not in client.get("/").text
    client.post("/settings/time-zone-guess", data={"time_zone": "Europe/Berlin"})
    user = find_user(app)
    assert user is not None
    assert user.time_zone == "Asia/Tokyo"


def test_a_time_zone_that_is_none_is_not_taken(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    assert client.post("/settings/time-zone-guess", data={"time_zone": "Mars/Olympus"}).status_code == 422
    assert "data-time-zone" not in client.get("/").text
    user = find_user(app)
    assert user is not None
    assert user.time_zone == "UTC"


def test_without_javascript_a_page_is_kept_and_says_so(client: FlaskClient) -> None:
    sign_up(client)
    data = {"native_language_id": "ja", "target_language_id": "", "preferred_ui_language_id": ""}
    answer = client.post("/settings/languages", data=data)
    assert answer.status_code == 303
    assert "Kept." in plain(client.get(answer.headers["Location"]).text)


def test_the_settings_lead_to_the_sessions_and_back(client: FlaskClient) -> None:
    sign_up(client)
    assert 'href="/settings"' in client.get("/").text
    assert 'href="/settings/sessions"' in client.get("/settings").text
    assert 'href="/settings/sessions" aria-current="page"' in client.get("/settings/sessions").text
