"""Addresses for whoever reads them elsewhere, in a mail or in a search engine.

They begin with what the settings say, never with what a request carried.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from kaiwa.config import current_settings
from kaiwa.web.asked_language import PARAMETER, asked_tag
from kaiwa.web.locale import SPOKEN

ANY_LANGUAGE = "x-default"


@dataclass(frozen=True)
class PublicPage:
    """Where a page stands that search engines shall find: its own address, and the one in each language."""

    address: str
    alternates: tuple[tuple[str, str], ...]


def public_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page."""
    base = urlsplit(current_settings().public_address)
    adapter = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def public_page(endpoint: str, **values: Any) -> PublicPage:
    """The page that is shown, in the language that its address asks for; whatever else was asked is left out."""
    addresses = addresses_in_languages(public_url(endpoint, **values))
    return PublicPage(addresses.get(asked_tag() or "", addresses[ANY_LANGUAGE]), tuple(addresses.items()))


def addresses_in_languages(address: str) -> dict[str, str]:
    """A page's address for each language of the interface; the plain one goes by the browser."""
    return {ANY_LANGUAGE: address} | {each.tag: f"{address}?{PARAMETER}={each.tag}" for each in SPOKEN}
