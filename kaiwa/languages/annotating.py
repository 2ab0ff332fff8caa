"""Text cut into words, each with its furigana, pinyin or romanization and its lemma."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import rjieba
import simplemma

from kaiwa.languages.furigana import Ruby, furigana
from kaiwa.languages.japanese_words import japanese_words
from kaiwa.languages.korean_romanization import romanise_korean
from kaiwa.languages.korean_stems import korean_lemma
from kaiwa.languages.mandarin_pinyin import pinyin_by_character

_PIECES = re.compile(r"\w+(?:['’\-]\w+)*['’]?|\W+?")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Word:
    """One piece of a line as the learner sees it; `ruby` is its surface in pieces with their furigana or pinyin."""

    surface: str
    is_word: bool
    reading: str | None
    romanization: str | None
    pinyin: str | None
    lemma: str | None
    ruby: Ruby


def annotate(text: str, language: str, readings: Mapping[str, str] | None = None) -> tuple[Word, ...]:
    """Words of a line; their surfaces concatenate exactly to `text`, spaces and punctuation have is_word False.

    `readings` are the author's (surface to kana for ja, to pinyin with tone marks and spaces for zh); the longest
    surface is laid first and they win over every rule. Raises nothing on odd input: what cannot be read has None.
    """
    return _annotated(text, language, tuple(sorted((readings or {}).items())))


@lru_cache(maxsize=4096)
def _annotated(text: str, language: str, readings: tuple[tuple[str, str], ...]) -> tuple[Word, ...]:
    if language == "ja":
        return tuple(_japanese(text, dict(readings)))
    if language == "zh":
        return tuple(_chinese(text, readings))
    return tuple(_korean(text) if language == "ko" else _latin(text, language))


def _plain(surface: str) -> Word:
    return Word(surface, False, None, None, None, None, ((surface, None),))


def _japanese(text: str, readings: Mapping[str, str]) -> Iterator[Word]:
    for found in japanese_words(text, readings):
        if not found.is_word:
            yield _plain(found.surface)
            continue
        ruby = furigana(found.surface, found.reading)
        yield Word(found.surface, True, found.reading, found.romanization, None, found.lemma, ruby)


def _chinese(text: str, readings: tuple[tuple[str, str], ...]) -> Iterator[Word]:
    syllables = pinyin_by_character(text, readings)
    at = 0
    for surface in rjieba.cut(text):
        mine = syllables[at : at + len(surface)]
        at += len(surface)
        if not any(sign.isalnum() for sign in surface):
            yield _plain(surface)
            continue
        pinyin = " ".join(syllable for syllable in mine if syllable) or None
        ruby = tuple((sign, syllable or None) for sign, syllable in zip(surface, mine, strict=True))
        yield Word(surface, True, None, None, pinyin, surface, ruby if pinyin else ((surface, None),))


def _korean(text: str) -> Iterator[Word]:
    for match in _PIECES.finditer(text):
        surface = match[0]
        if not any(sign.isalnum() for sign in surface):
            yield _plain(surface)
            continue
        said = romanise_korean(surface)
        romanization = said if said != surface else None
        yield Word(surface, True, None, romanization, None, korean_lemma(surface), ((surface, None),))


@lru_cache(maxsize=65536)
def latin_lemma(word: str, language: str) -> str:
    """Lower-case lemma of one word of en, es, fr, de or it, by simplemma; the word itself when it knows none."""
    plain = unicodedata.normalize("NFC", word).replace("’", "'").lower()
    lookup = word if language == "de" else plain
    return simplemma.lemmatize(lookup, lang=language).lower()


def _latin(text: str, language: str) -> Iterator[Word]:
    for match in _PIECES.finditer(text):
        surface = match[0]
        if any(sign.isalnum() for sign in surface):
            lemma = latin_lemma(surface, language)
            yield Word(surface, True, None, None, None, lemma, ((surface, None),))
        else:
            yield _plain(surface)
