"""What a learner may always ask, in the target language and in their own: again, slower, what does X mean, …"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kaiwa.languages.keys import matching_key
from kaiwa.languages.words import split_words
from kaiwa.minds.rehearsal.clauses import clauses
from kaiwa.minds.rehearsal.script import Phrases
from kaiwa.minds.rehearsal.templates import expand

ASKS = ("again", "slower", "meaning", "how_to_say", "lost", "hint", "skip", "stop", "hello", "thanks", "yes", "no")
# said to a person rather than asked of them: whatever a scene makes of them comes first
SOCIAL = frozenset({"hello", "thanks"})
BY_ITSELF = SOCIAL | {"yes", "no"}
SIMILAR = 88
_SHORTEST_FUZZY = 6
_QUOTES = " \"'«»“”‘’「」『』?？。.!！,、"


@dataclass(frozen=True)
class Ask:
    """One of `ASKS`, with the word it is about where it has one."""

    name: str
    word: str = ""


class AskShelf:
    """The asks of each set of languages, indexed once; safe to share between threads."""

    def __init__(self, stocks: Mapping[str, Phrases]) -> None:
        self._stocks = stocks
        self._indexes: dict[tuple[str, ...], AskIndex] = {}
        self._lock = threading.Lock()

    def index(self, *languages: str) -> AskIndex:
        """What may always be asked in these languages; one without stock phrases is passed over."""
        wanted = tuple(dict.fromkeys(language for language in languages if language in self._stocks))
        with self._lock:
            if wanted not in self._indexes:
                self._indexes[wanted] = AskIndex(self._stocks[language] for language in wanted)
            return self._indexes[wanted]


class AskIndex:
    """Finds an ask in a line, whichever of the given languages it is in."""

    def __init__(self, stocks: Iterable[Phrases]) -> None:
        self._keys: dict[str, dict[str, str]] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        self._rude: list[tuple[str, frozenset[str]]] = []
        for stock in stocks:
            keys = self._keys.setdefault(stock.language, {})
            for name, templates in stock.asks.items():
                for text in (text for template in templates for text in expand(template)):
                    self._add(stock.language, keys, name, text)
            self._rude.append((stock.language, frozenset(matching_key(word, stock.language) for word in stock.rude)))

    def _add(self, language: str, keys: dict[str, str], name: str, text: str) -> None:
        if "{word}" in text:
            before, _, after = text.partition("{word}")
            pattern = rf"\W*{re.escape(before.strip())}\s*(?P<word>.{{1,40}}?)\s*{re.escape(after.strip())}\W*"
            self._patterns.append((re.compile(pattern, re.IGNORECASE), name))
        else:
            keys.setdefault(matching_key(text, language), name)

    def find(self, text: str, *, surely: bool) -> Ask | None:
        """The ask in a line; `surely` takes the exact wording only, otherwise a near one will do."""
        for pattern, name in self._patterns:
            found = pattern.fullmatch(text.strip())
            if found:
                return Ask(name, found.group("word").strip(_QUOTES))
        for language, keys in self._keys.items():
            key = matching_key(text, language)
            if key in keys:
                return Ask(keys[key])
            if surely or len(key) < _SHORTEST_FUZZY:
                continue
            near = process.extractOne(key, keys.keys(), scorer=fuzz.ratio, score_cutoff=SIMILAR)
            if near:
                return Ask(keys[near[0]])
        return None

    def find_aside(self, text: str) -> Ask | None:
        """The ask that is one part of a longer line: "Sorry, I'm lost, can you say that again?"."""
        parts = clauses(text)[1:]
        found = (self.find(part, surely=True) for part in reversed(parts))
        return next((ask for ask in found if ask and ask.name not in BY_ITSELF), None)

    def is_rude(self, text: str) -> bool:
        """Whether a line holds one of the rude words, as a word of its own."""
        for language, rude in self._rude:
            key = matching_key(text, language)
            spaced = f" {key} "
            words = {matching_key(word, language) for word in split_words(text, language)}
            if any(f" {word} " in spaced or word in words for word in rude):
                return True
        return False
