"""Furigana: which piece of a word carries which part of its reading."""

import re
from functools import lru_cache
from itertools import groupby

from kaiwa.languages.kana import is_kana, to_hiragana

Ruby = tuple[tuple[str, str | None], ...]


@lru_cache(maxsize=16384)
def furigana(surface: str, reading: str | None) -> Ruby:
    """Pieces of `surface` with their reading, okurigana without one: お願い is (お, None), (願, ねが), (い, None).

    When reading and surface cannot be laid side by side the whole surface carries the whole reading.
    """
    if reading is None or is_kana(surface) or not surface:
        return ((surface, None),)
    runs = [(kana, "".join(run)) for kana, run in groupby(surface, key=is_kana)]
    pattern = "".join(re.escape(to_hiragana(run)) if kana else "(.+?)" for kana, run in runs)
    match = re.fullmatch(pattern, to_hiragana(reading))
    if match is None:
        return ((surface, reading),)
    parts = iter(match.groups())
    return tuple((run, None if kana else next(parts)) for kana, run in runs)
