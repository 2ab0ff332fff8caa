"""Japanese tokens from SudachiPy, with the word-level readings corrected and numbers laid over them."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sudachipy import Dictionary, SplitMode, Tokenizer  # type: ignore[import-untyped]

from kaiwa.languages.japanese_counters import find_counted
from kaiwa.languages.japanese_overrides import corrected_reading
from kaiwa.languages.kana import to_hiragana

_building = threading.Lock()
_own = threading.local()
_LONGEST = 4000


@dataclass(frozen=True)
class Token:
    """One Sudachi token: surface, hiragana reading (None for signs), part of speech, dictionary form."""

    surface: str
    reading: str | None
    part: str
    kind: str
    lemma: str


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary()


def _tokenizer() -> Tokenizer:
    """The tokenizer of this thread: they cannot be shared, and a fresh one costs six times as much per call."""
    tokenizer: Tokenizer | None = getattr(_own, "tokenizer", None)
    if tokenizer is None:
        with _building:
            tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
        _own.tokenizer = tokenizer
    return tokenizer


def _raw(text: str) -> Iterator[Token]:
    for start in range(0, len(text), _LONGEST):
        for found in _tokenizer().tokenize(text[start : start + _LONGEST]):
            part = found.part_of_speech()
            signs = part[0] in ("補助記号", "記号", "空白")
            reading = None if signs else to_hiragana(found.reading_form())
            yield Token(found.surface(), reading, part[0], part[1], found.dictionary_form())


@lru_cache(maxsize=8192)
def _parts(text: str) -> tuple[Token, ...]:
    return tuple(token for token in _raw(text) if token.surface)


def _corrected(tokens: Iterable[Token], text: str) -> Iterator[tuple[int, Token]]:
    start = 0
    for token in tokens:
        end = start + len(token.surface)
        reading = corrected_reading(token.surface, token.reading, text[:start], text[end:])
        yield start, token if reading == token.reading else replace(token, reading=reading)
        start = end


def _laid_over(text: str, spans: list[tuple[int, int, str]]) -> Iterator[Token]:
    """Tokens of the text with each span as one token; a token cut by a span is tokenised again without it."""
    waiting = list(spans)
    for start, token in list(_corrected(_parts(text), text)):
        end = start + len(token.surface)
        at = start
        while waiting and waiting[0][0] < end:
            from_, to, reading = waiting[0]
            if from_ >= start:
                yield from (_parts(text[at:from_]) if from_ > at else ())
                yield Token(text[from_:to], reading, "名詞", "数詞", text[from_:to])
            at = max(at, min(to, end))
            if to > end:
                break
            waiting.pop(0)
        if at == start:
            yield token
        elif at < end:
            yield from _parts(text[at:end])


@lru_cache(maxsize=4096)
def tokenise(text: str, readings: tuple[tuple[str, str], ...] = ()) -> tuple[Token, ...]:
    """Tokens whose surfaces concatenate to `text`; `readings` (surface, kana) win over everything else."""
    spans = _author_spans(text, readings)
    for start, end, reading in find_counted(text):
        if all(end <= from_ or start >= to for from_, to, _ in spans):
            spans.append((start, end, reading))
    return tuple(_laid_over(text, sorted(spans)))


def _author_spans(text: str, readings: tuple[tuple[str, str], ...]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for surface, reading in sorted(readings, key=lambda pair: -len(pair[0])):
        start = text.find(surface) if surface else -1
        while start >= 0:
            end = start + len(surface)
            if all(end <= from_ or start >= to for from_, to, _ in spans):
                spans.append((start, end, to_hiragana(reading)))
            start = text.find(surface, end)
    return spans


def proper_nouns(text: str) -> Iterator[tuple[str, str]]:
    """Names in the order of the text with what they name: a person, or a thing such as a firm; places are left out."""
    for start in range(0, len(text), _LONGEST):
        for found in _tokenizer().tokenize(text[start : start + _LONGEST]):
            part = found.part_of_speech()
            if part[1] == "固有名詞" and part[2] != "地名":
                yield found.surface(), "person" if part[2] == "人名" else "organisation"
