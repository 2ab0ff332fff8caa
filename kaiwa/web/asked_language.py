"""The language of the interface that an address asks for, so that a page can be found in each of them."""

from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from flask import request

from kaiwa.web.htmx import is_htmx

# not "language": that is the one that is practised
PARAMETER = "interface"


def asked_tag() -> str | None:
    """What the address says; for a fragment, the address of the page that it goes into."""
    asked = request.args.get(PARAMETER)
    return _tag_in(request.headers.get("HX-Current-URL", "")) if asked is None and is_htmx() else asked


@lru_cache(maxsize=256)
def _tag_in(address: str) -> str | None:
    try:
        query = urlsplit(address).query
    except ValueError:
        return None
    return next(iter(parse_qs(query).get(PARAMETER, ())), None)
