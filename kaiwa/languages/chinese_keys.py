"""Toneless pinyin of Chinese text, typed in Han or in pinyin, as syllables and as words."""

import re
from collections.abc import Iterator
from functools import lru_cache

import rjieba
from pypinyin import Style, lazy_pinyin

from kaiwa.languages.mandarin_pinyin import pinyin_by_character
from kaiwa.languages.pinyin_syllables import cut_pinyin, toneless
from kaiwa.languages.words import common_words

_PINYIN_RUN = re.compile(r"[a-zü:\u00e0-\u01dc]+[0-5]?", re.I)
_DIGITS = re.compile(r"\d+")
_SEGMENT = re.compile(r"(?P<latin>[a-zü\u00e0-\u01dc][a-zü:'\u00e0-\u01dc0-5 ]*)|(?P<rest>[^a-zü\u00e0-\u01dc]+)", re.I)
_LONGEST_WORD = 4


def syllable_keys(plain: str) -> list[str]:
    """Toneless syllables of a text in order; digits and latin that is no pinyin stay as they are."""
    syllables = pinyin_by_character(plain)
    keys: list[str] = []
    at = 0
    while at < len(plain):
        if syllables[at] is not None:
            keys.append(toneless(syllables[at] or "r"))
            at += 1
        elif match := _PINYIN_RUN.match(plain, at):
            keys.extend(cut_pinyin(match[0]) or (toneless(match[0]),))
            at = match.end()
        elif match := _DIGITS.match(plain, at):
            keys.append(match[0])
            at = match.end()
        else:
            at += 1
    return keys


@lru_cache(maxsize=1)
def _pinyin_words() -> frozenset[str]:
    """Common words of several characters, each as its syllables with spaces."""
    words = (word for word in common_words("zh") if 2 <= len(word) <= _LONGEST_WORD)
    return frozenset(" ".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)) for word in words)


def _grouped(syllables: list[str]) -> Iterator[str]:
    at = 0
    while at < len(syllables):
        sizes = range(min(_LONGEST_WORD, len(syllables) - at), 1, -1)
        size = next((n for n in sizes if " ".join(syllables[at : at + n]) in _pinyin_words()), 1)
        yield "".join(syllables[at : at + size])
        at += size


def word_keys(plain: str) -> list[str]:
    """Words as joined toneless pinyin: Han by rjieba, typed pinyin by the longest common word."""
    keys: list[str] = []
    for match in _SEGMENT.finditer(plain):
        if match["latin"]:
            keys.extend(_grouped(syllable_keys(match["latin"])))
        else:
            words = (word for word in rjieba.cut(match["rest"]) if any(sign.isalnum() for sign in word))
            keys.extend("".join(syllable_keys(word)) for word in words)
    return [key for key in keys if key]
