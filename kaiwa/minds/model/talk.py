"""The partner's next line, streamed: asked for once more where nothing came, and held to the rules on its way out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from kaiwa.gateways.llm import ChatMessage, Llm
from kaiwa.gateways.model_failures import ModelFailure, Reason, Spent
from kaiwa.minds.answers import Cast, Line, LineKind, Tokens
from kaiwa.minds.model.breaker import CircuitBreaker
from kaiwa.minds.model.guarding import LineGuard
from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.model.prompts import talk_messages
from kaiwa.minds.model.tokens import count
from kaiwa.minds.scene import Scene, Turn

TRIES = 2
# by then a line says which language it is in
SIGNS_TO_TELL = 24
# what a second call would get as well
_FINAL = frozenset({Reason.REFUSED, Reason.UNSUPPORTED, Reason.WRONG_LANGUAGE})
# what the endpoint has worked for all the same
_PAID = frozenset({Reason.EMPTY, Reason.STALLED, Reason.CUT})
log = logging.getLogger("kaiwa.minds.model")


class Talk:
    """Says the partner's lines with one model."""

    def __init__(self, llm: Llm, model: str, breaker: CircuitBreaker) -> None:
        self._llm = llm
        self._model = model
        self._breaker = breaker

    def reply(self, scene: Scene, cast: Cast, turns: Sequence[Turn]) -> Iterator[str | Line]:
        """Yield fragments ("" while nothing comes), then the whole `Line`; raises ModelFailure.

        One more try before the first fragment, none after it.
        """
        messages, lost = talk_messages(scene, cast, turns), Tokens()
        for tries_left in reversed(range(TRIES)):
            if not self._breaker.allows():
                raise ModelFailure(Reason.RESTING, spent=Spent(lost.given, lost.made))
            has_begun = False
            try:
                for piece in self._say(scene, cast, messages):
                    has_begun = has_begun or bool(piece)
                    yield replace(piece, tokens=piece.tokens + lost) if isinstance(piece, Line) else piece
            except ModelFailure as failure:
                self._breaker.failed(failure.reason)
                log.warning("no line from the model: %s", failure)
                lost += Tokens(failure.spent.given, failure.spent.made)
                if has_begun or not tries_left or failure.reason in _FINAL:
                    failure.spent = Spent(lost.given, lost.made)
                    raise
            else:
                return

    def _say(self, scene: Scene, cast: Cast, messages: Sequence[ChatMessage]) -> Iterator[str | Line]:
        hearing = _Hearing(LineGuard(scene.language, _names(scene, cast)), scene)
        try:
            with closing(self._llm.stream(self._model, messages)) as stream:
                # asked: whoever waits may do something else meanwhile
                yield ""
                yield from hearing.listen(stream)
                spent = stream.spent
        except ModelFailure as failure:
            if hearing.heard or failure.reason in _PAID:
                cost = count(None, messages, hearing.heard)
                failure.spent = Spent(cost.given, cost.made)
            raise
        self._breaker.succeeded()
        yield _line(scene, hearing.guard.text, count(spent, messages, hearing.heard))


@dataclass
class _Hearing:
    """A stream on its way through the guard."""

    guard: LineGuard
    scene: Scene
    heard: str = ""

    def listen(self, stream: Iterable[str]) -> Iterator[str]:
        """Yield what may be said until there is enough of it; raises ModelFailure for what is no line of this scene."""
        is_checked = False
        for piece in stream:
            self.heard += piece
            said = self.guard.feed(piece)
            if not is_checked and len(self.guard.text) >= SIGNS_TO_TELL:
                self._check()
                is_checked = True
            if said or not piece:
                yield said
            if self.guard.done:
                break
        rest = self.guard.finish()
        self._check()
        if rest:
            yield rest

    def _check(self) -> None:
        if self.guard.done and not any(sign.isalnum() for sign in self.guard.text):
            raise ModelFailure(Reason.EMPTY)
        if not is_in_language(self.guard.text, self.scene.language):
            raise ModelFailure(Reason.WRONG_LANGUAGE)


def _names(scene: Scene, cast: Cast) -> tuple[str, ...]:
    """What the partner may put in front of its line."""
    return (cast.name, cast.name_translated, cast.role, scene.role, "Partner", "Assistant")


def _line(scene: Scene, text: str, tokens: Tokens) -> Line:
    return Line(
        text=text,
        kind=LineKind.ENDING if scene.closing else LineKind.REPLY,
        state={"mind": "model"},
        objectives_met=scene.objectives_met,
        ended=scene.closing,
        tokens=tokens,
        mind="model",
    )
