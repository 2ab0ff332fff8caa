"""What search engines are to find: each public scenario in each language of the pages, written while it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from markupsafe import escape
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaiwa.models import Scenario, ScenarioText
from kaiwa.scenarios.visible import is_listed
from kaiwa.web.locale import SPOKEN
from kaiwa.web.public_addresses import addresses_in_languages, public_url

MOST_ADDRESSES = 10_000
# each scenario has an address for each language and one for any
MOST_SCENARIOS = MOST_ADDRESSES // (len(SPOKEN) + 1)
READ_AT_ONCE = 500
BEGINNING = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index_pieces(session: Session, most: int = MOST_SCENARIOS, more: Iterable[str] = ()) -> Iterator[str]:
    """The sitemap of sitemaps, each of which holds so many scenarios; `more` are endpoints of other sitemaps."""
    yield f'{BEGINNING}<sitemapindex xmlns="{SCHEMA}">\n'
    yield _part(public_url("crawlers.pages"))
    for first in _firsts(session, most):
        yield _part(public_url("crawlers.scenarios", first=first))
    for endpoint in more:
        yield _part(public_url(endpoint))
    yield "</sitemapindex>\n"


def page_pieces(endpoints: Iterable[str]) -> Iterator[str]:
    """The sitemap of pages that are always there."""
    yield opening()
    for endpoint in endpoints:
        yield entries(public_url(endpoint))
    yield "</urlset>\n"


def scenario_pieces(session: Session, first: str, most: int = MOST_SCENARIOS) -> Iterator[str]:
    """The sitemap of so many scenarios from one on."""
    yield opening()
    for scenario_id, changed_at in islice(_scenarios(session, first), most):
        yield entries(public_url("scenario.page", scenario_id=scenario_id), changed_at.date())
    yield "</urlset>\n"


def _firsts(session: Session, most: int) -> list[str]:
    """The scenario that each sitemap begins with."""
    number = func.row_number().over(order_by=Scenario.id).label("number")
    numbered = select(Scenario.id, number).where(is_listed()).subquery()
    query = select(numbered.c.id).where((numbered.c.number - 1) % most == 0).order_by(numbered.c.id)
    firsts = list(session.scalars(query))
    session.rollback()
    return firsts


def _scenarios(session: Session, first: str) -> Iterator[tuple[str, datetime]]:
    """The public scenarios from one on and when they changed; no connection is held while they are sent."""
    told = select(func.max(ScenarioText.updated_at)).where(ScenarioText.scenario_id == Scenario.id).scalar_subquery()
    query = (
        select(Scenario.id, func.greatest(Scenario.updated_at, told))
        .where(is_listed())
        .order_by(Scenario.id)
        .limit(READ_AT_ONCE)
    )
    since = Scenario.id >= first
    while True:
        rows = session.execute(query.where(since)).all()
        session.rollback()
        yield from ((row[0], row[1]) for row in rows)
        if len(rows) < READ_AT_ONCE:
            return
        since = Scenario.id > rows[-1][0]


def opening() -> str:
    """How a sitemap of pages begins."""
    return f'{BEGINNING}<urlset xmlns="{SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'


def _part(address: str) -> str:
    return f"<sitemap><loc>{escape(address)}</loc></sitemap>\n"


def entries(plain: str, changed_on: date | None = None) -> str:
    """An entry for each address of a page, which names all the others."""
    addresses = addresses_in_languages(str(escape(plain)))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>' for tag, address in addresses.items()
    )
    rest = f"<lastmod>{changed_on}</lastmod>{links}" if changed_on else links
    return "".join(f"<url><loc>{address}</loc>{rest}</url>\n" for address in addresses.values())
