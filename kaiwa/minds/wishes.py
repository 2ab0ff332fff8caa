"""What can be wished of a course, with ids that stand in forms: easier, more_of:food, casual:1, move:doctor:2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class WishKind(StrEnum):
    """What a wish asks for."""

    EASIER = "easier"
    HARDER = "harder"
    SHORTER_DAYS = "shorter_days"
    LONGER_DAYS = "longer_days"
    MORE_SPEAKING = "more_speaking"
    MORE_LISTENING = "more_listening"
    CASUAL = "casual"
    FORMAL = "formal"
    MORE_OF = "more_of"
    LESS_OF = "less_of"
    MOVE = "move"
    FEWER_DAYS = "fewer_days"
    MORE_DAYS = "more_days"


_WITH_TOPIC = frozenset({WishKind.MORE_OF, WishKind.LESS_OF, WishKind.MOVE})
_ID = re.compile(
    r"(?P<kind>[a-z_]+)(?::(?P<topic>(?!d?\d+(?::|$)|n\d+$)[^:]+))?(?::(?P<place>d?)(?P<number>\d{1,3}))?(?::n(?P<count>\d{1,3}))?"
)


@dataclass(frozen=True)
class Wish:
    """A wish; `week` and `day` are where it holds, for the whole course without either.

    `topic` is a category, a scenario's id, plain words, or "day 5" for what stands there. `count` is how many minutes a
    day is to take, or how many days a course; without it they are a little shorter or longer.
    """

    kind: WishKind
    topic: str = ""
    week: int | None = None
    day: int | None = None
    count: int | None = None

    @property
    def id(self) -> str:
        """The wish as a form sends it: kind, topic, week (a day as d5) and count (as n10), as far as there are."""
        place = f"d{self.day}" if self.day else str(self.week) if self.week else ""
        count = f"n{self.count}" if self.count else ""
        return ":".join(filter(None, [self.kind.value, self.topic, place, count]))


def wish_of(text: str) -> Wish | None:
    """The wish with an id; None for plain words."""
    match = _ID.fullmatch(text.strip())
    if match is None or match["kind"] not in tuple(WishKind):
        return None
    kind, topic = WishKind(match["kind"]), (match["topic"] or "").strip()
    if bool(topic) != (kind in _WITH_TOPIC) or (kind is WishKind.MOVE and not match["number"]):
        return None
    number = int(match["number"]) if match["number"] else None
    week, day = (None, number) if match["place"] else (number, None)
    return Wish(kind, topic, week, day, int(match["count"]) if match["count"] else None)
