"""A text with its numbers in digits and without accents, that still knows where each sign stood."""

from __future__ import annotations

from dataclasses import dataclass

from kaiwa.languages.numbers import find_numbers
from kaiwa.languages.word_lists import foldable

_UNSPACED = ("ja", "zh", "ko")


@dataclass(frozen=True)
class DigitText:
    """The plain text; `starts` and `ends` hold for each of its signs where it is made from."""

    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the plain text."""
        if start == end:
            return (self.starts[start], self.starts[start]) if start < len(self.starts) else (0, 0)
        return self.starts[start], self.ends[end - 1]


def in_digits(text: str, language: str) -> DigitText:
    """Lower case, no accents, numbers as digits: "In zwei Wochen" gives "in 2 wochen", 二週間 gives 2週間."""
    plain, starts, ends, place = "", list[int](), list[int](), 0
    for number in find_numbers(text, language):
        if number.value != int(number.value) or number.start < place:
            continue
        before = foldable(text[place : number.start])
        counted = (number.counter or "") if language in _UNSPACED else ""
        surface = f"{int(number.value)}{foldable(counted)}"
        plain += before + surface
        starts += [*range(place, number.start), *([number.start] * len(surface))]
        ends += [*range(place + 1, number.start + 1), *([number.end] * len(surface))]
        place = number.end
    starts += range(place, len(text))
    ends += range(place + 1, len(text) + 1)
    return DigitText(plain + foldable(text[place:]), tuple(starts), tuple(ends))
