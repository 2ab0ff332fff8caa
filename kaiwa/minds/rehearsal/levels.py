"""How much of a language somebody says they know, and the level that they want to reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaiwa.languages.language_names import find_language_names
from kaiwa.languages.word_lists import foldable, words_pattern
from kaiwa.minds.outlines import Level
from kaiwa.minds.rehearsal.asking_words import NOT_SO, REACHED
from kaiwa.minds.rehearsal.intent_words import LEVELS

_LETTERS = re.compile(r"(?<![a-z0-9])([abc][12])(?:[.+]\d?)?(?![a-z0-9])")
_SCALES = (
    (re.compile(r"(?<![a-z0-9])n([1-5])(?![a-z0-9])"), ("C1", "B2", "B1", "A2", "A1")),
    (re.compile(r"hsk[\s-]*([1-6])"), ("A1", "A1", "A2", "B1", "B2", "C1")),
    (re.compile(r"topik[\s-]*([1-6])|(?<![\d])([1-6])급"), ("A1", "A2", "B1", "B2", "C1", "C2")),
)
# of a language they mean little, of other things nothing: "a little nervous"
_OF_A_LANGUAGE = (
    "little un_poco poco un_peu ein_bisschen ein_wenig un_po' un_po basic basics notions bases base basi a_bit"
)
_ON_THE_WAY = frozenset(["to", "a", "auf", "zu", "bis", "->", "→", "から", "에서", "到", "au", "al", "hasta", "fino a"])
_EXAMS = "dele delf dalf goethe goethe-zertifikat telc testdaf celi cils ielts toefl toeic"
_NEAR, _BEFORE = 18, 30
# two levels so many steps apart cannot both be somebody's
FARTHEST_STEPS = 2


@dataclass(frozen=True)
class FoundLevel:
    """A level with its place in the text; it is a goal where it is to be reached."""

    level: Level
    start: int
    end: int
    is_goal: bool = False


@dataclass(frozen=True)
class Knowledge:
    """The level somebody has, None where they do not say; `contradiction` where they say two that cannot both be."""

    level: Level | None
    contradiction: tuple[Level, ...] = ()


def knowledge_of(text: str, languages: Sequence[str]) -> Knowledge:
    """What the text says of the writer's level, read in the languages it may be written in.

    Of two near levels the lower holds; who only names a level to reach is taken to be a step below it.
    """
    found = find_levels(text, languages)
    current = sorted({each.level for each in found if not each.is_goal}, key=lambda level: level.step)
    if current:
        if current[-1].step - current[0].step >= FARTHEST_STEPS:
            return Knowledge(None, tuple(current))
        return Knowledge(current[0])
    goals = [each.level.step for each in found if each.is_goal]
    return Knowledge(Level.at(min(goals) - 1) if goals else None)


def find_levels(text: str, languages: Sequence[str]) -> list[FoundLevel]:
    """Levels in the order of the text, by letters, by other scales and by words; of two in one place the longer."""
    plain = foldable(text)
    places = [*_lettered(plain), *(each for language in languages for each in _worded(text, plain, language))]
    places.sort(key=lambda each: (each[1], each[1] - each[2]))
    found: list[FoundLevel] = []
    for level, start, end in places:
        if found and start < found[-1].end:
            continue
        is_goal = _is_reached(plain, start, end, languages) or _follows_a_lower(plain, found, level, start)
        found.append(FoundLevel(level, start, end, is_goal))
    return found


def _lettered(plain: str) -> Iterator[tuple[Level, int, int]]:
    for match in _LETTERS.finditer(plain):
        yield Level(match[1].upper()), *match.span()
    for pattern, levels in _SCALES:
        for match in pattern.finditer(plain):
            yield Level(levels[int(next(filter(None, match.groups()))) - 1]), *match.span()


def _worded(text: str, plain: str, language: str) -> Iterator[tuple[Level, int, int]]:
    names = find_language_names(text)
    weak = words_pattern(_OF_A_LANGUAGE)
    for name, entries in LEVELS[language].items():
        for match in words_pattern(entries).finditer(plain):
            start, end = match.span()
            if weak.fullmatch(match[0]) and not any(start - _NEAR < each.start < end + _NEAR for each in names):
                continue
            if not _is_denied(plain, start, end, language):
                yield Level(name), start, end


def _is_denied(plain: str, start: int, end: int, language: str) -> bool:
    """Whether the words beside a level say that it is not so."""
    denial = words_pattern(NOT_SO[language])
    if language in ("ja", "ko"):
        return denial.search(plain[end : end + 8]) is not None
    return denial.search(_clause_before(plain, start)[-12:]) is not None


def _is_reached(plain: str, start: int, end: int, languages: Sequence[str]) -> bool:
    around = _clause_before(plain, start)[-_BEFORE:]
    after = re.split(r"[,.;:!?、。，]", plain[end : end + 12])[0]
    words = (_EXAMS, *(REACHED[each] for each in languages))
    return any(words_pattern(each).search(f"{around} \n {after}") for each in words)


def _follows_a_lower(plain: str, found: Sequence[FoundLevel], level: Level, start: int) -> bool:
    """Whether this is where a way ends that begins at the level before: from A1 to B1, von A1 auf B1."""
    if not found or found[-1].level.step >= level.step or found[-1].is_goal:
        return False
    between = plain[found[-1].end : start].strip()
    return between in _ON_THE_WAY


def _clause_before(plain: str, start: int) -> str:
    return re.split(r"[,.;:!?、。，]", plain[:start])[-1]
