"""What a check of content finds, and every line of a script with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaiwa.minds.rehearsal.script import END_PREFIX, Say, Script


@dataclass(frozen=True)
class Finding:
    """Something to mend, and where."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def lines_of(script: Script) -> Iterator[tuple[str, Say]]:
    """Every line of a script with its translations, and where it stands."""
    yield "partner", script.partner
    for name, node in script.nodes.items():
        for say in (*node.say, node.again, node.easier, node.hint.line, *node.hint.words, *node.chips):
            yield name, say
        for intent_name, intent in node.intents.items():
            for say in (intent.means, *intent.say):
                yield f"{name}.{intent_name}", say
    for name, ending in script.endings.items():
        for say in ending.say:
            yield END_PREFIX + name, say
    for number, recast in enumerate(script.recasts):
        if recast.partner:
            yield f"recasts.{number}", recast.partner
