"""Which language somebody wants to learn, of all that their words name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaiwa.languages.language_names import NamedLanguage, Naming, find_language_names
from kaiwa.languages.word_lists import foldable, words_pattern
from kaiwa.minds.phrases import Question, QuestionReason
from kaiwa.minds.rehearsal.asking_words import LEARNING, OWN, WITHOUT
from kaiwa.minds.rehearsal.topic_words import TOPICS

_UNWANTED = -9.0
_NEAR, _BESIDE, _LISTED = 28, 14, 8
# behind these a learning word belongs to another language
_BREAK = re.compile(r"[.;!?。！？]")
_PEOPLE = " ".join(topics["relationships"] + " " + topics["work"] for topics in TOPICS.values())


def choose_target(text: str, written: Sequence[str], native: str, accepted: Sequence[str]) -> str | Question | None:
    """The one language that is to be learned, None where the words name none.

    `written` are the languages in which the text may be written, the likeliest first. A country or a city counts where
    no language is named, and never for the language somebody has.
    """
    names = find_language_names(text)
    tongues = [name for name in names if name.naming >= Naming.PEOPLE]
    scores = _scores(foldable(text), tongues, written)
    wanted = _best(tongues, scores, 0) or _places(names, {native, written[0]}) or _best(tongues, scores, _UNWANTED)
    if not wanted:
        return None
    offered = tuple(language for language in accepted if language != native)
    if len(wanted) > 1:
        choices = tuple(language for language in wanted if language in offered)
        return Question(QuestionReason.SEVERAL_LANGUAGES, choices=choices or offered)
    target = wanted[0]
    if target == native == written[0]:
        # who knows better than we do may say so
        return Question(QuestionReason.SAME_LANGUAGE, {"language": target}, (*offered, target))
    if target not in accepted:
        return Question(QuestionReason.LANGUAGE_NOT_OFFERED, {"language": target}, offered)
    return target


def _best(tongues: Sequence[NamedLanguage], scores: Sequence[float], above: float) -> list[str]:
    """The languages that are named in the most telling place, each once; none where no score is above."""
    most = max(scores, default=above)
    if most <= above:
        return []
    return list(dict.fromkeys(name.language for name, score in zip(tongues, scores, strict=True) if score == most))


def _places(names: Sequence[NamedLanguage], own: set[str]) -> list[str]:
    places = [name.language for name in names if name.naming < Naming.PEOPLE and name.language not in own]
    return list(dict.fromkeys(places))


def _scores(plain: str, tongues: Sequence[NamedLanguage], written: Sequence[str]) -> list[float]:
    """How much each name looks like what is to be learned."""
    scores: list[float] = []
    for number, name in enumerate(tongues):
        before = tongues[number - 1] if number else None
        if before and name.start - before.end <= _LISTED and not _is_own(plain, name, written[0]):
            # "Japanese and Korean": what holds for one of a list holds for the next
            scores.append(scores[-1])
            continue
        after = tongues[number + 1].start if number + 1 < len(tongues) else len(plain)
        scores.append(_score(plain, name, before.end if before else 0, after, written))
    return scores


def _score(plain: str, name: NamedLanguage, start: int, end: int, written: Sequence[str]) -> float:
    head = _BREAK.split(plain[max(start, name.start - _NEAR) : name.start])[-1]
    tail = _BREAK.split(plain[name.end : min(end, name.end + _NEAR)])[0]
    score = 1.0 if name.naming is Naming.LANGUAGE else 0.8
    if any(words_pattern(LEARNING[each]).search(f"{head}\n{tail}") for each in written):
        score += 2
    if words_pattern(_PEOPLE).search(plain[name.end : name.end + _BESIDE].split(",")[0]) or words_pattern(
        _PEOPLE
    ).search(head[-_BESIDE:]):
        score -= 0.5
    if _stands_with(WITHOUT[written[0]], plain, name, written[0], 16):
        return _UNWANTED
    return score - 4 if _is_own(plain, name, written[0]) else score


def _is_own(plain: str, name: NamedLanguage, language: str) -> bool:
    """Whether the words say that it is the writer's own language already."""
    return _stands_with(OWN[language], plain, name, language, 4)


def _stands_with(entries: str, plain: str, name: NamedLanguage, language: str, reach: int) -> bool:
    """Whether one of the words belongs to a name: behind it in Japanese and Korean, else before it."""
    words = words_pattern(entries)
    if language in ("ja", "ko"):
        return words.search(plain[name.end : name.end + 8]) is not None
    return any(match.end() >= name.start - reach for match in words.finditer(plain[: name.start]))
