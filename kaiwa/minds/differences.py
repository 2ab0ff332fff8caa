"""What differs between a line and a better one, word by word."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from kaiwa.languages.words import split_words
from kaiwa.minds.answers import DiffPiece

_UNSPACED = ("ja", "zh")
_PUNCTUATION = re.compile(r"[\s.!?。！？…,，、;；:：¡¿\"'«»“”「」]+")


def compare(said: str, better: str, language: str) -> tuple[DiffPiece, ...]:
    """The word-by-word difference between two lines, as runs that are the same, out or in."""
    one, two = _tokens(said, language), _tokens(better, language)
    plain = [[bare_word(token) for token in tokens] for tokens in (one, two)]
    pieces: list[DiffPiece] = []
    for change, a, b, c, d in SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(DiffPiece(_joined(two[c:d], language), "same"))
            continue
        if b > a:
            pieces.append(DiffPiece(_joined(one[a:b], language), "out"))
        if d > c:
            pieces.append(DiffPiece(_joined(two[c:d], language), "in"))
    return tuple(piece for piece in pieces if piece.text)


def _tokens(text: str, language: str) -> list[str]:
    return split_words(text, language) if language in _UNSPACED else text.split()


def bare_word(token: str) -> str:
    """A word without marks and capitals, as two are compared."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", token)).casefold()


def _joined(tokens: list[str], language: str) -> str:
    return ("" if language in _UNSPACED else " ").join(tokens)
