"""Days to come that a text names: 3 June, in May, next month, in two weeks, at Christmas, on Friday."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kaiwa.languages.date_patterns import PATTERNS, UNSPACED
from kaiwa.languages.digits import in_digits

_FARTHEST_YEARS = 5
_NOT_WEEKLY = "".join(f"(?<!{word} )" for word in ("every", "each", "jeden", "chaque", "cada", "ogni", "los", "i"))
_SIGNS = {
    **dict.fromkeys("日天일", "day"),
    **dict.fromkeys("周週星礼주", "week"),
    **dict.fromkeys("月달개", "month"),
    **dict.fromkeys("年년", "year"),
}


@dataclass(frozen=True)
class FoundDate:
    """A day with its place in the text; one that has a year may have passed."""

    day: date
    start: int
    end: int


def find_dates(text: str, language: str, today: date) -> list[FoundDate]:
    """Days in the order of the text; without a year the next such day, of a month its first, of this one its last.

    Lengths of time ("for two weeks", "every Friday") are no days. Unknown languages raise KeyError.
    """
    digits = in_digits(text, language)
    found: list[FoundDate] = []
    for pattern, meaning in _matchers(language):
        for match in pattern.finditer(digits.plain):
            start, end = digits.origin(*match.span())
            if any(start < other.end and other.start < end for other in found):
                continue
            day = _day_of(match, meaning, today)
            if day is not None:
                found.append(FoundDate(day, start, end))
    return sorted(found, key=lambda each: each.start)


def _day_of(match: re.Match[str], meaning: str, today: date) -> date | None:
    """The day that a match names."""
    parts = match.groupdict()
    if meaning == "date":
        return _calendar_day(parts, today)
    if meaning == "counted":
        count = parts.get("count") or parts.get("count2") or "1"
        unit = _unit_of(parts)
        return _ahead(today, int(count) if count.isdecimal() else 1, unit) if len(count) < 4 else None
    if meaning.startswith("weekday"):
        number = int(meaning.removeprefix("weekday"))
        return today + timedelta((number - today.weekday() - 1) % 7 + 1)
    return _named_day(meaning, today)


def _unit_of(parts: dict[str, str | None]) -> str:
    named = next((name for name in ("day", "week", "month", "year") if parts.get(f"in_{name}")), "")
    return named or (parts.get("unit") or parts.get("unit2") or "")


def _calendar_day(parts: dict[str, str | None], today: date) -> date | None:
    month = int(parts.get("month") or 0) or next(
        (number for number in range(1, 13) if parts.get(f"month{number}") or parts.get(f"alone{number}")), 0
    )
    if not 1 <= month <= 12:
        return None
    year = int(parts.get("year") or 0)
    day = int(parts.get("day") or parts.get("day2") or 0)
    if year and not today.year - 1 <= year <= today.year + _FARTHEST_YEARS:
        return None
    if day:
        return _made(year, month, day, today)
    if parts.get("end") or (not year and month == today.month and not parts.get("mid")):
        return _made(year, month, monthrange(year or today.year, month)[1], today)
    return _made(year, month, 15 if parts.get("mid") else 1, today)


def _made(year: int, month: int, day: int, today: date) -> date | None:
    """A day of a year, or the next such day; None where there is none such."""
    for each in [year] if year else range(today.year, today.year + 5):
        if day <= monthrange(each, month)[1] and (year or date(each, month, day) > today):
            return date(each, month, day)
    return None


def _ahead(today: date, count: int, unit: str) -> date | None:
    first = next((_SIGNS[sign] for sign in unit if sign in _SIGNS), unit)
    if first == "month" or first == "year":
        months = today.month - 1 + count * (12 if first == "year" else 1)
        year, month = today.year + months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    return today + timedelta(count * (7 if first == "week" else 1)) if first in ("day", "week") else None


def _named_day(meaning: str, today: date) -> date | None:
    if meaning.startswith("+"):
        return today + timedelta(int(meaning))
    if meaning[-4:] == "week":
        weeks = int(meaning[:-4] or 1)
        return today - timedelta(today.weekday()) + timedelta(7 * weeks)
    if meaning == "weekend":
        return today + timedelta((5 - today.weekday() - 1) % 7 + 1)
    if meaning[-5:] == "month" and meaning[:3] != "end":
        return _ahead(today.replace(day=1), int(meaning[:-5] or 1), "month")
    if meaning == "year":
        return date(today.year + 1, 1, 1)
    if meaning.startswith("end of"):
        month = today.month if meaning.endswith("month") else 12
        return _made(0, month, monthrange(today.year, month)[1], today)
    month, day = (int(part) for part in meaning.split("-"))
    if day == 1 and month in (3, 6, 9, 12) and (today.month - month) % 12 < 3:
        # it is that season already: by its end
        return _ahead(today.replace(day=1), 2 - (today.month - month) % 12, "month")
    return _made(0, month, day, today)


@lru_cache(maxsize=8)
def _matchers(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns and what they mean, the most telling first."""
    iso = (re.compile(r"\b(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})\b"), "date")
    made = _unspaced(language) if language in UNSPACED else _spaced(language)
    return (iso, *made)


def _unspaced(language: str) -> Iterator[tuple[re.Pattern[str], str]]:
    patterns = UNSPACED[language]
    for name in ("date", "counted"):
        yield re.compile(patterns[name]), name
    for entry in patterns["named"].split(" "):
        phrases, _, meaning = entry.partition("=")
        yield re.compile(phrases), meaning.replace("_", " ")
    for number, sign in enumerate(patterns["weekdays"]):
        yield re.compile(re.sub(r"\(\[.*\]\)", f"{sign}", patterns["weekday"])), f"weekday{number}"


def _spaced(language: str) -> Iterator[tuple[re.Pattern[str], str]]:
    patterns = PATTERNS[language]
    months = "|".join(f"(?P<month{number}>{name})" for number, name in enumerate(patterns.months, 1))
    alone = "|".join(f"(?P<alone{number}>{name})" for number, name in enumerate(patterns.months, 1))
    year = r"(?:,?\s+(?:de\s+|del\s+)?(?P<year>\d{4}))?"
    ordinal = r"(?:st|nd|rd|th|er|\.|º|°)?"
    of = r"\s+(?:of\s+|de\s+)?"
    yield re.compile(rf"\b(?P<day>\d{{1,2}}){ordinal}{of}(?:{months})\b{year}"), "date"
    if language == "en":
        yield re.compile(rf"\b(?:{months})\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{year}"), "date"
    else:
        yield re.compile(r"\b(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>20\d\d)|\.)"), "date"
    part = rf"(?:(?P<end>{patterns.ends})|(?P<mid>{patterns.middles})|{patterns.before_month})"
    yield re.compile(rf"{part}(?:{alone})\b{year}"), "date"
    units = "|".join(f"(?P<in_{name}>{unit})" for name, unit in patterns.units.items())
    count = rf"(?P<count>\d+|{patterns.one})\s+(?:{units})"
    yield re.compile(rf"{patterns.ahead}{count}\b"), "counted"
    yield re.compile(rf"\b{count}{patterns.ahead_after}"), "counted"
    for phrase, meaning in patterns.named.items():
        yield re.compile(phrase), meaning
    for number, name in enumerate(patterns.weekdays):
        kept = "" if language == "en" else "s?"
        yield re.compile(rf"{_NOT_WEEKLY}\b(?:{name}){kept}\b"), f"weekday{number}"
