"""Matching a learner's free line against what a node expects.

The recipe is LIBRARIES': 0.4 x character 2-3-gram TF-IDF + 0.4 x lemma TF-IDF + 0.2 x rapidfuzz, on normalised keys,
with guard tokens (negation, numbers, question form) that veto a match whatever its score.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from kaiwa.languages.keys import matching_key
from kaiwa.minds.rehearsal.capturing import Catcher
from kaiwa.minds.rehearsal.clauses import clauses
from kaiwa.minds.rehearsal.guarding import Claims, agreement, claims_of
from kaiwa.minds.rehearsal.hearing import Ear, Heard, Masked
from kaiwa.minds.rehearsal.script import Intent
from kaiwa.minds.rehearsal.templates import expand, slots_in, spread
from kaiwa.minds.rehearsal.vectors import Vectors, grams

ACCEPTED = 0.45
ASKED = 0.30
CLEAR_BY = 0.04
PART_LEAST, PART_SHARE = 0.77, 0.18
SLOTS_DIFFER = 0.85
LENGTH_TELLS = 0.02
MOST_FUZZED = 12
WRITTEN, NEARLY = 0.99, 0.98
MOST_EXAMPLES, LEAST_OF_TEMPLATE = 160, 8


@dataclass(frozen=True)
class Match:
    """How well a line fits one intent (0-1), the slots heard, the author's sentence it is nearest to.

    `clause` counts the parts of the line from 1, the whole is 0; `leaves` are heard slots that the sentence ignores.
    """

    intent: str
    score: float
    heard: Mapping[str, Heard] = field(default_factory=dict)
    nearest: str = ""
    clause: int = 0
    leaves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Example:
    intent: str
    text: str
    masked: Masked
    claims: Claims
    slots: frozenset[str]


@dataclass(frozen=True)
class _Catching:
    example: _Example
    catcher: Catcher


def representatives(intent: Intent) -> list[str]:
    """The sentences that stand for an intent's phrasings: each template's share, so that memory stays small."""
    expanded = [expand(template) for template in intent.phrasings]
    share = max(LEAST_OF_TEMPLATE, MOST_EXAMPLES // max(1, len(expanded)))
    return [text for sentences in expanded for text in spread(sentences, share)]


class NodeIndex:
    """The phrasings of a node's intents, ready to be searched."""

    def __init__(
        self,
        ear: Ear,
        intents: Mapping[str, Intent],
        courtesies: frozenset[str] = frozenset(),
        denials: frozenset[str] = frozenset(),
    ) -> None:
        """`courtesies` and `denials` are matching keys of words like "thanks" and of words like "no"."""
        self._denials = denials
        self._ear = ear
        self._language = ear.language
        self.slots_of = {
            name: frozenset(slot for text in intent.phrasings for slot in slots_in(text))
            for name, intent in intents.items()
        }
        self.slots = frozenset().union(*self.slots_of.values(), *(intent.needs for intent in intents.values()))
        self._free = {name for name in self.slots if ear.script.slots[name].kind == "free"}
        self._wants = {name: self._free | frozenset(intent.needs) for name, intent in intents.items()}
        self._examples = [
            self._prepare(name, text) for name, intent in intents.items() for text in representatives(intent)
        ]
        self._written: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, intent in intents.items():
            for text in (text for template in intent.phrasings for text in expand(template)):
                self._written[ear.key_example(text, self.slots)].append((name, text))
        self._catching = list(self._list_catchers(intents, courtesies))
        self._chars = Vectors([(example.intent, grams(example.masked.key)) for example in self._examples])
        self._words = Vectors([(example.intent, Counter(example.masked.words)) for example in self._examples])

    def _prepare(self, intent: str, text: str) -> _Example:
        masked, named = self._ear.mask_example(text, self.slots)
        claims = claims_of(re.sub(r"\{\w+\}", " ", text), self._language, named)
        if any(self._ear.script.slots[name].kind in ("number", "time") for name in slots_in(text)):
            claims = replace(claims, numbers=frozenset())
        return _Example(intent, text, masked, claims, frozenset(slots_in(text)) | frozenset(named))

    def _list_catchers(self, intents: Mapping[str, Intent], courtesies: frozenset[str]) -> Iterable[_Catching]:
        for name, intent in intents.items():
            for text in intent.phrasings:
                if self._free & set(slots_in(text)):
                    example = self._prepare(name, expand(text)[0])
                    yield _Catching(example, Catcher([text], self._language, courtesies))

    def search(self, text: str) -> list[Match]:
        """Rank the intents that a line may mean, best first; vetoed ones are left out."""
        best: dict[str, Match] = {}
        is_mended = False
        for index, clause in enumerate(clauses(text)):
            weight = PART_LEAST + PART_SHARE * len(clause) / len(text) if index else 1.0
            for match in self._search_clause(clause):
                scaled = replace(match, score=match.score * weight, clause=index)
                held = best.get(match.intent)
                best[match.intent] = scaled if held is None else self._better(held, scaled, is_mended)
            is_mended = is_mended or (index > 1 and matching_key(clause, self._language) in self._denials)
        return sorted(best.values(), key=lambda match: -match.score)

    def _better(self, one: Match, other: Match, is_mended: bool) -> Match:
        """The better of two matches of one intent; names, and what it needs, are kept whichever of them heard it.

        What follows a "no" in the middle of a line mends what stood before it: "a large one … no, a small one".
        """
        if is_mended and other.score >= ACCEPTED and other.heard and one.heard.keys() <= other.heard.keys():
            return replace(other, score=max(one.score, other.score))
        first, second = (one, other) if one.score >= other.score else (other, one)
        missing = self._wants[first.intent] - set(first.heard)
        found = {name: second.heard[name] for name in missing if name in second.heard}
        return replace(first, heard={**first.heard, **found}) if found else first

    def _search_clause(self, text: str) -> Iterable[Match]:
        masked, heard = self._ear.mask(text, self.slots)
        if not masked.key:
            return
        line = claims_of(text, self._language, heard)
        yield from self._find_written(masked, line)
        scores = self._score(masked)
        seen: Counter[str] = Counter()
        for index in sorted(scores, key=lambda index: -scores[index]):
            example = self._examples[index]
            factor = agreement(line, example.claims) if seen[example.intent] < MOST_FUZZED else 0.0
            if factor:
                seen[example.intent] += 1
                score = scores[index] + 0.2 * self._fuzz(masked.key, example.masked.key) / 100
                leaves = heard.keys() - example.slots
                if leaves or example.slots - heard.keys():
                    factor *= SLOTS_DIFFER
                covered = LENGTH_TELLS * min(1.0, len(example.masked.key) / len(masked.key))
                yield Match(
                    example.intent, min(NEARLY, score + covered) * factor, heard, example.text, leaves=frozenset(leaves)
                )
        yield from self._catch(text, line)

    def _find_written(self, masked: Masked, line: Claims) -> Iterable[Match]:
        """Intents under which an author wrote this very line; one that names a value outright comes first."""
        for intent, text in self._written.get(masked.key, ()):
            example = self._prepare(intent, text)
            score = 1.0 if example.claims.named else WRITTEN
            yield Match(intent, score * agreement(line, example.claims), line.named, text)

    def _score(self, masked: Masked) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for index, similarity in self._chars.similarities(grams(masked.key)).items():
            scores[index] += 0.4 * similarity
        for index, similarity in self._words.similarities(Counter(masked.words)).items():
            scores[index] += 0.4 * similarity
        return scores

    def _fuzz(self, key: str, other: str) -> float:
        if self._language in ("ja", "ko", "zh"):
            shorter, longer = sorted((len(key), len(other)))
            return fuzz.partial_ratio(key, other) if shorter * 3 >= longer else fuzz.ratio(key, other)
        return fuzz.token_set_ratio(key, other)

    def _catch(self, text: str, line: Claims) -> Iterable[Match]:
        for catching in self._catching:
            caught = catching.catcher.find(text)
            if caught is None:
                continue
            # a name commits to nothing, whatever it sounds like: 안나 holds the Korean for "not"
            rest = caught.without(text)
            if agreement(claims_of(rest, self._language, line.named), catching.example.claims):
                said = {name: Heard(value, value) for name, value in caught.words.items()}
                yield Match(catching.example.intent, caught.score, {**line.named, **said}, catching.example.text)
