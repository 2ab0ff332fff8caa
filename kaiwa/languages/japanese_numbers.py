"""How Japanese numbers are read, alone and before a counter."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0}
_ONES = ("", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_HUNDREDS = {1: "ひゃく", 3: "さんびゃく", 6: "ろっぴゃく", 8: "はっぴゃく"}
_THOUSANDS = {1: "せん", 3: "さんぜん", 8: "はっせん"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 20
_BIG = {"万": 10_000, "億": 100_000_000}


@dataclass(frozen=True)
class Counter:
    """A counter: its sound, how it changes the number before it, and the readings that follow no rule."""

    sound: str
    hard: str = ""
    third: str = ""
    special: tuple[tuple[int, str], ...] = ()
    digits: tuple[tuple[int, str], ...] = ()


def parse_number(text: str) -> int | None:
    """Value of a number in kanji, digits (also full-width, with commas) or both mixed; None when it is not
    one, or longer than any number one says.
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if not 0 < len(plain) <= _LONGEST:
        return None
    if all(sign in DIGITS for sign in plain) and len(plain) > 1:
        plain = "".join(str(DIGITS[sign]) for sign in plain)
    total = section = digit = 0
    for sign, run in ((m[0][0], m[0]) for m in re.finditer(r"\d+|.", plain)):
        if sign in _UNITS:
            section += max(digit, 1) * _UNITS[sign]
            digit = 0
        elif sign in _BIG:
            total += max(section + digit, 1) * _BIG[sign]
            section = digit = 0
        elif run.isdecimal():
            digit = int(run)
        elif sign in DIGITS:
            digit = DIGITS[sign]
        else:
            return None
    return total + section + digit


def _below_ten_thousand(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    text = _THOUSANDS.get(thousands, _ONES[thousands] + "せん") if thousands else ""
    text += _HUNDREDS.get(hundreds, _ONES[hundreds] + "ひゃく") if hundreds else ""
    text += (_ONES[tens] if tens > 1 else "") + "じゅう" if tens else ""
    return text + _ONES[ones]


@lru_cache(maxsize=4096)
def number_reading(number: int) -> str:
    """Hiragana of a whole number below 10^12 (300 さんびゃく); raises ValueError outside that range."""
    if not 0 <= number < 10**12:
        raise ValueError(f"no reading for {number}")
    if number == 0:
        return "ゼロ"
    text = ""
    for size, name in ((100_000_000, "おく"), (10_000, "まん")):
        count, number = divmod(number, size)
        if count:
            head = _below_ten_thousand(count)
            text += re.sub("^せん$", "いっせん", head) + name
    return text + _below_ten_thousand(number)


def _last_unit(number: int) -> int:
    for size in (10, 100, 1000, 10_000):
        if number % size:
            return (number % size) // (size // 10) if size == 10 else size // 10
    return 10_000


_SHORT = {
    1: ("いち", "いっ"),
    6: ("ろく", "ろっ"),
    8: ("はち", "はっ"),
    10: ("じゅう", "じゅっ"),
    100: ("ひゃく", "ひゃっ"),
}
_SHORTENED = {"k": (1, 6, 8, 10, 100), "s": (1, 8, 10), "t": (1, 8, 10), "h": (1, 6, 8, 10, 100)}
_H_TO_P = str.maketrans("はひふへほ", "ぱぴぷぺぽ")


def counted_reading(number: int, counter: Counter) -> str:
    """Hiragana of number and counter together (三本 さんぼん), by the changes the counter asks for."""
    special = dict(counter.special)
    if number in special:
        return special[number]
    text = number_reading(number)
    last = _last_unit(number)
    sound = counter.sound
    replaced = dict(counter.digits).get(last)
    if replaced is not None:
        return text[: -len(_ONES[last])] + replaced + sound
    if last in _SHORTENED.get(counter.hard, ()):
        long, short = _SHORT[last]
        text = text[: -len(long)] + short
        sound = sound[0].translate(_H_TO_P) + sound[1:] if counter.hard == "h" else sound
    elif (last in (3, 1000, 10_000) and counter.third) or (
        last == 4 and counter.third and counter.third[0] in "ぱぴぷぺぽ"
    ):
        sound = counter.third
    return text + sound
