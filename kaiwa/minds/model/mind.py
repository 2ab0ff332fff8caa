"""The free part of a partner: lines and what there is to say of them, from a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaiwa.gateways.llm import Llm
from kaiwa.minds.answers import Cast, Line, Memory, Review
from kaiwa.minds.model.answering import Answerer
from kaiwa.minds.model.breaker import CircuitBreaker
from kaiwa.minds.model.remembering import Rememberer
from kaiwa.minds.model.reviewing import Reviewer
from kaiwa.minds.model.talk import Talk
from kaiwa.minds.model.writing import ModelWriter
from kaiwa.minds.scene import Scene, Turn


class ModelMind:
    """Talks with one model and looks back with another; knows no script and keeps nothing. All raises ModelFailure."""

    def __init__(
        self,
        llm: Llm,
        *,
        talk: str,
        feedback: str,
        write: str | None = None,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        breaker = breaker or CircuitBreaker()
        self._talk = Talk(llm, talk, breaker)
        self.warm = llm.warm
        answerer = Answerer(llm)
        self._reviewer = Reviewer(answerer, feedback, breaker)
        self._rememberer = Rememberer(answerer, feedback, breaker)
        self.writer = ModelWriter(answerer, write or talk, breaker)

    def reply(self, scene: Scene, cast: Cast, turns: Sequence[Turn]) -> Iterator[str | Line]:
        """Yield fragments of the partner's next line, then the whole `Line`."""
        return self._talk.reply(scene, cast, turns)

    def review(self, scene: Scene, cast: Cast, turns: Sequence[Turn], line: str) -> Review:
        """What there is to say of the last learner's turn and of the line after it."""
        return self._reviewer.review(scene, cast, turns, line)

    def remember(self, scene: Scene, turns: Sequence[Turn]) -> Memory:
        """What the learner said of themselves, at most twelve facts."""
        return self._rememberer.remember(scene, turns)
