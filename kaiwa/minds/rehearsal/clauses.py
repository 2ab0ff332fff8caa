"""Cutting a learner's line into its parts."""

import re

_CLAUSE_END = re.compile(r"(?<=[?？])\s*|[.!。！…,，、;；\n]+")


def clauses(text: str) -> list[str]:
    """Cut a line at its punctuation, the whole line first."""
    parts = [part.strip() for part in _CLAUSE_END.split(text)]
    parts = [part for part in parts if part.strip("?？ ")]
    return [text, *parts] if len(parts) > 1 else [text]
