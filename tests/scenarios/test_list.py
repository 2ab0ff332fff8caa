"""The list of scenarios as somebody uses it: searched in eight languages, narrowed, turned page by page, saved from."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import Scenario, ScenarioText, UserPreferences
from kaiwa.models.accounts import LearningGoal
from kaiwa.models.scenarios import Visibility
from kaiwa.scenarios.indexing import index_scenarios
from kaiwa.scenarios.progress import rate_scenario
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import find_user, sign_up
from tests.conversations.guests import HTMX, begin
from tests.scenarios.test_counting import copy_scenario

TYPED = {**HTMX, "HX-Source": "input#search"}


def found(client: FlaskClient, query: str = "") -> list[str]:
    """The ids of the cards in the list below the shelves, in order."""
    answer = client.get(f"/scenarios{query}")
    assert answer.status_code == 200, query
    return re.findall(r'id="card-([^"]+)"', answer.text)


def turned(client: FlaskClient, query: str) -> list[str]:
    """The ids of the cards of all pages, one page after another."""
    seen: list[str] = []
    path = f"/scenarios{query}"
    while path:
        page = client.get(path).text
        seen += re.findall(r'id="card-([^"]+)"', page)
        more = re.search(r'<a class="button quiet-button" href="([^"]+)" rel="nofollow"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    return seen


def shelf(client: FlaskClient, name: str) -> list[str]:
    """Where the cards of a shelf lead to."""
    part = re.search(rf'<section class="shelf" aria-labelledby="shelf-{name}">.*?</section>', shown(client), re.S)
    return re.findall(r'<a href="([^"]+)"><b>', part[0]) if part else []


def shown(client: FlaskClient, query: str = "") -> str:
    return client.get(f"/scenarios{query}").text


def somebody(app: Flask, client: FlaskClient, **changes: str) -> UUID:
    sign_up(client, **changes)
    user = find_user(app, **changes)
    assert user is not None
    return user.id


def write_texts(app: Flask, texts: dict[str, dict[str, Any]]) -> None:
    """Let a scenario say something in other languages."""
    with app.app_context():
        scenario = db.session.get_one(Scenario, "doctors-appointment")
        like = db.session.get_one(ScenarioText, ("order-coffee", "ja"))
        for language, values in texts.items():
            row = {each.key: getattr(like, each.key) for each in ScenarioText.__mapper__.column_attrs}
            key = {"scenario_id": scenario.id, "language_id": language}
            db.session.merge(ScenarioText(**{**row, **key, **values}))
        index_scenarios(db.session(), [scenario])
        db.session.commit()


def own(app: Flask, user_id: UUID, name: str, visibility: Visibility, **values: Any) -> None:
    with app.app_context():
        copy_scenario(db.session(), name, user_id)
        db.session.execute(update(Scenario).where(Scenario.id == name).values(visibility=visibility, **values))
        db.session.commit()


WORDS = {
    "ja": ("病院で症状を話す", ["病院", "症状", "症"]),
    "zh": ("在医院说症状", ["医院", "症状"]),
    "ko": ("병원에서 증상 말하기", ["병원", "증상"]),
    "fr": ("Décrire ses symptômes à l’hôpital", ["symptomes", "sympt", "hopital", "hôpital"]),
    "de": ("Beim Arzt über Schmerzen sprechen", ["uber", "ueber", "schmerz"]),
    "es": ("Decir qué síntomas tienes al médico", ["sintomas", "médico"]),
    "it": ("Parlare della febbre dal dottore: perché?", ["perche", "febbr"]),
    "en": ("Telling a doctor about your symptoms", ["sympt", "SYMPTOMS doc"]),
}


@pytest.mark.parametrize("language", WORDS)
def test_it_is_found_by_words_of_every_language(app: Flask, client: FlaskClient, language: str) -> None:
    title, typed = WORDS[language]
    write_texts(app, {language: {"title": title}})
    for words in typed:
        assert found(client, f"?q={words}")[0] == "doctors-appointment", words


def test_what_stands_in_titles_comes_first(client: FlaskClient) -> None:
    hits = found(client, "?q=appointment")
    assert hits[0] == "doctors-appointment"
    assert found(client, "?q=nothing-of-the-kind-xyz") == []


def test_titles_come_first_over_all_pages_and_nothing_is_left_out_or_told_twice(
    app: Flask, client: FlaskClient
) -> None:
    author = somebody(app, client)
    with app.app_context():
        for number in range(70):
            copy_scenario(db.session(), f"copy-{number:02}", author)
        db.session.execute(
            text(
                "UPDATE scenarios SET title = 'Zither ' || id WHERE id LIKE 'copy-%' AND right(id, 1) < '5';"
                "UPDATE scenarios SET description = 'About zithers' WHERE id LIKE 'copy-%' AND right(id, 1) >= '5';"
                "UPDATE scenarios SET usage_count = 5 WHERE id LIKE 'copy-%' AND right(id, 1) IN ('4', '9')"
            )
        )
        db.session.expire_all()
        index_scenarios(db.session(), list(db.session.query(Scenario).filter(Scenario.id.like("copy-%"))))
        db.session.commit()
    seen = turned(client, "?q=zither")
    assert len(seen) == 70
    assert seen == sorted(seen, key=lambda each: (each[-1] >= "5", each[-1] not in "49", each))


def test_each_filter_narrows_and_they_narrow_together(client: FlaskClient) -> None:
    everything = set(found(client)) | set(found(client, "?after=a~100.0~z"))
    with client.application.app_context():
        rows = {row.id: row for row in db.session.query(Scenario) if row.id in everything}
    for name, value, fits in (
        ("level", "C1", lambda row: row.cefr_level == "C1"),
        ("skill", "politeness", lambda row: row.primary_skill == "politeness"),
        ("category", "housing", lambda row: "housing" in row.categories),
        ("length", "short", lambda row: row.estimated_duration_seconds <= 300),
        ("role", "tutor", lambda row: row.role == "tutor"),
        ("language", "ko", lambda row: "ko" in row.script_languages),
    ):
        assert set(found(client, f"?{name}={value}")) == {key for key, row in rows.items() if fits(row)}, name
    both = found(client, "?level=C1&category=housing")
    assert set(both) == set(found(client, "?level=C1")) & set(found(client, "?category=housing"))


def test_what_is_chosen_stands_chosen_for_whoever_chose_it_and_in_their_language(client: FlaskClient) -> None:
    chosen = 'name="level" value="A1" checked'
    for query, is_chosen in (("?level=A1", True), ("", False), ("?level=A1", True), ("?level=B1", False)):
        assert (chosen in shown(client, query)) is is_chosen, query
    assert "<legend>Level</legend>" in shown(client)
    page = client.get("/scenarios", headers={"Accept-Language": "ja"}).text
    assert "<legend>レベル</legend>" in page
    assert "<legend>Level</legend>" not in page


def test_nothing_found_offers_to_drop_each_thing_chosen(client: FlaskClient) -> None:
    page = shown(client, "?level=C2&length=short&q=coffee")
    assert "Nothing fits all of this: “coffee” · C2 · up to 5 minutes" in page
    for label, path in (
        ("Drop the length", "/scenarios?q=coffee&amp;level=C2"),
        ("Drop the level", "/scenarios?q=coffee&amp;length=short"),
        ("Drop the words", "/scenarios?level=C2&amp;length=short"),
    ):
        assert re.search(rf'href="{re.escape(path)}"[^>]*>{label}<', page), label


@pytest.mark.parametrize(
    "query",
    ["?level=Z9", "?after=x", "?after=a~nan~x", "?after=a~inf~", "?sort=best", "?saved=1", "?q=%00%27%5C", "?q=!"],
)
def test_an_address_that_says_nonsense_is_a_list_all_the_same(client: FlaskClient, query: str) -> None:
    assert client.get(f"/scenarios{query}").status_code == 200


def test_pages_follow_one_another_without_a_gap_or_a_repetition(app: Flask, client: FlaskClient) -> None:
    author = somebody(app, client)
    names = {f"copy-{number:02}" for number in range(60)}
    for name in names:
        own(app, author, name, Visibility.PUBLIC)
    with app.app_context():
        index_scenarios(db.session(), list(db.session.query(Scenario).filter(Scenario.id.in_(names))))
        db.session.execute(text("UPDATE scenarios SET usage_count = 3 WHERE id LIKE 'copy-1%'"))
        db.session.execute(
            text("UPDATE scenario_metadata SET saved_count = 1 + length(scenario_id) WHERE scenario_id LIKE 'copy%'")
        )
        db.session.commit()
    for query in ("", "?q=coffee", "?sort=saved", "?level=A1"):
        seen = turned(client, query)
        assert len(seen) == len(set(seen)), query
        assert names <= set(seen), query


def test_load_more_gives_htmx_the_next_cards_alone(app: Flask, client: FlaskClient) -> None:
    author = somebody(app, client)
    for number in range(30):
        own(app, author, f"copy-{number:02}", Visibility.PUBLIC)
    more = re.search(r'href="(/scenarios\?after=[^"]+)"', shown(client))
    assert more
    answer = client.get(more[1], headers=HTMX)
    assert answer.text.lstrip().startswith("<li")
    assert "finder" not in answer.text


def test_typing_replaces_the_address_and_tapping_adds_one(client: FlaskClient) -> None:
    typed = client.get("/scenarios?q=coffee&level=&skill=", headers=TYPED)
    assert typed.headers["HX-Replace-Url"] == "/scenarios?q=coffee"
    assert "<html" not in typed.text
    assert "HX-Request" in typed.headers["Vary"]
    tapped = client.get("/scenarios?q=coffee&level=A1", headers={**HTMX, "HX-Source": "div"})
    assert tapped.headers["HX-Push-Url"] == "/scenarios?q=coffee&level=A1"


def test_a_page_costs_few_statements(app: Flask, client: FlaskClient) -> None:
    somebody(app, client)
    begin(client)
    client.get("/scenarios")
    for query in ("", "?q=病院", "?level=A1&saved=1&new=1", "?sort=trending"):
        with count_statements() as sql:
            client.get(f"/scenarios{query}")
        assert len(sql) <= 8, (query, sql)


def test_private_and_unlisted_ones_are_on_nobody_elses_list(
    app: Flask, client: FlaskClient, stranger: FlaskClient
) -> None:
    author = somebody(app, client)
    own(app, author, "my-secret", Visibility.PRIVATE, title="Telling her the truth")
    own(app, author, "my-link", Visibility.UNLISTED, title="Only for friends")
    somebody(app, stranger, email="eve@example.org")
    for query in ("", "?q=truth", "?q=friends", "?level=A1", "?sort=saved"):
        assert "Telling her" not in shown(stranger, query), query
        assert "Only for friends" not in shown(stranger, query), query
    assert shelf(client, "yours") == ["/scenarios/my-link", "/scenarios/my-secret"]
    assert stranger.post("/scenarios/my-secret/saves", data={"saved": "yes"}).status_code == 404


def test_saving_from_a_card_turns_its_button_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    somebody(app, client)
    answer = client.post("/scenarios/order-coffee/saves", data={"saved": "yes"}, headers=HTMX)
    assert answer.text.lstrip().startswith('<button class="icon-button save"')
    assert 'aria-pressed="true"' in answer.text
    assert found(client, "?saved=1") == ["order-coffee"]
    plain = client.post("/scenarios/order-coffee/saves", data={"saved": "no", "next": "/scenarios?level=A1"})
    assert plain.headers["Location"] == "/scenarios?level=A1#card-order-coffee"
    assert found(client, "?saved=1") == []


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_guest_who_saves_is_led_to_sign_up_and_back(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post(
        "/scenarios/order-coffee/saves", data={"saved": "yes", "next": "/scenarios?q=coffee"}, headers=headers
    )
    place = answer.headers["HX-Redirect" if headers else "Location"]
    form = client.get(place)
    assert "Saved scenarios are kept with an account" in form.text
    assert 'name="next" value="/scenarios?q=coffee"' in form.text
    away = client.post("/scenarios/order-coffee/saves", data={"saved": "yes", "next": "https://evil.example"})
    assert "evil" not in away.headers["Location"]


def test_shelves_show_what_goes_on_suits_and_is_liked(app: Flask, client: FlaskClient) -> None:
    user_id = somebody(app, client)
    conversation = begin(client)
    client.post("/scenarios/ask-directions/saves", data={"saved": "yes"})
    with app.app_context():
        rate_scenario(db.session(), user_id, "order-coffee", 5, now())
        db.session.execute(
            update(UserPreferences)
            .where(UserPreferences.user_id == user_id)
            .values(speaking_level=60, learning_goal=LearningGoal.CAREER)
        )
        db.session.commit()
    assert shelf(client, "talks") == [f"/conversations/{conversation}#latest"]
    assert shelf(client, "trending") == ["/scenarios/order-coffee"]
    assert shelf(client, "saved") == ["/scenarios/ask-directions"]
    assert shelf(client, "rated") == ["/scenarios/order-coffee"]
    with app.app_context():
        suited = [db.session.get_one(Scenario, path.rsplit("/", 1)[1]) for path in shelf(client, "for-you")]
        assert suited
        assert all(each.cefr_level in ("B2", "C1") and "work" in each.categories for each in suited)
    assert found(client, "?new=1").count("order-coffee") == 0


def test_a_guest_goes_on_where_they_were(client: FlaskClient, stranger: FlaskClient) -> None:
    conversation = begin(client)
    assert shelf(client, "talks") == [f"/conversations/{conversation}#latest"]
    assert shelf(stranger, "talks") == []
    assert shelf(client, "for-you") == []


def test_titles_are_in_the_language_of_the_page_where_they_are_written(client: FlaskClient) -> None:
    page = client.get("/scenarios", headers={"Accept-Language": "ja"}).text
    assert "カフェで注文する" in page
    assert '<bdi lang="ja">カフェで注文する</bdi>' in page


def test_markup_in_a_title_stays_text(app: Flask, client: FlaskClient) -> None:
    author = somebody(app, client)
    nasty = '<script>alert(1)</script>" onload="x'
    own(app, author, "nasty", Visibility.PUBLIC, title=nasty)
    page = shown(client)
    assert "<script>alert" not in page
    assert 'onload="x"' not in page
    assert "&lt;script&gt;" in page


def test_every_page_leads_there_and_says_where_one_is(client: FlaskClient) -> None:
    assert 'href="/scenarios"' in client.get("/").text
    assert re.search(r'href="/scenarios" aria-current="page"', shown(client))


@pytest.mark.parametrize("after", ["a~1~%00", "a~nan~x", "a~inf~x", "t~1~%F0%9F", "%00", "a~1e999~", "e~-5~ok"])
def test_an_address_that_nobody_was_given_leads_nowhere_and_breaks_nothing(client: FlaskClient, after: str) -> None:
    for path in (
        f"/scenarios?after={after}",
        f"/scenarios?q=%00&after={after}",
        f"/scenarios?sort=rated&after={after}",
    ):
        assert client.get(path).status_code == 200, path
    assert client.get("/scenarios/%00").status_code == 404
