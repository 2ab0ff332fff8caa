"""Whether a line is in the language of its scene."""

from __future__ import annotations

from collections.abc import Sequence

from kaiwa.languages.detecting import detect_language

LANGUAGES = ("en", "es", "fr", "de", "it", "ja", "ko", "zh")
# two words are too few to tell Spanish from Italian
FEWEST_WORDS = 4
SURE = 0.85
_SCRIPTS = {
    "ja": (("\u3041", "\u30ff"), ("\u3400", "\u9fff"), ("\uff66", "\uff9f")),
    "zh": (("\u3400", "\u9fff"),),
    "ko": (("\uac00", "\ud7a3"), ("\u1100", "\u11ff"), ("\u3131", "\u318e")),
}
_OTHER_SCRIPTS = (
    *(run for runs in _SCRIPTS.values() for run in runs),
    ("\u0400", "\u04ff"),
    ("\u0600", "\u06ff"),
    ("\u0900", "\u097f"),
)


def is_in_language(text: str, language: str, others: Sequence[str] = LANGUAGES) -> bool:
    """Tell whether a partner's line is in its scene's language and script; what is too short to tell passes.

    At least half of the letters must be of the script of ja, zh or ko, no more than a fifth of another's elsewhere.
    """
    letters = [sign for sign in text if sign.isalpha()]
    if not letters:
        return True
    if language in _SCRIPTS:
        if 2 * _count(letters, _SCRIPTS[language]) < len(letters):
            return False
    elif 5 * _count(letters, _OTHER_SCRIPTS) > len(letters):
        return False
    if language not in _SCRIPTS and len(text.split()) < FEWEST_WORDS:
        return True
    guess = detect_language(text, language, others)
    if language == "ja" and len(letters) >= 12 and not any("\u3041" <= sign <= "\u30ff" for sign in letters):
        return False
    return guess.language in (None, language) or guess.confidence < SURE


def _count(letters: Sequence[str], runs: Sequence[tuple[str, str]]) -> int:
    return sum(1 for sign in letters if any(first <= sign <= last for first, last in runs))
