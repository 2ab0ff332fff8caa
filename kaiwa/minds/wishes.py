"""What can be wished of a course, with ids that stand in forms: easier, more_of:food, casual:1, move:doctor:2."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Wish:
    """A wish; `topic` is a category, a scenario's id or plain words, `week` and `day` are where it holds.

    Without either it holds for the whole course.
    """

    kind: WishKind
    topic: str = ""
    week: int | None = None
    day: int | None = None

    @property
    def id(self) -> str:
        """The wish as a form sends it; a day stands as d5."""
        place = f"d{self.day}" if self.day else str(self.week) if self.week else ""
        topic = [self.topic] if self.kind in _WITH_TOPIC else []
        return ":".join([self.kind.value, *topic, *([place] if place else [])])


def wish_of(text: str) -> Wish | None:
    """The wish with an id; None for plain words."""
    name, *rest = text.strip().split(":")
    if name not in tuple(WishKind):
        return None
    kind = WishKind(name)
    topic = ""
    if kind in _WITH_TOPIC:
        if not rest or not rest[0].strip():
            return None
        topic, *rest = rest
    place = rest[0] if rest else ""
    number = place.removeprefix("d")
    if len(rest) > 1 or (place and not number.isdecimal()) or (kind is WishKind.MOVE and not place):
        return None
    return Wish(
        kind, topic, **({} if not place else {"day": int(number)} if place != number else {"week": int(number)})
    )
