"""Two languages that nobody speaks, made of the sentences themselves: longer words, and the other direction."""

import re
from collections.abc import Callable

from babel import Locale
from babel.messages.catalog import Catalog, Message

LONGER = 1.4
PLACEHOLDER = re.compile(r"(%\(\w+\)[a-z]|%%)")
ACCENTED = str.maketrans("AaBbCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz", "ÅåƁƀÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž")
# letter for letter: it says nothing, and every line of it runs from right to left
MIRRORED = str.maketrans("abcdefghijklmnopqrstuvwxyz?,;", "ابكدهفغحيجكلمنوبقرستوفوخيز؟،؛")
FILLING = "še ļå ñöŕ ţûķ éîð "


def prove_accented(template: Catalog) -> Catalog:
    """Accents, brackets, and at least two fifths more of every sentence."""
    return _rewritten(template, "en", _accent)


def prove_mirrored(template: Catalog) -> Catalog:
    """Arabic letters for every sentence."""
    return _rewritten(template, "ar", lambda text: text.lower().translate(MIRRORED))


def _rewritten(template: Catalog, locale: str, rewrite: Callable[[str], str]) -> Catalog:
    made = Catalog(locale=Locale.parse(locale))
    for message in template:
        if message.id:
            made.add(message.id, _forms(message, made.num_plurals, rewrite), flags=message.flags)
    return made


def _forms(message: Message, plurals: int, rewrite: Callable[[str], str]) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return _apart(message.id, rewrite)
    one, many = message.id
    return tuple(_apart(one if index == 0 and plurals == 2 else many, rewrite) for index in range(plurals))


def _apart(text: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite what stands between the placeholders."""
    parts = PLACEHOLDER.split(text)
    written = "".join(part if PLACEHOLDER.fullmatch(part) else rewrite(part) for part in parts)
    return written if rewrite is not _accent else f"[{written}{_filling(text)}]"


def _accent(text: str) -> str:
    return text.translate(ACCENTED)


def _filling(text: str) -> str:
    missing = max(3, round(len(text) * (LONGER - 1)))
    return " " + (FILLING * (missing // len(FILLING) + 1))[: missing - 1].rstrip()
