"""What a learner said of themselves, for the next time they meet."""

from __future__ import annotations

from collections.abc import Sequence

from kaiwa.gateways.model_failures import ModelFailure, Reason
from kaiwa.minds.answers import Memory
from kaiwa.minds.model.answering import Answerer, Shape
from kaiwa.minds.model.breaker import CircuitBreaker
from kaiwa.minds.model.plain_text import plain_text
from kaiwa.minds.model.prompts import remember_messages
from kaiwa.minds.scene import Scene, Turn

MOST_FACTS = 12
LONGEST_FACT = 160


class FactsAnswer(Shape):
    """What a model found."""

    facts: list[str]


class Rememberer:
    """Looks for facts with one model."""

    def __init__(self, answerer: Answerer, model: str, breaker: CircuitBreaker) -> None:
        self._answerer = answerer
        self._model = model
        self._breaker = breaker

    def remember(self, scene: Scene, turns: Sequence[Turn]) -> Memory:
        """At most twelve facts of at most 160 signs, none that the scene already has; raises ModelFailure."""
        if not self._breaker.allows():
            raise ModelFailure(Reason.RESTING)
        try:
            found, tokens = self._answerer.ask(self._model, remember_messages(scene, turns), FactsAnswer)
        except ModelFailure as failure:
            self._breaker.failed(failure.reason)
            raise
        self._breaker.succeeded()
        facts = dict.fromkeys(plain_text(fact) for fact in found.facts)
        fitting = [fact for fact in facts if fact and len(fact) <= LONGEST_FACT and fact not in scene.facts]
        return Memory(tuple(fitting[:MOST_FACTS]), tokens)
