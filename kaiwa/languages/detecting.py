"""Which of the offered languages a short text is in, by script and by how common its words are."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kaiwa.languages.kana import from_romaji
from kaiwa.languages.korean_typed import romanised_jamo
from kaiwa.languages.pinyin_syllables import cut_pinyin
from kaiwa.languages.words import word_frequency

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UNDECIDABLE = frozenset(["ok", "okay", "hm", "hmm", "mmm", "ah", "oh", "eh", "uh", "haha", "lol", "wow", "hey", "pst"])
_OWN_LETTERS = {"es": "ñ¿¡", "de": "ßäöü", "fr": "çœêâîûëï", "it": "ìò"}
_FLOOR = 1e-8
_CLEAR = 1.2
_WRITTEN_LATIN = {"ja": from_romaji, "zh": cut_pinyin, "ko": romanised_jamo}


@dataclass(frozen=True)
class Guess:
    """A language id, or None when the text does not say, and how sure that is (0 to 1)."""

    language: str | None
    confidence: float


def detect_language(text: str, expected: str, others: Sequence[str]) -> Guess:
    """Guess among `expected` and `others`; `expected` wins ties, single words and names.

    Romaji, pinyin and romanised Korean count as the expected ja, zh or ko. None for digits, emoji, "ok" and the like.
    """
    offered = [expected, *(language for language in others if language != expected)]
    by_script = _by_script(text, offered)
    if by_script is not None:
        return by_script
    words = [word.lower() for word in _LATIN_WORD.findall(unicodedata.normalize("NFC", text))]
    if not words or all(word in _UNDECIDABLE for word in words):
        return Guess(None, 0.0)
    return _by_words(words, text, expected, offered)


def _by_script(text: str, offered: Sequence[str]) -> Guess | None:
    counts = {"ko": len(_HANGUL.findall(text)), "ja": len(_KANA.findall(text)), "zh": len(_HAN.findall(text))}
    latin = sum(len(word) for word in _LATIN_WORD.findall(text)) - sum(counts.values())
    if not any(counts.values()) or sum(counts.values()) * 4 < latin:
        return None
    if counts["ko"] >= max(counts["ja"], counts["zh"]):
        found = "ko"
    elif counts["ja"]:
        found = "ja"
    else:
        found = "zh" if offered[0] not in ("ja", "zh") else offered[0]
        return Guess(found, 0.9 if counts["zh"] > 4 or "ja" not in offered or "zh" not in offered else 0.6)
    return Guess(found, 0.99)


def _by_words(words: list[str], text: str, expected: str, offered: Sequence[str]) -> Guess:
    scores = {language: _score(words, text, language) for language in offered if language not in _WRITTEN_LATIN}
    if expected in _WRITTEN_LATIN:
        scores[expected] = _romanised_score(words, expected)
    if not scores:
        return Guess(None, 0.0)
    best = max(scores, key=lambda language: scores[language])
    lead = scores[best] - scores.get(expected, -math.inf)
    needed = 3.0 if len(words) == 1 else _CLEAR / len(words) + 0.25
    if best != expected and lead < needed:
        best = expected
    others = [score for language, score in scores.items() if language != best]
    margin = scores[best] - max(others, default=scores[best] - 4)
    return Guess(best, round(1 / (1 + math.exp(-max(margin, -2.0) * math.sqrt(len(words)))), 3))


def _score(words: list[str], text: str, language: str) -> float:
    """Mean log10 frequency, with unknown words at the floor and the letters only this language has rewarded."""
    total = sum(math.log10(max(word_frequency(word, language), _FLOOR)) for word in words)
    own = sum(1 for sign in text.lower() if sign in _OWN_LETTERS.get(language, ""))
    return total / len(words) + min(own, 3) * 0.4


def _romanised_score(words: list[str], language: str) -> float:
    read = _WRITTEN_LATIN[language]
    good = sum(1 for word in words if read(word) is not None)
    return -3.4 - 4.0 * (1 - good / len(words))
