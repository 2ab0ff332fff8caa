"""Catching free words, such as a name, at their place in a phrasing; accents and romanised typing do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, permutations

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, TextChunk
from hassil.parse_expression import parse_sentence
from rapidfuzz import fuzz, process

from kaiwa.languages.annotating import annotate
from kaiwa.languages.guards import is_question
from kaiwa.languages.keys import matching_key
from kaiwa.languages.words import split_words
from kaiwa.minds.rehearsal.templates import expand, spread

LEAST_LITERAL, LONGEST_BARE, MOST_BARE_WORDS = 3, 24, 3
FOUND, WHOLLY = 0.45, 0.47
MOST_ROMANISED, MOST_FRAMES, SHORTEST_FRAME, ALIKE = 8, 60, 5, 80
SEVERAL_SMALL, LAST_WORD_ALIKE = 0.8, 60
_SLOT = re.compile(r"\{(\w+)\}")
_LATIN_END = "\u0250"
_EDGES = " .,!?;:。、，！？「」\"'«»“”"
_PAUSE = re.compile(r"[,;.!?、，。！？…]")
# possessive, so that a long run of punctuation is never tried in more than one way
_BETWEEN = r"\W*+"
_WORDS = "[^,;!?、，。！？；]{1,40}?"


@dataclass(frozen=True)
class Capture:
    """Words caught for free slots; the score grows with how much of the line the phrasing accounts for (0-1)."""

    words: dict[str, str]
    score: float

    def without(self, line: str) -> str:
        """The line without the words that were caught in it."""
        for word in self.words.values():
            line = line.replace(word, " ")
        return line


class Catcher:
    """The free words of an intent's phrasings, looked for in a learner's line."""

    def __init__(self, templates: Sequence[str], language: str, courtesies: frozenset[str] = frozenset()) -> None:
        """`courtesies` are matching keys of words like "thanks", which are nobody's name."""
        self._language = language
        self._courtesies = courtesies
        self._patterns = [_compile(template) for template in templates]
        self._frames: dict[str, str] = {}
        if language in ("ja", "ko", "zh"):
            for template in templates:
                for text in spread(expand(template), MOST_ROMANISED):
                    self._patterns.append(_compile(_spell(text, language)))
        else:
            self._frames = dict(_frames(templates))

    def find(self, text: str) -> Capture | None:
        """The best of what the phrasings catch in a line; a bare line counts only if it may be a name."""
        line = unicodedata.normalize("NFC", text).strip()
        caught = [*self._exactly(line), *self._nearly(line)]
        return max(caught, key=lambda capture: capture.score, default=None)

    def _exactly(self, line: str) -> Iterator[Capture]:
        folded = fold(line)
        for pattern in self._patterns:
            found = pattern.fullmatch(folded)
            if found is None:
                continue
            spans = {name.partition("__")[0]: found.span(name) for name, said in found.groupdict().items() if said}
            words = {name: line[slice(*span)].strip(_EDGES) for name, span in spans.items()}
            literal = len(line) - sum(len(word) for word in words.values())
            if not words or not all(words.values()) or (literal < LEAST_LITERAL and self._is_no_name(line)):
                continue
            doubt = min(_doubt(word) for word in words.values())
            yield Capture(words, (FOUND + WHOLLY * literal / max(1, len(line))) * doubt)

    def _nearly(self, line: str) -> Iterator[Capture]:
        """What follows a phrasing that was typed with a slip: "mi ciamo Peter"."""
        words = line.split()
        for at in range(1, len(words)) if self._frames else ():
            rest = " ".join(words[at:]).strip(_EDGES)
            if len(words) - at > MOST_BARE_WORDS or self._is_no_name(rest):
                continue
            start = fold(" ".join(words[:at]))
            near = process.extractOne(start, self._frames.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if near and rest and fuzz.ratio(start.split()[-1], near[0].split()[-1]) >= LAST_WORD_ALIKE:
                share = near[1] / 100 * (len(line) - len(rest)) / len(line)
                yield Capture({self._frames[near[0]]: rest}, (FOUND + WHOLLY * share) * _doubt(rest))

    def _is_no_name(self, line: str) -> bool:
        if len(line) > LONGEST_BARE or len(split_words(line, self._language)) > MOST_BARE_WORDS:
            return True
        if is_question(line, self._language):
            return True
        return bool(_PAUSE.search(line.strip(_EDGES))) or matching_key(line, self._language) in self._courtesies


def _doubt(words: str) -> float:
    """1 for what may well be a name; several words without a capital are rather part of a sentence."""
    return SEVERAL_SMALL if " " in words and words[0] < _LATIN_END and words.islower() else 1.0


def fold(text: str) -> str:
    """Latin letters without accents and in lower case, every other character as it is: the length stays the same."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower() if char < _LATIN_END else char for char in text)


def _frames(templates: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The phrasings that end in their one slot, without it: `my name is` → `name`."""
    for text in (text for template in templates for text in spread(expand(template), MOST_FRAMES)):
        found = _SLOT.findall(text)
        if len(found) == 1 and text.endswith("}"):
            start = fold(text[: text.rindex("{")].strip())
            if len(start) >= SHORTEST_FRAME:
                yield start, found[0]


def _spell(text: str, language: str) -> str:
    pieces = [piece if index % 2 else _romanised(piece, language) for index, piece in enumerate(_SLOT.split(text))]
    return "".join(f"{{{piece}}}" if index % 2 else f" {piece} " for index, piece in enumerate(pieces))


def _romanised(text: str, language: str) -> str:
    words = annotate(text, language)
    return " ".join(fold(word.romanization or word.pinyin or word.surface) for word in words if word.is_word)


@lru_cache(maxsize=4_000)
def _compile(template: str) -> re.Pattern[str]:
    """A pattern of everything that a template may say; a slot of that name twice is counted on by `__1`, `__2`."""
    number = count()
    body = _BETWEEN.join(_parts(parse_sentence(template).expression, number))
    return re.compile(_BETWEEN + body + _BETWEEN)


def _parts(expression: Expression, number: Iterator[int]) -> list[str]:
    """The pieces of a pattern, between which punctuation and spaces do not matter."""
    if isinstance(expression, TextChunk):
        return [re.escape(word) for word in re.split(r"\W+", fold(expression.original_text)) if word]
    if isinstance(expression, ListReference):
        return [f"(?P<{expression.list_name}__{next(number)}>{_WORDS})"]
    if isinstance(expression, Permutation):
        orders = [[part for item in order for part in _parts(item, number)] for order in permutations(expression.items)]
        return ["(?:" + "|".join(_BETWEEN.join(order) for order in orders) + ")"]
    assert isinstance(expression, Group)
    if isinstance(expression, Alternative):
        choices = dict.fromkeys(_BETWEEN.join(_parts(item, number)) for item in expression.items)
        return ["(?:" + "|".join(choices) + ")"]
    return [part for item in expression.items for part in _parts(item, number)]
