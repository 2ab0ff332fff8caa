"""The sitemap: every public scenario in each language, part by part, however many; and what crawlers may see."""

import re
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from bench.catalogue import fill
from kaiwa.extensions import db
from kaiwa.models import LearningPath, Scenario
from kaiwa.models.scenarios import Visibility
from kaiwa.scenarios.sitemap import MOST_ADDRESSES, MOST_SCENARIOS, READ_AT_ONCE, index_pieces, scenario_pieces
from kaiwa.scenarios.visible import is_listed
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import find_user, sign_up
from tests.conftest import MakeApp
from tests.database_server import plain
from tests.scenarios.test_counting import copy_scenario
from tests.test_authorization import TABLE

SITE = "https://kaiwa.example"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def app(make_app: MakeApp, settings: Any) -> Flask:
    """Found at an address that no request of these tests carries."""
    return make_app(settings.model_copy(update={"public_url": SITE}))


def get_xml(client: FlaskClient, path: str) -> ET.Element:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml"), path
    return ET.fromstring(answer.get_data())


def listed(root: ET.Element) -> list[str]:
    return [str(each.text) for each in root.iterfind("*/s:loc", NAMES)]


def everything(client: FlaskClient) -> list[str]:
    """Every address of every part, as somebody finds them who begins at robots.txt."""
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())
    found: list[str] = []
    for sitemap in robots.site_maps() or []:
        for part in listed(get_xml(client, sitemap.removeprefix(SITE))):
            found += listed(get_xml(client, part.removeprefix(SITE)))
    return found


def may_crawl(robots: str, path: str) -> bool:
    """As RFC 9309 says: a rule is the beginning of a path, `*` is anything, and `$` is its end."""
    rules = [re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$") for rule in re.findall("Disallow: (.*)", robots)]
    return not any(re.match(rule, path) for rule in rules)


def own(app: Flask, client: FlaskClient, **made: Visibility) -> None:
    """Scenarios of the person who uses this browser, by their ids."""
    sign_up(client)
    user = find_user(app)
    assert user is not None
    with app.app_context():
        for name, visibility in made.items():
            copy_scenario(db.session(), name, user.id)
            db.session.execute(update(Scenario).where(Scenario.id == name).values(visibility=visibility))
        db.session.commit()


def test_all_that_is_public_can_be_found_in_each_language(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        ids = db.session.scalars(select(Scenario.id).where(is_listed())).all()
        programs = db.session.scalars(select(LearningPath.share_slug).where(LearningPath.is_public)).all()
    paths = ["/", "/scenarios", "/pricing", "/programs", *(f"/scenarios/{each}" for each in ids)]
    paths += [f"/program/{each}" for each in programs]
    asked = ("", "?interface=en", "?interface=ja")
    assert sorted(everything(client)) == sorted(f"{SITE}{path}{query}" for path in paths for query in asked)


def test_each_address_names_the_others_and_when_it_changed(client: FlaskClient) -> None:
    root = get_xml(client, "/sitemap-scenarios.xml")
    page = f"{SITE}/scenarios/order-coffee"
    same = [each for each in root if str(each.findtext("s:loc", "", NAMES)).split("?")[0] == page]
    assert len(same) == 3
    for entry in same:
        links = {link.get("hreflang"): link.get("href") for link in entry.iterfind("x:link", NAMES)}
        assert links == {"x-default": page, "en": f"{page}?interface=en", "ja": f"{page}?interface=ja"}
        assert len(entry.findtext("s:lastmod", "", NAMES)) == len("2026-11-21")


def test_what_is_not_for_everybody_is_not_in_it(app: Flask, client: FlaskClient, stranger: FlaskClient) -> None:
    own(app, client, mine=Visibility.PRIVATE, linked=Visibility.UNLISTED, shown=Visibility.PUBLIC)
    with app.app_context():
        db.session.execute(update(Scenario).where(Scenario.id == "order-coffee").values(is_active=False))
        db.session.commit()
    for visitor in (client, stranger):
        found = {urlsplit(each).path.rpartition("/")[2] for each in everything(visitor)}
        assert "shown" in found
        assert not found & {"mine", "linked", "order-coffee"}


def test_an_address_stays_an_address(app: Flask, client: FlaskClient) -> None:
    nasty = "a]]>&<b>'\"?x=\u2028#c"
    own(app, client, **{nasty: Visibility.PUBLIC})
    path = next(each for each in everything(client) if "a]]" in each or "a%5D" in each).removeprefix(SITE)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("first", ["zzzz", "%00", "%00order-coffee", "'--", "\u2028"])
def test_from_anywhere_there_is_a_valid_sitemap(client: FlaskClient, first: str) -> None:
    assert get_xml(client, f"/sitemap-scenarios.xml?first={first}").tag.endswith("urlset")


def test_many_scenarios_are_read_in_parts_and_sent_in_pieces(app: Flask, database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection:
        fill(connection, 0, 3 * READ_AT_ONCE)
    with app.app_context():
        public = list(db.session.scalars(select(Scenario.id).where(is_listed()).order_by(Scenario.id)))
        db.session.rollback()
        most = READ_AT_ONCE + 100
        parts = listed(ET.fromstring("".join(index_pieces(db.session(), most))))[1:]
        firsts = [each.split("first=")[1] for each in parts]
        assert firsts == public[::most]
        found: list[str] = []
        for first in firsts:
            with count_statements() as counted:
                root = ET.fromstring("".join(scenario_pieces(db.session(), first, most)))
            assert len(counted) <= 2
            found += listed(root)[::3]
        assert [each.rpartition("/")[2] for each in found] == public
        pieces = scenario_pieces(db.session(), firsts[0], most)
        assert max(len(next(pieces)) for _ in range(10)) < 2000
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        db.session.execute(text("DELETE FROM scenario_texts WHERE scenario_id LIKE 'made-%'"))
        db.session.commit()


def test_a_part_holds_no_more_addresses_than_may_be() -> None:
    assert MOST_SCENARIOS * 3 <= MOST_ADDRESSES == 10_000


def test_crawlers_are_kept_out_of_all_that_a_stranger_may_not_see(client: FlaskClient) -> None:
    robots = client.get("/robots.txt").text
    for path in (
        "/",
        "/scenarios",
        "/scenarios/order-coffee",
        "/scenarios?interface=ja",
        "/scenarios/new-in-town",
        "/privacy",
    ):
        assert may_crawl(robots, path), path
    for asked, ask in TABLE.items():
        method, path = asked.split(" ", 1)
        if method == "GET" and ask.expected["guest-stranger"] != 200:
            assert not may_crawl(robots, path), path
