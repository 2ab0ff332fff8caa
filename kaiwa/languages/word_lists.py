"""Finding the words of a list in a text: * stands for any ending, _ for a space, other scripts need no boundaries."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kaiwa.languages.number_words import folded

_LAST_LATIN = "\u0250"
# letters of other scripts may stand right beside a word: "business Englishを"
_LATIN = "0-9a-z\u00df-\u024f"


@lru_cache(maxsize=1024)
def words_pattern(entries: str) -> re.Pattern[str]:
    """A pattern for any of the entries, which are separated by spaces, to be searched for in a `foldable` text.

    Never matches where there is no entry.
    """
    words = [folded(entry) for entry in entries.split()]
    latin = [_latin(word) for word in words if word[0] < _LAST_LATIN]
    others = [re.escape(word).replace("_", r"\s?") for word in words if word[0] >= _LAST_LATIN]
    bounded = [rf"(?<![{_LATIN}])(?:{'|'.join(latin)})(?![{_LATIN}])"] if latin else []
    return re.compile("|".join([*bounded, *sorted(others, key=len, reverse=True)]) or r"(?!)")


def _latin(word: str) -> str:
    return re.escape(word).replace(r"\*", f"[{_LATIN}]*").replace("_", r"[\s-]+")


def foldable(text: str) -> str:
    """The text as patterns read it, sign for sign: lower case, no accents, straight apostrophes, no wide letters."""
    plain = folded(text).replace("’", "'")
    return "".join(map(_narrow, plain))


def _narrow(sign: str) -> str:
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow.lower() if len(narrow) == 1 else sign


def names_any(text: str, entries: str) -> bool:
    """Whether the text has any of the entries."""
    return words_pattern(entries).search(foldable(text)) is not None
