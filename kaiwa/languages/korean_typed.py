"""Korean for comparison: hangul as the jamo it sounds like, romanised Korean as the same jamo."""

import re
import unicodedata
from functools import lru_cache

from kaiwa.languages.korean_romanization import VOWELS, sounds

_HANGUL = re.compile("[\uac00-\ud7a3]+")
_LATIN_VOWELS = {
    "yae": "ㅒ", "yeo": "ㅕ", "wae": "ㅙ", "ae": "ㅐ", "ya": "ㅑ", "eo": "ㅓ", "ye": "ㅖ", "wa": "ㅘ", "oe": "ㅚ",
    "yo": "ㅛ",
    "wo": "ㅝ", "we": "ㅞ", "wi": "ㅟ", "yu": "ㅠ", "eu": "ㅡ", "ui": "ㅢ", "oo": "ㅜ", "ee": "ㅣ", "a": "ㅏ",
    "e": "ㅔ",
    "o": "ㅗ", "u": "ㅜ", "i": "ㅣ",
}  # fmt: skip
_LATIN_CONSONANTS = {
    "kk": "ㄲ", "tt": "ㄸ", "pp": "ㅃ", "ss": "ㅆ", "jj": "ㅉ", "ch": "ㅊ", "ng": "ㅇ", "sh": "ㅅ", "ll": "ㄹㄹ",
    "g": "ㄱ",
    "n": "ㄴ", "d": "ㄷ", "r": "ㄹ", "l": "ㄹ", "m": "ㅁ", "b": "ㅂ", "s": "ㅅ", "j": "ㅈ", "k": "ㅋ", "t": "ㅌ",
    "p": "ㅍ",
    "h": "ㅎ",
}  # fmt: skip
_TABLE = _LATIN_VOWELS | _LATIN_CONSONANTS
_PIECE = re.compile("|".join(sorted(_TABLE, key=len, reverse=True)))
_CLOSING = {"ㅋ": "ㄱ", "ㅌ": "ㄷ", "ㅍ": "ㅂ"}
_VOWEL_SIGNS = frozenset(VOWELS)


@lru_cache(maxsize=16384)
def hangul_jamo(word: str) -> str:
    """Compatibility jamo of a hangul word as it is said, silent ㅇ left out: 같이 is ㄱㅏㅊㅣ.

    Sound, not spelling, so that 같이 and 가치, or a learner's romanization, meet. Raises ValueError for other script.
    """
    return "".join(("" if lead == "ㅇ" else lead) + vowel + tail for lead, vowel, tail in sounds(word))


@lru_cache(maxsize=16384)
def romanised_jamo(word: str) -> str | None:
    """The same jamo from romanised Korean (Revised Romanization, some English-like spellings); None when it is not."""
    plain = word.lower()
    pieces = _PIECE.findall(plain)
    if "".join(pieces) != plain or not any(piece in _LATIN_VOWELS for piece in pieces):
        return None
    jamo = [sign for piece in pieces for sign in _TABLE[piece]]
    for place, sign in enumerate(jamo):
        following = jamo[place + 1] if place + 1 < len(jamo) else ""
        if sign in _CLOSING and following not in _VOWEL_SIGNS:
            jamo[place] = _CLOSING[sign]
    return "".join(jamo)


def korean_key(text: str) -> str:
    """Jamo of the whole text without spaces; what is neither hangul nor readable as romanised Korean stays."""
    words = re.findall(r"[\uac00-\ud7a3]+|[a-z]+|\d+", unicodedata.normalize("NFC", text.lower()))
    return "".join(_word_key(word) for word in words)


def _word_key(word: str) -> str:
    if _HANGUL.fullmatch(word):
        return hangul_jamo(word)
    return (romanised_jamo(word) or word) if word.isalpha() else word
