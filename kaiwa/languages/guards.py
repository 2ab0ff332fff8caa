"""Guards that veto a match however alike two lines look: is the line negated, does it ask."""

import re
import unicodedata
from functools import lru_cache

from kaiwa.languages.kana import from_romaji
from kaiwa.languages.pinyin_syllables import cut_pinyin
from kaiwa.languages.polarity_patterns import HARMLESS, NEGATIVE
from kaiwa.languages.question_patterns import QUESTION, TAGS


@lru_cache(maxsize=8192)
def is_negated(text: str, language: str) -> bool:
    """Say whether the main clause denies, refuses or says no.

    Set phrases with a negative word that deny nothing (no problem, すみません, 不好意思, kein Problem) and tags
    (¿no?, nicht wahr?, じゃないですか) are taken out first. A polite refusal without a negative word (結構です,
    いいえ) counts; 大丈夫です and 괜찮아요 alone do not, for they can be either. Unknown languages raise KeyError.
    """
    plain = _plain(text, language)
    for harmless in _patterns(language, "harmless"):
        plain = harmless.sub(" ", plain)
    return any(pattern.search(plain) for pattern in _patterns(language, "negative"))


@lru_cache(maxsize=8192)
def is_question(text: str, language: str) -> bool:
    """Say whether the line asks: by its mark, by its form (ですか, 吗, 까요, inverted verb, question word) or by a tag.

    Unknown languages raise KeyError.
    """
    plain = _plain(text, language)
    if re.search(r"[?？¿]", text):
        return True
    return any(pattern.search(plain) for pattern in _patterns(language, "question"))


@lru_cache(maxsize=64)
def _patterns(language: str, kind: str) -> tuple[re.Pattern[str], ...]:
    found = {"harmless": HARMLESS, "negative": NEGATIVE, "question": QUESTION}[kind][language]
    tags = () if kind == "negative" else TAGS[language]
    return tuple(re.compile(pattern) for pattern in (*found, *tags))


def _plain(text: str, language: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'").strip()
    if language == "ja" and re.search("[a-z]", plain):
        kana = re.sub(r"[a-zāīūēō'\-]+", lambda run: from_romaji(run[0]) or run[0], plain)
        return re.sub(r"(?<=[ぁ-ん]) +(?=[ぁ-ん])", "", kana)
    if language == "zh" and re.search("[a-zà-ǜ]", plain):
        cut = re.sub(r"[a-zà-ǜü]+[0-5]?", lambda run: f" {' '.join(cut_pinyin(run[0]) or (run[0],))} ", plain)
        return re.sub(" +", " ", cut).strip()
    return plain
