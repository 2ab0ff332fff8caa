"""Finding days and times of the year: any day, and each time that the intent names."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from kaiwa.languages.date_patterns import PATTERNS, UNSPACED
from kaiwa.languages.dates import find_dates
from kaiwa.languages.word_lists import foldable
from kaiwa.paths import personal_patterns as looks
from kaiwa.paths.neutral_words import AFTER_TIMES, BEFORE_TIMES, LANGUAGES, SEASONS, Mark

# only the words count, never what day they mean
_ANY_DAY = date(2026, 1, 1)
_NUMERIC = re.compile(
    r"(?<![\d.])\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<![\d.])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"
)


def mark_times(text: str, language: str, intent: str) -> str:
    """The text with marks for days and months, and for each time of the year that the intent names."""
    text = _NUMERIC.sub(Mark.WHEN.sign, text)
    for each in dict.fromkeys((language, *LANGUAGES)):
        if each == language or each in UNSPACED:
            text = _days(text, each, intent)
    text = looks.YEARS[0].sub(Mark.WHEN.sign, text)
    for pattern in _times_of(intent, language):
        text = pattern.sub(Mark.WHEN.sign, text)
    return _alone(text, language)


def _days(text: str, language: str, intent: str) -> str:
    named = foldable(intent)
    for found in reversed(find_dates(text, language, _ANY_DAY)):
        phrase = foldable(text[found.start : found.end]).strip()
        if re.search(r"\d", phrase) or _has_month(phrase, language) or (named and phrase in named):
            text = f"{text[: found.start]}{_spaced(text[found.start : found.end])}{text[found.end :]}"
    return text


def _spaced(phrase: str) -> str:
    return Mark.WHEN.sign + (" " if phrase.endswith(" ") else "")


def _has_month(phrase: str, language: str) -> bool:
    return language in PATTERNS and any(re.search(rf"\b(?:{each})\b", phrase) for each in PATTERNS[language].months)


@lru_cache(maxsize=256)
def _times_of(intent: str, language: str) -> tuple[re.Pattern[str], ...]:
    """Months and seasons that the intent names, to be found anywhere."""
    named, found = foldable(intent), []
    for each, words in SEASONS.items():
        seasons = [word for word in words.split() if re.search(_bounded(foldable(word)), named)]
        found += [
            re.compile(_bounded(word), re.IGNORECASE) for word in seasons if each == language or ord(word[0]) > 0x2E80
        ]
    for month in PATTERNS[language].months if language in PATTERNS else ():
        for name in re.findall(rf"\b({month})\b", named):
            # "may" is a word too, and may stand where it stands
            flags = re.NOFLAG if language == "en" else re.IGNORECASE
            word = name.capitalize() if language == "en" else name
            found.append(re.compile(rf"\b{word}\b(?!\s(?:I|we|you)\b)", flags))
    return tuple(found)


def _bounded(word: str) -> str:
    return re.escape(word) if ord(word[0]) > 0x2E80 else rf"\b{re.escape(word)}\b"


def _alone(text: str, language: str) -> str:
    """The marks without the words that went with the time."""
    sign = Mark.WHEN.sign
    if language in BEFORE_TIMES:
        words = sorted((re.escape(word).replace("_", r"\s") for word in BEFORE_TIMES[language].split()), key=len)
        text = re.sub(rf"(?:\b(?:{'|'.join(reversed(words))})\s+)*{sign}", sign, text, flags=re.IGNORECASE)
        text = re.sub(rf"\b[ld]['’]\s?{sign}", sign, text, flags=re.IGNORECASE)
    after = AFTER_TIMES.get(language)
    if after:
        text = re.sub(rf"{sign}\s?(?:{after})(?![ぁ-んあ-んァ-ヶ]?る)", sign, text)
    return re.sub(rf"{sign}(?:[\s,、]*{sign})+", sign, text)
