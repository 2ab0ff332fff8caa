"""Finding what tells of somebody's health."""

import re
from functools import lru_cache

from kaiwa.languages.word_lists import foldable, words_pattern
from kaiwa.paths.health_words import CONDITIONS, MEDICINES, STATES
from kaiwa.paths.neutral_words import Mark

_ALLERGIC = re.compile(
    r"(?<=\ballergic to )\w+|(?<=\ballergisch gegen )\w+|(?<=\balérgico a )(?:los |las |el |la )?\w+|"
    r"(?<=\balérgica a )(?:los |las |el |la )?\w+|(?<=\ballergique aux )\w+|(?<=\ballergique à )(?:la |l['’])?\w+|"
    r"(?<=\ballergico )a\w*\s\w+|(?<=\ballergica )a\w*\s\w+"
)
_JA_ALLERGY = re.compile(r"[一-龯ァ-ヶー]+(?=アレルギー)|[가-힣]+\s?(?=알레르기)|对[一-龯]+?(?=过敏)")


def mark_health(text: str) -> str:
    """The text with marks for diagnoses, pregnancies and medication, whichever of the languages they are named in."""
    text = _ALLERGIC.sub("…", text)
    text = _JA_ALLERGY.sub("", text)
    for pattern, mark in _patterns():
        text = _replaced(text, pattern, mark)
    return text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], Mark], ...]:
    return (
        (words_pattern(MEDICINES), Mark.MEDICINE),
        (words_pattern(" ".join(STATES.values())), Mark.ILL),
        (words_pattern(" ".join(CONDITIONS.values())), Mark.HEALTH),
    )


def _replaced(text: str, pattern: re.Pattern[str], mark: Mark) -> str:
    plain = foldable(text)
    if len(plain) != len(text):
        return text
    pieces, at = [], 0
    for found in pattern.finditer(plain):
        pieces += [text[at : found.start()], mark.sign]
        at = found.end()
    return "".join([*pieces, text[at:]])
