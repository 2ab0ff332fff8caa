"""What a learner's line is taken for: an intent of the node, something always asked, or something to be met kindly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from kaiwa.languages.detecting import detect_language
from kaiwa.languages.keys import matching_key
from kaiwa.minds.rehearsal.asks import SOCIAL, Ask
from kaiwa.minds.rehearsal.hearing import Heard
from kaiwa.minds.rehearsal.matching import ACCEPTED, ASKED, CLEAR_BY, Match
from kaiwa.minds.rehearsal.script import LANGUAGES
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State

LONG = 280
SURE, CLEARLY, TELLING, PLAIN, HALF, CLOSE = 0.97, 0.9, 0.7, 0.6, 0.5, 0.12
_LETTER = re.compile(r"\w")
_LABEL_SIMILAR = 72


class Heed(StrEnum):
    """What sort of thing a line is taken for."""

    INTENT = "intent"
    ASK = "ask"
    UNSURE = "unsure"
    LOST = "lost"
    SILENCE = "silence"
    EMOJI = "emoji"
    RUDE = "rude"
    OTHER_LANGUAGE = "other_language"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Understood:
    """The reading of one line; `candidates` are the intents to ask back about, best first."""

    heed: Heed
    intent: str | None = None
    heard: Mapping[str, Heard] = field(default_factory=dict)
    ask: Ask | None = None
    candidates: tuple[str, ...] = ()
    score: float = 0.0


def understand(stage: Stage, state: State, text: str, native: str) -> Understood:
    """Read a learner's line at the node where the scene stands."""
    if not _LETTER.search(text):
        return Understood(Heed.EMOJI if text.strip(" .…。-—?!？！、,") else Heed.SILENCE)
    asks = stage.asks(native)
    matches = _with_needs(stage, state, stage.index(state.node).search(text))
    best = _weightiest(stage, state, matches)
    chosen = _answer_to_offer(stage, state, text, asks.find(text, surely=True), best)
    if chosen:
        return chosen
    ask = asks.find(text, surely=best is not None and best.score >= ACCEPTED)
    if ask and ask.name not in ("yes", "no") and (best is None or best.score < _most_against(stage, ask)):
        return Understood(Heed.ASK, ask=ask)
    aside = asks.find_aside(text) if best is None or best.score < PLAIN else None
    if aside:
        return Understood(Heed.ASK, ask=aside)
    if best and best.score >= ACCEPTED and (best is not matches[0] or _is_clear(stage, state, matches)):
        return Understood(Heed.INTENT, best.intent, best.heard, score=best.score)
    return _without_intent(stage, state, text, native, matches)


def _most_against(stage: Stage, ask: Ask) -> float:
    """How well a line may fit an intent and still be an ask; words of the scene are more surely asked about."""
    if ask.name in SOCIAL:
        return ACCEPTED
    if not ask.word:
        return SURE
    return CLEARLY if matching_key(ask.word, stage.script.language) in stage.glossary_keys else PLAIN


def _with_needs(stage: Stage, state: State, matches: list[Match]) -> list[Match]:
    intents = stage.node(state.node).intents
    known = set(state.slots)
    return [match for match in matches if set(intents[match.intent].needs) <= known | set(match.heard)]


def _weightiest(stage: Stage, state: State, matches: list[Match]) -> Match | None:
    """The best match, unless another tells more of the line: "Good evening, I'm Anna", "Yes, but a tea"."""
    if not matches:
        return None
    best, others = matches[0], [match for match in matches[1:] if match.score >= ACCEPTED]
    if best.leaves:
        return next((match for match in others if match.score >= PLAIN * best.score and _accounts(match, best)), best)
    slots = stage.index(state.node).slots_of
    least = HALF if best.clause else max(PLAIN, best.score - CLOSE)
    telling = [match for match in others if match.score >= least and slots[match.intent] & set(match.heard)]
    if telling and not slots[best.intent] and best.score < SURE:
        return telling[0]
    intents = stage.node(state.node).intents
    if best.clause == 0 or intents[best.intent].objectives:
        return best
    elsewhere = [match for match in others if match.clause not in (0, best.clause) and match.score >= TELLING]
    return next((match for match in elsewhere if intents[match.intent].objectives), best)


def _accounts(match: Match, best: Match) -> bool:
    return best.leaves <= set(match.heard) and not match.leaves


def _is_clear(stage: Stage, state: State, matches: list[Match]) -> bool:
    if len(matches) < 2 or matches[0].score - matches[1].score >= CLEAR_BY or matches[0].score >= 0.9:
        return True
    intents = stage.node(state.node).intents
    first, second = intents[matches[0].intent], intents[matches[1].intent]
    return first.goto == second.goto and matches[0].score >= ACCEPTED


def _answer_to_offer(stage: Stage, state: State, text: str, ask: Ask | None, best: Match | None) -> Understood | None:
    """The learner's answer to "did you mean …?": yes, or one of the labels said again."""
    if not state.pending or (best and best.score >= 0.9):
        return None
    if ask and ask.name == "yes":
        return Understood(Heed.INTENT, state.pending[0], score=ACCEPTED)
    intents = stage.node(state.node).intents
    language = stage.script.language
    key = matching_key(text, language)
    rated = [
        (fuzz.partial_ratio(key, matching_key(intents[name].means.text, language)), name)
        for name in state.pending
        if name in intents
    ]
    rated.sort(reverse=True)
    if rated and rated[0][0] >= _LABEL_SIMILAR and (len(rated) == 1 or rated[0][0] - rated[1][0] >= 10):
        return Understood(Heed.INTENT, rated[0][1], score=ACCEPTED)
    return None


def _without_intent(stage: Stage, state: State, text: str, native: str, matches: list[Match]) -> Understood:
    if stage.asks(native).is_rude(text):
        return Understood(Heed.RUDE)
    language = stage.script.language
    guess = detect_language(text, language, [other for other in LANGUAGES if other != language])
    if guess.language not in (None, language) and guess.confidence >= 0.6:
        return Understood(Heed.OTHER_LANGUAGE)
    opened = next((name for name, intent in stage.node(state.node).intents.items() if intent.open), None)
    if opened and len(text) <= LONG * 2:
        return Understood(Heed.INTENT, opened, matches[0].heard if matches else {}, score=ASKED)
    candidates = tuple(match.intent for match in matches if match.score >= ASKED)[:2]
    if len(text) > LONG:
        return Understood(Heed.TOO_LONG, candidates=candidates)
    if candidates:
        return Understood(Heed.UNSURE, candidates=candidates, score=matches[0].score)
    return Understood(Heed.LOST)
