"""Pages that search engines shall find: title, description, one address for each language, data; and all others not."""

import json
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from kaiwa.extensions import db
from kaiwa.models import Scenario
from kaiwa.models.scenarios import Visibility
from kaiwa.models.shapes import LearningObjective
from tests.accounts.people import find_user, sign_up
from tests.accounts.test_interface_language import JAPANESE
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX, begin
from tests.scenarios.test_counting import copy_scenario

PAGE = "/scenarios/order-coffee"
EVIL = "</script><script>alert(1)</script><!-- \u2028 & ' \""


@pytest.fixture
def app(make_app: MakeApp, settings: Any) -> Flask:
    """Found at an address that no request of these tests carries."""
    return make_app(settings.model_copy(update={"public_url": "https://kaiwa.example"}))


def head(client: FlaskClient, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.text.split("</head>")[0]


def said(head: str, pattern: str) -> list[str]:
    return [unescape(each) for each in re.findall(pattern, head)]


def canonical(head: str) -> list[str]:
    return said(head, r'<link rel="canonical" href="([^"]*)">')


def alternates(head: str) -> dict[str, str]:
    pairs = re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', head)
    return {tag: unescape(address) for tag, address in pairs}


def description(head: str) -> str:
    [found] = said(head, r'<meta name="description" content="([^"]*)">')
    return found


def data(head: str) -> list[dict[str, Any]]:
    return [json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.S)]


def is_indexed(head: str) -> bool:
    return 'name="robots" content="noindex"' not in head


def own(app: Flask, client: FlaskClient, name: str, visibility: Visibility, **values: Any) -> None:
    """A scenario that whoever uses this browser has made."""
    sign_up(client)
    user = find_user(app)
    assert user is not None
    with app.app_context():
        copy_scenario(db.session(), name, user.id)
        db.session.execute(update(Scenario).where(Scenario.id == name).values(visibility=visibility, **values))
        db.session.commit()


@pytest.mark.parametrize("path", ["/", "/scenarios", PAGE])
def test_each_language_has_an_address_that_serves_it_and_names_the_others(client: FlaskClient, path: str) -> None:
    plain = f"https://kaiwa.example{path}"
    expected = {"x-default": plain, "en": f"{plain}?interface=en", "ja": f"{plain}?interface=ja"}
    for asked, speaks in ((path, "en"), (f"{path}?interface=en", "en"), (f"{path}?interface=ja", "ja")):
        page = head(client, asked)
        assert f'<html lang="{speaks}"' in page
        assert canonical(page) == [f"https://kaiwa.example{asked}"]
        assert alternates(page) == expected
        assert is_indexed(page)
    assert '<html lang="ja"' in head(client, path, **JAPANESE)
    assert '<html lang="en"' in head(client, f"{path}?interface=en", **JAPANESE)


@pytest.mark.parametrize("path", ["/", "/scenarios", PAGE])
def test_each_page_says_what_it_is_in_its_language(client: FlaskClient, path: str) -> None:
    told = {description(head(client, f"{path}?interface={tag}")) for tag in ("en", "ja")}
    assert len(told) == 2
    assert all(20 <= len(each) <= 205 for each in told)
    page = head(client, f"{path}?interface=ja")
    assert said(page, r'<meta property="og:description" content="([^"]*)">') == [description(page)]
    assert said(page, r'<meta property="og:title" content="([^"]*)">') == said(page, r"<title>(.*?)</title>")


def test_what_is_asked_besides_has_no_address_of_its_own(client: FlaskClient) -> None:
    plain = f"https://kaiwa.example{PAGE}"
    assert canonical(head(client, f"{PAGE}?language=fr&speaker=x&utm_source=y")) == [plain]
    assert canonical(head(client, f"{PAGE}?language=fr&interface=ja")) == [f"{plain}?interface=ja"]
    assert canonical(head(client, f"{PAGE}?interface=xx")) == [plain]
    assert canonical(head(client, "/?utm_source=y")) == ["https://kaiwa.example/"]


@pytest.mark.parametrize(
    "path",
    [
        "/scenarios?level=A1",
        "/scenarios?q=coffee",
        "/scenarios?sort=rated",
        "/scenarios?after=a~0~order-coffee",
        "/?scene=order-coffee",
        "/?language=fr",
        "/sign-up",
        "/settings/privacy",
    ],
)
def test_a_choice_of_the_list_another_stage_and_private_pages_are_not_found(client: FlaskClient, path: str) -> None:
    page = head(client, path)
    assert not is_indexed(page)
    assert canonical(page) == []
    assert alternates(page) == {}


def test_the_same_stage_is_found_at_its_own_address_alone(client: FlaskClient) -> None:
    for _ in range(2):
        assert is_indexed(head(client, "/"))
        assert not is_indexed(head(client, "/?scene=first-conversation"))


def test_a_conversation_and_the_home_of_somebody_are_not_found(client: FlaskClient) -> None:
    sign_up(client)
    assert not is_indexed(head(client, f"/conversations/{begin(client)}"))
    assert not is_indexed(head(client, "/"))


def test_a_scenario_is_described_as_a_learning_resource(client: FlaskClient) -> None:
    [english] = data(head(client, f"{PAGE}?interface=en"))
    assert english | {"description": "", "teaches": []} == {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": "Ordering coffee",
        "description": "",
        "inLanguage": "en",
        "teaches": [],
        "educationalLevel": "CEFR A1",
        "learningResourceType": "role play",
        "timeRequired": "PT5M",
        "url": f"https://kaiwa.example{PAGE}?interface=en",
        "isAccessibleForFree": True,
    }
    assert "Order a drink" in english["teaches"]
    [japanese] = data(head(client, f"{PAGE}?interface=ja"))
    assert (japanese["name"], japanese["inLanguage"]) == ("カフェで注文する", "ja")


def test_a_scenario_for_a_few_is_told_to_no_search_engine(
    app: Flask, client: FlaskClient, stranger: FlaskClient
) -> None:
    own(app, client, "by-link", Visibility.UNLISTED)
    for visitor in (client, stranger):
        page = head(visitor, "/scenarios/by-link")
        assert not is_indexed(page)
        assert (canonical(page), alternates(page), data(page)) == ([], {}, [])
    with app.app_context():
        db.session.execute(update(Scenario).where(Scenario.id == "by-link").values(visibility=Visibility.PRIVATE))
        db.session.commit()
    page = head(client, "/scenarios/by-link")
    assert (is_indexed(page), data(page)) == (False, [])
    assert stranger.get("/scenarios/by-link").status_code == 404


def test_whatever_an_author_writes_stays_text(app: Flask, client: FlaskClient, stranger: FlaskClient) -> None:
    goals = [LearningObjective(id="evil", text=EVIL)]
    own(app, client, "evil", Visibility.PUBLIC, title=EVIL, description=EVIL, learning_objectives=goals)
    page = head(stranger, "/scenarios/evil")
    [resource] = data(page)
    assert "inLanguage" not in resource
    assert (resource["name"], resource["description"], resource["teaches"]) == (EVIL, EVIL, [EVIL])
    assert description(page) == EVIL
    assert said(page, r'<meta property="og:title" content="([^"]*)">') == [f"{EVIL} · Kaiwa"]
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert written is not None
    assert not re.search("[<>&'\u2028]", written[1])
    assert "alert(1)</script>" not in stranger.get("/scenarios/evil").text


def test_a_fragment_speaks_as_the_page_that_it_goes_into(client: FlaskClient) -> None:
    here = {"HX-Current-URL": "http://localhost/scenarios?interface=ja"}
    assert "見つかりました" in client.get("/scenarios?q=coffee", headers=HTMX | here).text
    assert "見つかりました" not in client.get("/scenarios?q=coffee", headers=HTMX).text
    for nonsense in ("http://[", "http://localhost/?interface=xx", "?interface="):
        answer = client.get("/scenarios?q=coffee", headers=HTMX | {"HX-Current-URL": nonsense})
        assert answer.status_code == 200
        assert "見つかりました" not in answer.text


def test_a_choice_at_the_foot_counts_more_than_the_address_it_was_made_on(client: FlaskClient) -> None:
    sent_from = {"Referer": "http://localhost/scenarios?interface=ja&level=A1"}
    answer = client.post("/preferences/interface-language", data={"language": "en"}, headers=sent_from)
    assert answer.headers["Location"] == "/scenarios?level=A1"
    assert '<html lang="en"' in head(client, "/scenarios", **JAPANESE)
