"""Addresses that go into mails: they begin with what the settings say, never with what a request carried."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from kaiwa.config import current_settings


def mailed_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for somebody who reads it elsewhere."""
    base = urlsplit(current_settings().public_address)
    adapter = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)
