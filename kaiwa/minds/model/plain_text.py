"""Text of a model as it may be shown."""

from __future__ import annotations

import re


def plain_text(text: str) -> str:
    """Text without markup, links and controls, on one line."""
    unlinked = re.sub(r"(?:https?://|www\.)\S*", "", re.sub(r"<[^>]*>", "", text))
    return " ".join(re.sub(r"[*_`#\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", " ", unlinked).split())
