"""Words of a text, their lemmas, how frequent they are and what a misspelt one may have been."""

import re
import unicodedata
from functools import lru_cache

import rjieba
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from wordfreq import get_frequency_dict

from kaiwa.languages.annotating import annotate, latin_lemma
from kaiwa.languages.japanese_tokens import tokenise
from kaiwa.languages.korean_stems import korean_stem

_ELISION = re.compile(
    r"^(?:(?:qu|[ldjmtsnc]|quell|dell|all|dall|nell|sull|un|quest|bell|sant|com|dov|cos|c)['’])(?=\w)", re.I
)
_BANDS = ((1e-4, "very common"), (1e-5, "common"), (2e-6, "less common"))
_COMMON = 2e-6


def split_words(text: str, language: str) -> list[str]:
    """Surfaces of the words of a text, in order, without spaces and punctuation."""
    return [word.surface for word in annotate(text, language) if word.is_word]


def lemmatise(text: str, language: str) -> list[str]:
    """Lower-case lemmas, content and function words alike, one for each word.

    ja by Sudachi's dictionary form for each token, zh by its own words, ko by korean_stem, the others by simplemma
    after an elided article or pronoun (l', j', dell') is set off.
    """
    return list(_lemmas(text, language))


@lru_cache(maxsize=8192)
def _lemmas(text: str, language: str) -> tuple[str, ...]:
    if language == "ja":
        return tuple(token.lemma.lower() for token in tokenise(text) if token.reading is not None)
    if language == "zh":
        return tuple(word.lower() for word in rjieba.cut(text) if any(sign.isalnum() for sign in word))
    if language == "ko":
        return tuple(korean_stem(word) for word in split_words(text, language))
    return tuple(lemma for word in split_words(text, language) for lemma in _latin_lemmas(word, language))


def _latin_lemmas(word: str, language: str) -> list[str]:
    elided = _ELISION.match(word) if language in ("fr", "it") else None
    if elided is None:
        return [latin_lemma(word, language)]
    return [elided[0].replace("’", "'").lower(), latin_lemma(word[elided.end() :], language)]


@lru_cache(maxsize=8)
def _frequencies(language: str) -> dict[str, float]:
    return dict(get_frequency_dict(language, "small"))


def _listed(word: str, language: str) -> float:
    known = _frequencies(language)
    plain = unicodedata.normalize("NFC", word).replace("’", "'").lower().strip()
    found = known.get(plain, 0.0)
    if found or not plain:
        return found
    if language in ("fr", "it") and (elided := _ELISION.match(plain)):
        return known.get(plain[elided.end() :], 0.0)
    lemmas = [lemma for lemma in _lemmas(plain, language) if lemma != plain]
    return min((known.get(lemma, 0.0) for lemma in lemmas), default=0.0)


def word_frequency(word: str, language: str) -> float:
    """Share of running text that is this word (0 to 1), by the word itself or else by its lemma; 0 when unlisted."""
    return _listed(word, language)


def frequency_band(word: str, language: str) -> str | None:
    """'very common', 'common', 'less common' or 'rare'; None when wordfreq's small list has neither word nor lemma."""
    share = _listed(word, language)
    if not share:
        return None
    return next((name for floor, name in _BANDS if share >= floor), "rare")


def known_word(word: str, language: str) -> bool:
    """Say whether the word or its lemma is in the frequency list; a word that is not may still be right."""
    return _listed(word, language) > 0


@lru_cache(maxsize=8)
def common_words(language: str) -> list[str]:
    """Words of letters that make up at least two in a million of running text, commonest first."""
    return [word for word, share in _frequencies(language).items() if share >= _COMMON and word.isalpha()]


@lru_cache(maxsize=4096)
def nearest_word(word: str, language: str) -> str | None:
    """The commonest word one slip away (two from eight letters on), by Damerau-Levenshtein distance.

    None for a known word, for one of fewer than three letters, when nothing is near, and always for ja, zh and ko.
    """
    plain = unicodedata.normalize("NFC", word).lower().strip()
    if language in ("ja", "zh", "ko") or len(plain) < 3 or plain in _frequencies(language):
        return None
    reach = 2 if len(plain) >= 8 else 1
    near = process.extract(
        plain, common_words(language), scorer=DamerauLevenshtein.distance, score_cutoff=reach, limit=50
    )
    ranked = sorted(near, key=lambda hit: (hit[1], hit[0][0] != plain[0], -_frequencies(language)[hit[0]]))
    return ranked[0][0] if ranked else None
