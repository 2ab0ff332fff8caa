"""Typical errors: finding one in a learner's line without ever calling a right line wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaiwa.minds.rehearsal.clauses import clauses
from kaiwa.minds.rehearsal.hearing import UNSPACED, Ear, Heard, Masked
from kaiwa.minds.rehearsal.script import Recast
from kaiwa.minds.rehearsal.templates import expand, fill, slots_in


@dataclass(frozen=True)
class Mistake:
    """An authored error found in a line: the clause it stands in, the better line, and its source."""

    said: str
    better: str
    recast: Recast
    heard: Mapping[str, Heard]


class RecastIndex:
    """The errors an author listed, looked for as whole runs of the normalised line."""

    def __init__(self, ear: Ear, recasts: Sequence[Recast]) -> None:
        self._ear = ear
        self._recasts: list[tuple[Recast, frozenset[str], tuple[str, ...]]] = []
        for recast in recasts:
            sentences = [text for template in recast.said for text in expand(template)]
            slots = frozenset(name for text in sentences for name in slots_in(text))
            keys = dict.fromkeys(ear.mask_example(text, slots)[0].key for text in sentences)
            self._recasts.append((recast, slots, tuple(key for key in keys if key)))

    def find(self, text: str, node: str, known: Mapping[str, Heard]) -> Mistake | None:
        """The first authored error in a line said at a node; None where nothing is known to be wrong."""
        parts = list(reversed(clauses(text)))
        # most errors name the same slots: what a clause says of these is heard once
        heard_with: dict[tuple[str, frozenset[str]], tuple[Masked, dict[str, Heard]]] = {}
        for recast, slots, keys in self._recasts:
            if recast.nodes and node not in recast.nodes:
                continue
            for clause in parts:
                if (clause, slots) not in heard_with:
                    heard_with[clause, slots] = self._ear.mask(clause, slots, with_words=False)
                masked, heard = heard_with[clause, slots]
                if any(self._holds(masked.key, key) for key in keys):
                    mistake = self._mend(clause, recast, {**known, **heard})
                    if mistake:
                        return mistake
        return None

    def _holds(self, line: str, error: str) -> bool:
        if self._ear.language in UNSPACED:
            return error in line
        return f" {error} " in f" {line} "

    @staticmethod
    def _mend(said: str, recast: Recast, heard: Mapping[str, Heard]) -> Mistake | None:
        try:
            better = fill(recast.better, {name: value.say for name, value in heard.items()})
        except KeyError:
            return None
        return Mistake(said.strip(), better, recast, heard)
