"""After a reply: what may be better in the learner's line, and what the partner's line means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kaiwa.gateways.model_failures import ModelFailure, Reason
from kaiwa.languages.sentences import split_sentences
from kaiwa.minds.answers import Cast, Feedback, Hint, HintWord, MistakeKind, Review
from kaiwa.minds.differences import compare
from kaiwa.minds.model.answering import Answerer, Shape
from kaiwa.minds.model.breaker import CircuitBreaker
from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.model.plain_text import plain_text
from kaiwa.minds.model.prompts import fitting_turns, review_messages
from kaiwa.minds.scene import Scene, Turn

LEAST_CONFIDENCE = 0.6
LONGEST_WHY, LONGEST_LINE = 240, 400
MOST_GLOSSES = 4
# from here on a request leaves the first turns out soon
RECAP_FROM = 900


class CorrectionAnswer(Shape):
    """A mistake of the learner."""

    said: str
    better: str
    why: str
    kind: Literal["grammar", "word", "register", "spelling"]
    confidence: float


class WordAnswer(Shape):
    """A word and what it means."""

    word: str
    meaning: str


class HintAnswer(Shape):
    """Help with the learner's next line."""

    idea: str
    words: list[WordAnswer]
    frame: str
    line: str
    translation: str


class ReviewAnswer(Shape):
    """Everything that a model is asked after a reply."""

    corrections: list[CorrectionAnswer]
    translation: str
    glosses: list[WordAnswer]
    objectives_met: list[str]
    scene_over: bool
    hint: HintAnswer
    recap: str


class Reviewer:
    """Looks back at a turn with one model."""

    def __init__(self, answerer: Answerer, model: str, breaker: CircuitBreaker) -> None:
        self._answerer = answerer
        self._model = model
        self._breaker = breaker

    def review(self, scene: Scene, cast: Cast, turns: Sequence[Turn], line: str) -> Review:
        """What there is to say of the last learner's turn and of the partner's `line` after it; raises ModelFailure."""
        wants_recap = len(fitting_turns(turns, RECAP_FROM)) < len(turns)
        messages = review_messages(scene, cast, turns, line, wants_recap=wants_recap)
        if not self._breaker.allows():
            raise ModelFailure(Reason.RESTING)
        try:
            found, tokens = self._answerer.ask(self._model, messages, ReviewAnswer)
        except ModelFailure as failure:
            self._breaker.failed(failure.reason)
            raise
        self._breaker.succeeded()
        known = [goal.id for goal in scene.objectives]
        met = {*scene.objectives_met, *found.objectives_met}
        hint = _hint(found.hint, scene)
        return Review(
            feedback=_feedback(found.corrections, turns[-1].text, scene),
            translation=plain_text(found.translation) or None,
            glossary={
                plain_text(each.word): plain_text(each.meaning)
                for each in found.glosses[:MOST_GLOSSES]
                if each.word in line
            },
            objectives_met=tuple(goal for goal in known if goal in met),
            ended=found.scene_over,
            state={"recap": plain_text(found.recap), **({"hint": found.hint.model_dump()} if hint else {})},
            tokens=tokens,
        )


def hint_of(turns: Sequence[Turn], scene: Scene) -> Hint | None:
    """The hint that a review has left with the partner's last line."""
    kept = (turns[-1].state or {}).get("hint") if turns else None
    return _hint(HintAnswer.model_validate(kept), scene) if isinstance(kept, dict) else None


def _feedback(corrections: Sequence[CorrectionAnswer], said: str, scene: Scene) -> Feedback | None:
    """The surest correction that holds: of this very line, really another, in the language, sure enough."""
    fitting = [each for each in corrections if each.confidence >= LEAST_CONFIDENCE and _holds(each, said, scene)]
    if not fitting:
        return None
    best = max(fitting, key=lambda each: each.confidence)
    better = plain_text(best.better)
    return Feedback(
        said=said,
        better=better,
        why=_one_sentence(best.why, scene.native_language),
        kind=MistakeKind(best.kind),
        confidence=min(1.0, best.confidence),
        diff=compare(said, better, scene.language),
    )


def _holds(correction: CorrectionAnswer, said: str, scene: Scene) -> bool:
    better = plain_text(correction.better)
    same = _bare(better) == _bare(said)
    about_it = _bare(correction.said) in _bare(said) or _bare(said) in _bare(correction.said)
    fits = 0 < len(better) <= LONGEST_LINE and is_in_language(better, scene.language)
    return fits and about_it and not same and bool(plain_text(correction.why))


def _hint(answer: HintAnswer, scene: Scene) -> Hint | None:
    line = plain_text(answer.line)
    if not line or len(line) > LONGEST_LINE or not is_in_language(line, scene.language):
        return None
    words = tuple(HintWord(plain_text(each.word), plain_text(each.meaning)) for each in answer.words[:3])
    return Hint(
        _one_sentence(answer.idea, scene.native_language),
        words,
        plain_text(answer.frame),
        line,
        plain_text(answer.translation) or None,
    )


def _one_sentence(text: str, language: str) -> str:
    sentences = split_sentences(plain_text(text), language)
    return (sentences[0] if sentences else "")[:LONGEST_WHY]


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
