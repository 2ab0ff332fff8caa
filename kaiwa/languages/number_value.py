"""What a number found in a text is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A number with its place (text[start:end] is surface) and the counter it counts with, in ja, zh and ko."""

    value: float
    start: int
    end: int
    surface: str
    counter: str | None
