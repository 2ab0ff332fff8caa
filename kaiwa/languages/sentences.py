"""Sentences of a text, and how many words it has."""

import re

import rjieba

from kaiwa.languages.annotating import annotate
from kaiwa.languages.japanese_tokens import tokenise

_ABBREVIATIONS = {
    "en": "mr mrs ms dr prof st sr jr vs e.g i.e etc no a.m p.m approx dept",
    "es": "sr sra srta dr dra d dña ud uds prof etc p.ej a.m p.m núm av c",
    "fr": "m mm dr pr st ste etc p.ex av bd no env",
    "de": "hr fr dr prof z.b d.h u.a usw bzw ca nr str evtl ggf inkl st tel u.s.w i.d.r z",
    "it": "sig sigg dott prof ing avv ecc es n p.es v",
}
_END = re.compile(r"[。！？!?…．｡]+|\.+")
_CLOSING = "\"'”’»）)]」』】〉》"
_SILENT = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})


def split_sentences(text: str, language: str) -> list[str]:
    """Sentences with their end punctuation and closing quotes, without outer spaces; a new line ends one too.

    A full stop ends none after an abbreviation (Dr., Sr., z. B.), inside a number (3.5) or after an initial.
    """
    return [sentence for line in text.splitlines() for sentence in _sentences(line, language)]


def _sentences(line: str, language: str) -> list[str]:
    found: list[str] = []
    start = 0
    for match in _END.finditer(line):
        end = match.end()
        if end <= start or not _ends_here(line, match, language):
            continue
        while end < len(line) and line[end] in _CLOSING and not _opens(line, end):
            end += 1
        found.append(line[start:end].strip())
        start = end
    found.append(line[start:].strip())
    return [sentence for sentence in found if any(sign not in _CLOSING for sign in sentence)]


def _opens(line: str, place: int) -> bool:
    """A straight quote after a space opens the next sentence; directly after the mark it closes this one."""
    return line[place] in "\"'" and line[place + 1 : place + 2].isalnum()


def _ends_here(line: str, match: re.Match[str], language: str) -> bool:
    if match[0] != ".":
        return not (match[0] in ("...", "…") and re.match(r"\s*[a-zà-ÿ,]", line[match.end() :]))
    after = line[match.end() : match.end() + 1]
    if after and (after.isalnum() or after in ",;"):
        return False
    before = re.search(r"([^\s(«\"„“]+)$", line[: match.start()])
    word = before[1].lower() if before else ""
    if word in _ABBREVIATIONS.get(language, "").split() and line[match.end() :].strip():
        return False
    if re.fullmatch("[a-zà-ÿ]", word) and word not in "iaoàyeé" and line[match.end() :].strip():
        return False
    return not (language == "de" and word.isdecimal() and re.match(r"\s+\w", line[match.end() :]))


def count_words(text: str, language: str) -> int:
    """How many words a text has: Sudachi tokens without particles and auxiliaries for ja, words for zh, 어절 for ko."""
    if language == "ja":
        return sum(1 for token in tokenise(text) if token.part not in _SILENT)
    if language == "zh":
        return sum(1 for word in rjieba.cut(text) if any(sign.isalnum() for sign in word))
    if language == "ko":
        return sum(1 for word in text.split() if any(sign.isalnum() for sign in word))
    return sum(1 for word in annotate(text, language) if word.is_word)
