"""What is drawn once for a language of the pages: cards, of which a list shows many, and what is chosen from."""

from collections.abc import Callable, Hashable, Mapping, Sequence

from flask import Flask, current_app
from markupsafe import Markup

from kaiwa.languages import LANGUAGE_IDS
from kaiwa.models.scenarios import CATEGORIES, CefrLevel, Length, PartnerRole, Skill
from kaiwa.scenarios.cards import Card
from kaiwa.scenarios.choosing import Order
from kaiwa.web.locale import current_language
from kaiwa.web.translation import lazy_gettext as _l

MOST = 4096
FACETS: Mapping[str, tuple[object, Sequence[str]]] = {
    "level": (_l("Level"), tuple(CefrLevel)),
    "category": (_l("About"), CATEGORIES),
    "length": (_l("Length"), tuple(Length)),
    "role": (_l("Your partner is a"), tuple(PartnerRole)),
    "skill": (_l("Trains most"), tuple(Skill)),
    "language": (_l("Has a script in"), tuple(LANGUAGE_IDS)),
    "sort": (_l("In which order"), tuple(Order)),
}


def drawn_card(card: Card, shelf: bool = False) -> Markup:
    """A card of the list, or of a shelf; nothing in it is of the visitor but what the card says."""
    return _drawn((card, shelf), lambda: _macro("scenarios/_drawn.html", "whole")(card, shelf))


def drawn_facet(name: str, chosen: str) -> Markup:
    """What one may choose by its name, with what is chosen."""
    return _drawn((name, chosen), lambda: _macro("scenarios/_facet.html", "facet")(name, *FACETS[name], chosen))


def _drawn(what: tuple[Hashable, Hashable], draw: Callable[[], Markup]) -> Markup:
    kept: dict[Hashable, Markup] = current_app.extensions["kaiwa.drawn"]
    key = (current_language().tag, *what)
    html = kept.get(key)
    if html is None:
        if len(kept) >= MOST:
            kept.clear()
        html = kept[key] = draw()
    return html


def _macro(template: str, name: str) -> Callable[..., Markup]:
    macro: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
    return macro


def init_drawing(app: Flask) -> None:
    """Give the templates their cards and facets."""
    app.extensions["kaiwa.drawn"] = {}
    app.jinja_env.globals.update(drawn_card=drawn_card, drawn_facet=drawn_facet)
