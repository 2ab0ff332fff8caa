"""Phrasing templates in hassil's syntax: `(a|b)` alternatives, `[c]` optional, `{slot}` something to be heard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_sentence

MOST_EXPANDED = 4000
KEPT = 1000
_SLOT = re.compile(r"\{(\w+)\}")


class TemplateError(ValueError):
    """A phrasing that is not a well-formed template."""


@lru_cache(maxsize=20_000)
def expand(template: str) -> tuple[str, ...]:
    """Write a template out as plain sentences with `{slot}` left standing, at most `KEPT`, spread evenly.

    Raises `TemplateError` for unbalanced brackets. Grammar: Home Assistant's hassil 3 sentence templates.
    """
    return tuple(spread(_write_out(template), KEPT))


def is_too_wide(template: str) -> bool:
    """Whether a template stands for so many sentences that `expand` leaves some out; raises `TemplateError`."""
    return len(_write_out(template)) > KEPT


def _write_out(template: str) -> list[str]:
    try:
        parsed = parse_sentence(template)
        sampled = list(islice(sample_sentence(parsed, expand_lists=False), MOST_EXPANDED))
    except (ParseError, ValueError, AssertionError) as error:
        raise TemplateError(f"{template}: {error}") from error
    tidy = dict.fromkeys(re.sub(r"\s+", " ", text).strip(" ,、，") for text in sampled)
    return [text for text in tidy if text]


def spread(sentences: Sequence[str], most: int) -> Sequence[str]:
    """At most so many of the sentences, taken evenly from the first to the last."""
    if len(sentences) <= most:
        return sentences
    step = len(sentences) / most
    return [sentences[int(index * step)] for index in range(most)]


def slots_in(text: str) -> tuple[str, ...]:
    """Name the slots that a template or line mentions, in order."""
    return tuple(_SLOT.findall(text))


def split_at_slots(text: str) -> list[tuple[str, bool]]:
    """Cut a sentence into plain pieces and slot names: `(piece, is_slot)`."""
    pieces = []
    for index, piece in enumerate(_SLOT.split(text)):
        if piece:
            pieces.append((piece, index % 2 == 1))
    return pieces


def fill(text: str, values: dict[str, str]) -> str:
    """Put heard values into a line's slots; raises KeyError for a slot that was not heard."""
    filled = _SLOT.sub(lambda found: values[found.group(1)], text)
    if text.startswith("{") and filled:
        filled = filled[0].upper() + filled[1:]
    return filled
