"""How near a scenario is to what somebody wants: by the words it is found by, by its categories, by the goal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kaiwa.languages.language_names import Naming, find_language_names
from kaiwa.languages.word_lists import foldable
from kaiwa.minds.outlines import Goal, Intent, ShelfScenario

_WORD = re.compile(r"[0-9a-z\u00df-\u024f]+")
_UNSPACED = re.compile(r"[\u1100-\u11ff\u3041-\u9fff\uac00-\ud7a3]")
GOAL_CATEGORIES = {
    Goal.CONNECTION: ("relationships", "small-talk", "food"),
    Goal.CAREER: ("work", "small-talk"),
    Goal.TRAVEL: ("travel", "food", "services", "emergencies"),
    Goal.ACADEMIC: ("school", "small-talk"),
    Goal.CULTURE: ("small-talk", "food", "travel"),
    Goal.GROWTH: ("small-talk", "relationships"),
}
WORDS_WEIGH, CATEGORIES_WEIGH = 0.6, 0.4
# so many rare words make sure that a scenario is meant
ENOUGH_WORDS = 1.5
# from here on a scenario is meant, and not only of the same kind
MEANT = 0.4
_SHORTEST_STEM = 5


@dataclass(frozen=True)
class Relevance:
    """0 to 1, together and of the words alone."""

    whole: float
    words: float

    @property
    def is_meant(self) -> bool:
        """Whether the words name this very scenario."""
        return self.words >= MEANT


def relevances(intent: Intent, shelf: Sequence[ShelfScenario]) -> dict[str, Relevance]:
    """The relevance of every scenario of the shelf, by its id."""
    rarity = _rarity(shelf)
    wanted = Wanted(_without_languages(" ".join((intent.setting or intent.text, *intent.wants))))
    return {each.id: _relevance(each, intent, wanted, rarity) for each in shelf}


def is_about(scenario: ShelfScenario, topic: str) -> bool:
    """Whether a scenario belongs to a category, or is found by the words of a topic."""
    if topic in scenario.categories or topic == scenario.id:
        return True
    wanted = Wanted(topic)
    return any(wanted.has(term) for term in _terms(scenario))


class Wanted:
    """A text, made ready to be asked which terms it has."""

    def __init__(self, text: str) -> None:
        self._plain = foldable(text)
        self._words = frozenset(_WORD.findall(self._plain))

    def has(self, term: str) -> bool:
        """Whether the text has all words of a term, in any of their endings; of other scripts, the term itself."""
        plain, words = _cut(term)
        if not words:
            return len(plain) > 1 and plain in self._plain
        return all(any(_is_same(word, other) for other in self._words) for word in words)


def _relevance(scenario: ShelfScenario, intent: Intent, wanted: Wanted, rarity: Counter[str]) -> Relevance:
    found = sum(_weight(term) / rarity[term] for term in _terms(scenario) if wanted.has(term))
    words = min(1.0, found / ENOUGH_WORDS)
    return Relevance(WORDS_WEIGH * words + CATEGORIES_WEIGH * _kinship(scenario, intent), words)


def _kinship(scenario: ShelfScenario, intent: Intent) -> float:
    """1 for the first category of both, less for others and for what only suits the goal."""
    shared = [each for each in intent.categories if each in scenario.categories]
    if shared:
        is_first = shared[0] == intent.categories[0]
        return (0.8 if is_first else 0.55) + (0.2 if scenario.categories[0] in shared else 0)
    suited = GOAL_CATEGORIES[intent.goal] if intent.goal else ()
    return 0.35 if any(each in suited for each in scenario.categories) else 0.0


def _terms(scenario: ShelfScenario) -> frozenset[str]:
    return frozenset(map(str.lower, (*scenario.keywords, *scenario.tags, scenario.title, *scenario.titles.values())))


def _rarity(shelf: Sequence[ShelfScenario]) -> Counter[str]:
    """In how many scenarios a term stands."""
    return Counter(term for scenario in shelf for term in _terms(scenario))


def _weight(term: str) -> int:
    """A term of several words says more than one of them."""
    plain, words = _cut(term)
    return len(words) or min(2, len(plain) // 2)


def _without_languages(text: str) -> str:
    """The text without the language that is learned: every scenario could be in it."""
    for name in reversed(find_language_names(text)):
        if name.naming >= Naming.PEOPLE:
            text = f"{text[: name.start]} {text[name.end :]}"
    return text


@lru_cache(maxsize=16384)
def _cut(term: str) -> tuple[str, tuple[str, ...]]:
    plain = foldable(term)
    return plain, () if _UNSPACED.search(plain) else tuple(_WORD.findall(plain))


def _is_same(word: str, other: str) -> bool:
    if word == other:
        return True
    stem = max(_SHORTEST_STEM, len(word) - 2)
    return len(word) >= _SHORTEST_STEM and abs(len(word) - len(other)) <= 2 and word[:stem] == other[:stem]
