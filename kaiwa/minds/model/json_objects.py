"""JSON objects out of text that is still being written, whatever stands around them."""

from __future__ import annotations

import json
from typing import Any

LONGEST_OBJECT = 6_000


class JsonObjects:
    """Takes text as it comes and gives out each object once it is whole: one a line, in a list, in a code block."""

    def __init__(self) -> None:
        self._held = ""
        self._depth = 0
        self._is_quoted = self._is_escaped = False

    def feed(self, piece: str) -> list[dict[str, Any] | None]:
        """The objects that this piece ends, None for one that is no JSON or too long."""
        found: list[dict[str, Any] | None] = []
        for sign in piece:
            if self._depth == 0 and sign != "{":
                continue
            self._held += sign
            self._count(sign)
            if self._depth == 0 or len(self._held) > LONGEST_OBJECT:
                found.append(_read(self._held) if self._depth == 0 else None)
                self._held, self._depth, self._is_quoted, self._is_escaped = "", 0, False, False
        return found

    def _count(self, sign: str) -> None:
        """How deep in braces the text stands; those in strings do not count."""
        if self._is_escaped:
            self._is_escaped = False
        elif self._is_quoted:
            self._is_escaped, self._is_quoted = sign == "\\", sign != '"'
        elif sign == '"':
            self._is_quoted = True
        else:
            self._depth += (sign == "{") - (sign == "}")


def _read(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
