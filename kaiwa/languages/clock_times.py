"""Clock times found in a text in the eight languages, as a 24-hour hour and minute."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kaiwa.languages.clock_phrases import EAST, HALVES, LATER, PATTERNS, PINYIN_TIME, ROMAJI_TIME
from kaiwa.languages.japanese_numbers import parse_number
from kaiwa.languages.number_words import folded, number_forms


@dataclass(frozen=True)
class ClockTime:
    """A time of day with its place; the hour is 0–23 when the text tells (3pm is 15), else as said (3 o'clock is 3)."""

    hour: int
    minute: int
    start: int
    end: int
    surface: str


def find_times(text: str, language: str) -> list[ClockTime]:
    """Clock times of a text in order (half past two, halb vier, a las tres y media, 午後三時半, 下午三点半, 15:30).

    Words for a part of the day (pm, de la tarde, abends, 午後, 오후, 下午) move the hour to 13–23. A length of time
    (三時間, 세 시간, two hours) is none. Unknown languages raise KeyError.
    """
    return list(_found(text, language))


@lru_cache(maxsize=4096)
def _found(text: str, language: str) -> tuple[ClockTime, ...]:
    plain = folded(text)
    taken: set[int] = set()
    found: list[ClockTime] = []
    for pattern in _compiled(language):
        for match in pattern.finditer(plain):
            time = _time(match, language)
            places = range(match.start(), match.end())
            if time is None or not taken.isdisjoint(places):
                continue
            taken.update(places)
            found.append(ClockTime(*time, match.start(), match.end(), text[match.start() : match.end()]))
    return tuple(sorted(found, key=lambda time: time.start))


@lru_cache(maxsize=8)
def _compiled(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_patterns(language))


def _patterns(language: str) -> Iterator[re.Pattern[str]]:
    if language in EAST:
        yield from (re.compile(pattern) for pattern in EAST[language])
        return
    small = [word for word, value in number_forms(language).items() if value < 60 and "mal" not in word]
    small += {"en": ["oh five"], "es": ["una"], "fr": ["une"], "de": ["ein"], "it": ["una"]}[language]
    words = "|".join(sorted((word.replace(" ", r"\s") for word in small), key=len, reverse=True))
    for pattern in PATTERNS[language]:
        yield re.compile(
            pattern.replace("<H>", rf"(?P<hour>\b(?:\d{{1,2}}(?!\d)|(?:{words})\b))").replace(
                "<M>", rf"(?P<minute>\b(?:\d{{1,2}}|{words})\b)"
            )
        )


def _amount(said: str, language: str) -> int | None:
    if said.isdecimal():
        return int(said)
    if language in PATTERNS:
        plain = " ".join(said.split())
        return number_forms(language).get(plain, 1 if plain in ("una", "une", "ein") else None)
    known = ROMAJI_TIME.get(said) or PINYIN_TIME.get(said)
    return known or parse_number(said.translate(str.maketrans("两兩", "二二"))) or _korean(said)


_KO = {
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "열한": 11,
    "열두": 12,
}
_KO_SINO = str.maketrans("일이삼사오육칠팔구십", "一二三四五六七八九十")


def _korean(said: str) -> int | None:
    plain = said.replace(" ", "")
    return _KO.get(plain) or parse_number(plain.translate(_KO_SINO))


def _time(match: re.Match[str], language: str) -> tuple[int, int] | None:
    groups = match.groupdict()
    if groups.get("noon") or groups.get("midnight"):
        return (12 if groups.get("noon") else 0), (30 if groups.get("half") else 0)
    hour = _amount(groups["hour"].strip(), language) if groups.get("hour") else None
    minute = _minute(groups, language)
    if hour is None or minute is None:
        return None
    if groups.get("halfto"):
        hour, minute = _hour_before(hour), 30
    elif groups.get("before") is not None:
        hour, minute = _hour_before(hour), 60 - minute
    hour = _in_the_day(hour, groups, language)
    return (hour, minute) if hour <= 24 and minute < 60 else None


def _hour_before(hour: int) -> int:
    return (hour - 1) % 24 or 12


def _in_the_day(hour: int, groups: dict[str, str | None], language: str) -> int:
    """The hour of 24 when a part of the day is named; two at night stays 2."""
    part = (groups.get("part") or groups.get("part2") or groups.get("part3") or "").replace(".", "").strip()
    if not part:
        return hour
    small_hours = hour < 5 and re.search("night|noche|notte|nuit|nacht|夜|밤", part)
    if re.search(LATER[language], part) and hour < 12 and not small_hours:
        return hour + 12
    return 0 if hour == 12 and part in ("am", "午前", "오전") else hour


def _minute(groups: dict[str, str | None], language: str) -> int | None:
    if groups.get("half"):
        return 30
    if quarter := groups.get("quarter"):
        return 45 if re.search(HALVES["three quarters"], quarter) else 15
    said = groups.get("minute")
    return _amount(said.strip(), language) if said else 0
