"""Cards as they are drawn, each once for a language of the pages: a list shows many, and often the same."""

from collections.abc import Hashable

from flask import Flask, current_app
from markupsafe import Markup

from kaiwa.scenarios.cards import Card
from kaiwa.web.locale import current_language

MOST = 4096


def drawn_card(card: Card, shelf: bool = False) -> Markup:
    """A card of the list, or of a shelf; nothing in it is of the visitor but what the card says."""
    kept: dict[Hashable, Markup] = current_app.extensions["kaiwa.drawn_cards"]
    key = (current_language().tag, card, shelf)
    html = kept.get(key)
    if html is None:
        if len(kept) >= MOST:
            kept.clear()
        macros = current_app.jinja_env.get_template("scenarios/_drawn.html").module
        html = kept[key] = macros.whole(card, shelf)  # type: ignore[attr-defined]
    return html


def init_drawing(app: Flask) -> None:
    """Give the templates their cards."""
    app.extensions["kaiwa.drawn_cards"] = {}
    app.jinja_env.globals["drawn_card"] = drawn_card
