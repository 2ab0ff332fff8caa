"""Numbers with counters in Japanese text: digits, kanji, kana (ふたつ) and romaji (futatsu)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kaiwa.languages.japanese_counters import COUNTERS, find_counted_values
from kaiwa.languages.japanese_numbers import counted_reading, number_reading
from kaiwa.languages.kana import from_romaji, to_hiragana
from kaiwa.languages.number_value import Number

_KANA_COUNTERS = (
    "つ",
    "人",
    "名",
    "名様",
    "個",
    "枚",
    "本",
    "杯",
    "時",
    "時半",
    "分",
    "円",
    "歳",
    "階",
    "回",
    "泊",
    "台",
    "番線",
    "日",
    "月",
    "時間",
)
_AMBIGUOUS_KANA = frozenset(
    [
        "にほん",
        "ごかい",
        "しがつ",
        "ごほん",
        "さんか",
        "にかい",
        "ごにん",
        "よねん",
        "いっかい",
        "にじ",
        "ごじ",
        "さんじ",
        "ごこ",
        "にこ",
        "にだい",
        "ようか",
        "はつか",
        "いちじかん",
    ]
)
_BARE_KANA = {number_reading(n): n for n in (*range(10, 100), *range(100, 1000, 100), *range(1000, 10000, 1000), 10000)}


@lru_cache(maxsize=1)
def _kana_numbers() -> dict[str, tuple[int, str | None]]:
    table: dict[str, tuple[int, str | None]] = {kana: (value, None) for kana, value in _BARE_KANA.items()}
    for counter in _KANA_COUNTERS:
        for value in (*range(1, 21), 30, 40, 50, 60, *range(100, 1000, 100), *range(1000, 10001, 1000)):
            if counter != "つ" or value < 10:
                table.setdefault(to_hiragana(counted_reading(value, COUNTERS[counter])), (value, counter))
    return table | {"とお": (10, "つ"), "じっぷん": (10, "分"), "はたち": (20, "歳"), "よじ": (4, "時")}


@lru_cache(maxsize=1)
def _kana_finder() -> re.Pattern[str]:
    words = sorted(set(_kana_numbers()) - _AMBIGUOUS_KANA, key=len, reverse=True)
    free = "|".join(word for word in words if (word.endswith("つ") and len(word) > 2) or word in ("ひとり", "ふたり"))
    return re.compile(
        rf"({free})(?!ごと)|(?:(?<=[^\u3041-\u3096])|(?<=[をはがともでにの])|^)({'|'.join(words)})(?![ゃゅょっ])"
    )


def japanese_numbers(text: str) -> Iterator[Number]:
    """Numbers of Japanese text in order: digits, kanji, kana (ふたつ, にめい) and romaji (futatsu, san nin)."""
    found = [
        Number(value, start, end, text[start:end], counter) for start, end, value, counter in find_counted_values(text)
    ]
    taken = {place for number in found for place in range(number.start, number.end)}
    for match in _kana_finder().finditer(to_hiragana(text)):
        value, counter = _kana_numbers()[match[0]]
        if taken.isdisjoint(range(match.start(), match.end())):
            found.append(Number(float(value), match.start(), match.end(), text[match.start() : match.end()], counter))
    found.extend(_romaji_numbers(text))
    yield from sorted(found, key=lambda number: number.start)


def _romaji_numbers(text: str) -> Iterator[Number]:
    words = list(re.finditer(r"[a-zāīūēō']+", text.lower()))
    place = 0
    while place < len(words):
        for size in (3, 2, 1):
            part = words[place : place + size]
            kana = from_romaji("".join(word[0] for word in part)) if len(part) == size else None
            hit = _kana_numbers().get(kana.replace("おお", "おう")) if kana else None
            if hit and not (size == 1 and kana in ("にほん", "とお")):
                start, end = part[0].start(), part[-1].end()
                yield Number(float(hit[0]), start, end, text[start:end], hit[1])
                place += size - 1
                break
        place += 1
