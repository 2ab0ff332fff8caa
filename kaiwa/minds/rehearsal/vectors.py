"""TF-IDF vectors of sparse counts, searched by their postings."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence


class Vectors:
    """TF-IDF over sparse counts, the document being an intent, so that many phrasings do not dull a word."""

    def __init__(self, documents: Sequence[tuple[str, Counter[str]]]) -> None:
        intents_with: dict[str, set[str]] = defaultdict(set)
        for intent, counts in documents:
            for term in counts:
                intents_with[term].add(intent)
        total = len({intent for intent, _ in documents})
        self._idf = {term: math.log((1 + total) / (1 + len(seen))) + 1 for term, seen in intents_with.items()}
        self._unseen = 0.6 * (math.log(1 + total) + 1)
        # arrays, since a process holds some millions of these
        self._places: dict[str, array[int]] = defaultdict(lambda: array("H"))
        self._weights: dict[str, array[float]] = defaultdict(lambda: array("f"))
        for index, (_, counts) in enumerate(documents):
            for term, weight in self._weigh(counts).items():
                self._places[term].append(index)
                self._weights[term].append(weight)

    def _weigh(self, counts: Counter[str]) -> dict[str, float]:
        weights = {term: count * self._idf.get(term, self._unseen) for term, count in counts.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / norm for term, weight in weights.items()}

    def similarities(self, counts: Counter[str]) -> dict[int, float]:
        """Cosine similarity of a line to each example that shares a term with it."""
        scores: dict[int, float] = defaultdict(float)
        for term, weight in self._weigh(counts).items():
            if term in self._places:
                for index, other in zip(self._places[term], self._weights[term], strict=True):
                    scores[index] += weight * other
        return scores


def grams(key: str) -> Counter[str]:
    """The character 2- and 3-grams of a key, its ends marked."""
    padded = f" {key} "
    return Counter(padded[at : at + size] for size in (2, 3) for at in range(len(padded) - size + 1))
