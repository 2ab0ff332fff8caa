"""The language that the pages speak: chosen once for a request, its catalogue compiled when the process starts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import flask_babel
from babel import Locale
from babel.dates import format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, has_app_context, has_request_context, request
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from kaiwa.config import ROOT, Settings
from kaiwa.extensions import babel
from kaiwa.web.asked_language import asked_tag
from kaiwa.web.proof_catalogues import prove_accented, prove_mirrored

TRANSLATIONS = ROOT / "kaiwa" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"

Chooser = Callable[[], str | None]


@dataclass(frozen=True)
class InterfaceLanguage:
    """A language of the interface; `locale` is the one that CLDR knows its dates and numbers by."""

    tag: str
    name: str
    locale: str
    direction: str = "ltr"


ENGLISH = InterfaceLanguage("en", "English", "en")
SPOKEN = (ENGLISH, InterfaceLanguage("ja", "日本語", "ja"))
# generated from the sentences, to prove that longer words and the other direction fit; never in production
PROOFS = (
    InterfaceLanguage("en-XA", "[Åççéñţéð]", "en"),
    InterfaceLanguage("ar", "العربية", "ar", "rtl"),
)
SPOKEN_TAGS = frozenset(each.tag for each in SPOKEN)


class Catalogues(flask_babel.Domain):  # type: ignore[misc]
    """The sentences of the current language, out of memory: no compiled file lies about or is forgotten."""

    def get_translations(self) -> NullTranslations:
        """What Flask-Babel and the templates look sentences up in."""
        return catalogue_of(current_language().tag)


def init_locale(app: Flask, settings: Settings, chooser: Chooser) -> None:
    """Let pages speak what their address asks for, else what `chooser` gives, else what the browser accepts."""
    offered = SPOKEN if settings.is_production else SPOKEN + PROOFS
    app.extensions["kaiwa.languages"] = {each.tag: each for each in offered}
    app.extensions["kaiwa.language_chooser"] = chooser
    babel.init_app(app, locale_selector=lambda: current_language().locale)
    babel.domain_instance = Catalogues()
    # a list says a hundred sentences: Flask-Babel's own way to each takes four times as long
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _sentences().ugettext(text),
        lambda one, many, num: _sentences().ungettext(one, many, num),
        newstyle=True,
    )
    app.jinja_env.globals.update(interface_language=current_language, spoken_languages=SPOKEN)
    app.jinja_env.filters.update(language_name=language_name, apart=apart, moment=moment, day=day, dated=dated)
    for each in SPOKEN:
        catalogue_of(each.tag)

    @app.after_request
    def tell_caches(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.add("Accept-Language")
        return response


def _sentences() -> NullTranslations:
    return catalogue_of(current_language().tag)


def offered_languages() -> tuple[InterfaceLanguage, ...]:
    """What can be chosen in this application."""
    return tuple(current_app.extensions["kaiwa.languages"].values())


def current_language() -> InterfaceLanguage:
    """The language of this request; English where nobody asks, as in a command."""
    if not has_app_context():
        return ENGLISH
    # asked for every sentence of a page: each look into `g` goes through Flask's proxy
    known: InterfaceLanguage | None = g.get("interface_language")
    if known is None:
        known = g.interface_language = _choose() if has_request_context() else ENGLISH
    return known


@contextmanager
def speaking(tag: str | None) -> Iterator[None]:
    """Say what is said in the block in this language, English where it is none of ours: for mails."""
    before = g.pop("interface_language", None)
    g.interface_language = current_app.extensions["kaiwa.languages"].get(tag, ENGLISH)
    flask_babel.refresh()
    try:
        yield
    finally:
        g.pop("interface_language", None)
        if before is not None:
            g.interface_language = before
        flask_babel.refresh()


def speak_anew() -> None:
    """Choose again: somebody has just said which language it shall be."""
    g.pop("interface_language", None)
    flask_babel.refresh()


def _choose() -> InterfaceLanguage:
    languages: dict[str, InterfaceLanguage] = current_app.extensions["kaiwa.languages"]
    chooser: Chooser = current_app.extensions["kaiwa.language_chooser"]
    chosen = languages.get(asked_tag() or "") or languages.get(chooser() or "")
    return chosen or languages[accepted_tag(request.headers.get("Accept-Language", ""))]


@lru_cache(maxsize=1024)
def accepted_tag(header: str) -> str:
    """The best language for a browser's `Accept-Language`."""
    accepted = parse_accept_header(header, LanguageAccept)
    plain = (tag.split("-")[0].lower() for tag, quality in accepted if quality > 0)
    return next((tag for tag in plain if tag in SPOKEN_TAGS), ENGLISH.tag)


@cache
def catalogue_of(tag: str) -> NullTranslations:
    """The compiled sentences of a language; English needs none."""
    if tag == ENGLISH.tag:
        return NullTranslations()
    if tag in SPOKEN_TAGS:
        return _compiled(read_catalogue(tag))
    template = _read(TEMPLATE.read_bytes(), None)
    return _compiled(prove_mirrored(template) if tag == "ar" else prove_accented(template))


def read_catalogue(tag: str) -> Catalog:
    """The translations of a language as their file has them."""
    return _read((TRANSLATIONS / tag / "LC_MESSAGES" / "messages.po").read_bytes(), tag)


def _read(content: bytes, locale: str | None) -> Catalog:
    return read_po(BytesIO(content), locale=locale, abort_invalid=True)


def _compiled(catalogue: Catalog) -> Translations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@cache
def _names(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).languages)


def language_name(language: object) -> str:
    """The name of a language (anything with `id` and `name`) in the language of the page."""
    own = str(getattr(language, "name", ""))
    spoken = current_language()
    return own if spoken.locale == ENGLISH.locale else _names(spoken.locale).get(getattr(language, "id", ""), own)


def apart(text: str, lang: str | None = None) -> str:
    """A text that may be in another language than the page's: it keeps its own direction, and `lang` names it."""
    if current_language() == ENGLISH or not text:
        return text
    named = Markup(' lang="{}"').format(lang) if lang else ""
    return Markup("<bdi{}>{}</bdi>").format(named, text)


def moment(at: datetime, zone: str = "UTC") -> str:
    """A day and a time of it, short, as the language of the page writes them; in UTC where the zone is unknown."""
    try:
        there = at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        there = at
    locale = current_language().locale
    return " ".join(format_skeleton(skeleton, there, locale=locale) for skeleton in ("MMMd", "Hm"))


def day(on: date) -> str:
    """A day of the year, as the language of the page writes it, in one piece."""
    return str(format_skeleton("MMMMd", on, locale=current_language().locale)).replace(" ", "\N{NO-BREAK SPACE}")


def dated(at: datetime, zone: str = "UTC") -> str:
    """A day with its year, in one piece, as the language of the page writes it; in UTC where the zone is unknown."""
    try:
        there = at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        there = at
    return str(format_skeleton("yMMMMd", there, locale=current_language().locale)).replace(" ", "\N{NO-BREAK SPACE}")
