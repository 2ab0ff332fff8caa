"""Numbers and clock times found in a text, as digits or as words, with their places."""

import re
import unicodedata
from functools import lru_cache

from kaiwa.languages.chinese_counts import chinese_numbers
from kaiwa.languages.clock_times import ClockTime, find_times
from kaiwa.languages.japanese_counts import japanese_numbers
from kaiwa.languages.korean_counts import korean_numbers
from kaiwa.languages.number_value import Number
from kaiwa.languages.number_words import LONGEST_PHRASE, THOUSAND, folded, number_forms

__all__ = ["ClockTime", "Number", "find_numbers", "find_times"]

_DIGITS = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,' ]\d{3})+(?!\d)|\d+)(?:([.,])(\d{1,2}))?(?![\d])")
_WORD = re.compile(r"[^\W\d_]+")
_ONE_WORDS = {
    "en": {"one": 1}, "es": {"uno": 1, "una": 1, "un": 1}, "fr": {"un": 1, "une": 1},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einer": 1, "eins": 1, "einmal": 1, "eines": 1}, "it": {"uno": 1, "una": 1,
    "un": 1},
}  # fmt: skip
_BESIDE_ONE = frozenset(
    [
        "please",
        "just",
        "only",
        "thanks",
        "thank",
        "you",
        "yes",
        "ok",
        "okay",
        "por",
        "favor",
        "solo",
        "sólo",
        "gracias",
        "si",
        "sí",
        "sii",
        "s",
        "il",
        "vous",
        "te",
        "plait",
        "plaît",
        "juste",
        "seulement",
        "merci",
        "oui",
        "bitte",
        "nur",
        "danke",
        "ja",
        "per",
        "favore",
        "soltanto",
        "grazie",
        "de",
        "nada",
        "more",
        "mas",
        "más",
        "uno",
    ]
)
_NOT_ONE = re.compile(r"\b(?:this|that|which|the|no|any|every|another|some|big|small|other|red|blue|new|good) $")
_NOT_ONE_AFTER = re.compile(r"^ (?:of|day|another|at a time)\b")
_NOT_NUMBER = {
    "en": re.compile(r"\b(?:one)\b(?= (?:another|day))"),
    "de": re.compile(r"(?:noch|nicht|auf|erst|schon) einmal\b"),
    "it": re.compile(r"\bper cento\b|\bsei (?=un|una|il|la|lo|di|italian|stanc|sicur|molto|gia|pront|liber|mai|"
                     r"davvero|stat|andat|tu|qui|in)|\btu sei\b|\bche sei\b|\bci sei\b|\bdove sei\b|\bcome sei\b"),
    "fr": re.compile(r"\b(?:un )?neuf\b(?= (?:et|ou) occasion)"),
    "es": re.compile(r"\bcada uno\b"),
}  # fmt: skip


def find_numbers(text: str, language: str) -> list[Number]:
    """Numbers of a text in order: digits (also full-width) and words from 0 to 999,999, with ja, zh, ko counters.

    The article is never a count: "a", "un", "ein", "un poco" give nothing. A word that is article and numeral in one
    (una, une, eine, uno) is 1 only where it stands alone, but for "please", "only" and the like; en "one" is 1 save
    after this, that, which and before of; de "eins" is always 1. "a couple of" is 2, "a dozen" 12. A clock time's
    digits count too. Unknown languages raise KeyError.
    """
    return list(_found(text, language))


@lru_cache(maxsize=8192)
def _found(text: str, language: str) -> tuple[Number, ...]:
    if language == "ja":
        return tuple(japanese_numbers(text))
    if language == "zh":
        return tuple(chinese_numbers(text))
    if language == "ko":
        return tuple(korean_numbers(text))
    found = [*_in_digits(text), *_in_words(text, language)]
    return tuple(sorted(found, key=lambda number: number.start))


def _in_digits(text: str) -> list[Number]:
    plain = "".join(
        unicodedata.normalize("NFKC", sign) if sign.isdecimal() or sign in "．，" else sign for sign in text
    )
    found = []
    for match in _DIGITS.finditer(plain):
        whole = re.sub(r"[.,' ]", "", match[1])
        value = float(f"{whole}.{match[3]}") if match[3] else float(whole)
        found.append(Number(value, match.start(), match.end(), text[match.start() : match.end()], None))
    return found


def _in_words(text: str, language: str) -> list[Number]:
    plain = folded(text)
    words = list(_WORD.finditer(plain))
    barred = [(m.start(), m.end()) for m in _NOT_NUMBER[language].finditer(plain)] if language in _NOT_NUMBER else []
    found: list[Number] = []
    place = 0
    while place < len(words):
        value, size = _longest(plain, words, place, language)
        start = words[place].start()
        if size and not any(from_ <= start < to for from_, to in barred):
            end = words[place + size - 1].end()
            if value != 1 or _counts_one(plain, words, place, size, language):
                found.append(Number(float(value), start, end, text[start:end], None))
        place += max(size, 1)
    return found


def _longest(plain: str, words: list[re.Match[str]], place: int, language: str) -> tuple[int, int]:
    """Value and number of words of the longest number phrase here, thousands included; (0, 0) for none."""
    head, size = _phrase(plain, words, place, language)
    after = place + size
    if after < len(words) and words[after][0] in THOUSAND[language] and (size == 0 or 0 < head < 1000):
        joined = size == 0 or _adjacent(plain, words, place, after + 1)
        if joined and (size or language != "en"):
            tail, more = _phrase(plain, words, after + 1, language)
            fits = more and 0 < tail < 1000 and _adjacent(plain, words, after, after + 1 + more)
            return (max(head, 1) * 1000 + (tail if fits else 0), size + 1 + (more if fits else 0))
    if head >= 1000 and head % 1000 == 0 and size:
        tail, more = _phrase(plain, words, after, language)
        if more and 0 < tail < 1000 and _adjacent(plain, words, place, after + more):
            return head + tail, size + more
    return head, size


def _phrase(plain: str, words: list[re.Match[str]], place: int, language: str) -> tuple[int, int]:
    forms = number_forms(language)
    for size in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
        phrase = " ".join(word[0] for word in words[place : place + size])
        value = forms.get(phrase, _ONE_WORDS[language].get(phrase))
        if value is not None and _adjacent(plain, words, place, place + size):
            return value, size
    return 0, 0


def _adjacent(plain: str, words: list[re.Match[str]], start: int, end: int) -> bool:
    pairs = zip(words[start : end - 1], words[start + 1 : end], strict=True)
    return all(plain[left.end() : right.start()].isspace() for left, right in pairs)


def _counts_one(plain: str, words: list[re.Match[str]], place: int, size: int, language: str) -> bool:
    word = words[place][0]
    if size > 1 or word in ("eins", "einmal"):
        return True
    if language == "en":
        before, after = plain[: words[place].start()], plain[words[place].end() :]
        return not (_NOT_ONE.search(before) or _NOT_ONE_AFTER.match(after))
    return all(other[0] in _BESIDE_ONE or other is words[place] for other in words)
