"""The first page as most visitors see it, drawn once in each language and kept: only the token of its forms differs."""

from collections.abc import Callable, Hashable

from flask import current_app
from flask_wtf.csrf import generate_csrf

from kaiwa.web.locale import current_language

# stands where the token belongs while a page is kept; nothing that anybody wrote is on such a page
TOKEN_PLACE = "the-token-of-this-visitor"  # noqa: S105
MOST = 256


def keep_stage(key: Hashable, draw: Callable[[], str]) -> str:
    """The page of this key with the visitor's own token; `draw` makes it, with `TOKEN_PLACE`, the first time."""
    kept: dict[Hashable, str] = current_app.extensions.setdefault("kaiwa.kept_stages", {})
    key = (current_language().tag, key)
    html = kept.get(key)
    if html is None:
        if len(kept) >= MOST:
            kept.clear()
        html = kept[key] = draw()
    return html.replace(TOKEN_PLACE, generate_csrf())


def token_place() -> str:
    """What a page that is to be kept takes for `csrf_token`."""
    return TOKEN_PLACE
