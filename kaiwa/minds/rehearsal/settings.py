"""Where and with whom somebody wants to talk, in their own words, and the words that scenarios are looked for by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaiwa.languages.language_names import Naming, find_language_names
from kaiwa.languages.word_lists import foldable, words_pattern
from kaiwa.languages.words import split_words, word_frequency
from kaiwa.minds.rehearsal.levels import find_levels
from kaiwa.minds.rehearsal.topic_words import TOPICS

LONGEST_SETTING, MOST_WANTS = 80, 16
_CLAUSE = re.compile(r"[,.;:!?、。，；！？…\n]+")
# what is as common as this says nothing of a scenario
_TOO_COMMON = 1.2e-3
_LOOSE_ENDS = re.compile(
    r"(?:\s+(?:in|on|at|by|for|and|until|before|the|a|en|el|la|para|y|le|la|pour|et|au|avant|am|im|bis|und|fur|für|vor|"
    r"a|per|e|entro|il|de|è|is|ist|es|est))+$",
    re.IGNORECASE,
)
# what goes with a day that is taken out: "on 3 June", 五月三日に
_BEFORE = re.compile(r"(?:^|(?<=\s))(?:on|at|by|in|the|am|im|den|el|le|il|l'|the|a|al)\s+$", re.IGNORECASE)
_AFTER = re.compile(r"^(?:には?|で|まで|までに|の|에는?|쯤|까지)")
_WORTHLESS = re.compile(r"^[\d\W_]+$|^[ぁ-ん]{1,3}$")


def setting_of(text: str, language: str, taken: Sequence[tuple[int, int]]) -> str:
    """The clause that says most of place and people, without what is `taken` (days, minutes); "" where none does."""
    plain = foldable(text)
    topics = words_pattern(" ".join(TOPICS[language].values()))
    places = [name.start for name in find_language_names(text) if name.naming < Naming.PEOPLE]
    best, most = "", 0
    for start, end in _clauses(text):
        said = len(topics.findall(plain[start:end])) + 2 * sum(1 for place in places if start <= place < end)
        if said > most:
            best, most = _without(text, start, end, taken), said
    best = _LOOSE_ENDS.sub("", " ".join(best.split())).strip(" ,.;、。，")
    return best if len(best) <= LONGEST_SETTING else best[: LONGEST_SETTING - 1].rstrip() + "…"


def wants_of(text: str, language: str, taken: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Words that are worth looking for, in order, each once; names of languages, levels and times are none."""
    named = [(name.start, name.end) for name in find_language_names(text) if name.naming >= Naming.PEOPLE]
    levels = [(each.start, each.end) for each in find_levels(text, [language])]
    rest = _without(text, 0, len(text), [*taken, *named, *levels])
    words = dict.fromkeys(word for word in split_words(rest, language) if _is_worth(word, language))
    return tuple(words)[:MOST_WANTS]


def _is_worth(word: str, language: str) -> bool:
    if _WORTHLESS.match(word) or (len(word) < 3 and word.isascii()):
        return False
    return word_frequency(word, language) < _TOO_COMMON


def _clauses(text: str) -> list[tuple[int, int]]:
    ends = [(match.start(), match.end()) for match in _CLAUSE.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    return list(zip(starts, [*(start for start, _ in ends), len(text)], strict=True))


def _with_words(text: str, start: int, end: int) -> tuple[int, int]:
    before, after = _BEFORE.search(text[:start]), _AFTER.search(text[end:])
    return before.start() if before else start, end + (after.end() if after else 0)


def _without(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> str:
    taken = [_with_words(text, a, b) for a, b in taken]
    kept = [text[place] if not any(a <= place < b for a, b in taken) else " " for place in range(start, end)]
    return "".join(kept)
