"""Feedback on a learner's line: what is known to be wrong, told apart from slips; the rest is left alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kaiwa.languages.registers import politeness
from kaiwa.languages.words import known_word, nearest_word, split_words
from kaiwa.minds.answers import Feedback, MistakeKind
from kaiwa.minds.differences import bare_word, compare
from kaiwa.minds.rehearsal.matching import Match
from kaiwa.minds.rehearsal.recasts import Mistake
from kaiwa.minds.rehearsal.script import Phrases
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State
from kaiwa.minds.rehearsal.templates import fill, slots_in

PRAISED = 0.97
NEAR = 0.72
_PUNCTUATION = re.compile(r"[\s.!?。！？…,，、;；:：¡¿\"'«»“”「」]+")


def judge(stage: Stage, state: State, text: str, native: str) -> Feedback | None:
    """Judge a line said at a state; None where nothing is known to be wrong and it is no listed answer."""
    matches = stage.index(state.node).search(text)
    best = matches[0] if matches else None
    slots = {**state.slots, **(best.heard if best else {})}
    mistake = stage.recasts.find(text, state.node, slots)
    if mistake:
        return _from_mistake(stage, mistake, native)
    if best is None or best.score < NEAR:
        return None
    return (
        _register(stage, best, text, native)
        or _accents(stage, best, text, native)
        or _typing(stage, best, text, native)
        or _praise(stage, best, text, native)
    )


def explain(stocks: Mapping[str, Phrases], name: str, native: str, **more: str) -> str:
    """A sentence of explanation in the learner's own language, else in English."""
    stock = stocks.get(native) or stocks["en"]
    template = stock.feedback.get(name) or stocks["en"].feedback[name]
    return fill(template, more)


def _from_mistake(stage: Stage, mistake: Mistake, native: str) -> Feedback:
    why = mistake.recast.why
    return Feedback(
        said=mistake.said,
        better=mistake.better,
        why=why.get(native) or why.get("en") or next(iter(why.values())),
        kind=mistake.recast.kind,
        confidence=0.9,
        diff=compare(mistake.said, mistake.better, stage.script.language),
    )


def _register(stage: Stage, best: Match, text: str, native: str) -> Feedback | None:
    expected = stage.script.register_expected
    if expected == "any" or best.score < 0.8:
        return None
    language = stage.script.language
    heard, model = politeness(text, language), politeness(best.nearest, language)
    if heard is None or heard == expected or model != expected:
        return None
    better = _model_sentence(best)
    if better is None:
        return None
    why = explain(stage.stocks, f"register_{expected}", native)
    return Feedback(text, better, why, MistakeKind.REGISTER, 0.7, compare(text, better, language))


def _model_sentence(best: Match) -> str | None:
    if not set(slots_in(best.nearest)) <= set(best.heard):
        return None
    return fill(best.nearest, {name: heard.say for name, heard in best.heard.items()})


def _accents(stage: Stage, best: Match, text: str, native: str) -> Feedback | None:
    """The author's own sentence, typed without its accents."""
    language = stage.script.language
    better = _model_sentence(best)
    if language in ("ja", "ko", "zh", "en") or better is None or best.score < PRAISED:
        return None
    if _unaccented(text) != _unaccented(better) or _bare_line(text) == _bare_line(better):
        return None
    return Feedback(
        text,
        better,
        explain(stage.stocks, "accents", native),
        MistakeKind.ACCENT,
        0.95,
        compare(text, better, language),
    )


def _bare_line(text: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", unicodedata.normalize("NFC", text)).casefold().split())


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", _bare_line(text))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _typing(stage: Stage, best: Match, text: str, native: str) -> Feedback | None:
    """A word that does not exist, one slip away from a word of the author's nearest sentence."""
    language = stage.script.language
    if language in ("ja", "ko", "zh"):
        return None
    expected = {bare_word(word): word for word in split_words(best.nearest, language)}
    for typed in split_words(text, language):
        if len(typed) < 4 or typed[0].isupper() or known_word(typed, language):
            continue
        word = nearest_word(typed, language)
        if word and bare_word(word) in expected:
            better = text.replace(typed, word, 1)
            why = explain(stage.stocks, "spelling", native, typed=typed, word=word)
            return Feedback(text, better, why, MistakeKind.SPELLING, 0.8, compare(text, better, language))
    return None


def _praise(stage: Stage, best: Match, text: str, native: str) -> Feedback | None:
    if best.score < PRAISED or len(split_words(text, stage.script.language)) < 3:
        return None
    return Feedback(text, None, explain(stage.stocks, "praise", native), None, 0.9)
