"""Minds that misbehave as a model may, chosen by `create_app(mind=…)`."""

import threading
from collections.abc import Iterator, Sequence

from kaiwa.minds.answers import Feedback, Line
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.mind import RehearsalMind
from kaiwa.minds.scene import Scene, Turn
from kaiwa.scenarios.content import SEED


class FailingMind(RehearsalMind):
    """Breaks off in the middle of its first replies, then recovers."""

    def __init__(self, failures: int = 1) -> None:
        super().__init__(Library(SEED))
        self.failures = failures

    def reply(self, scene: Scene, turns: Sequence[Turn]) -> Iterator[str | Line]:
        if self.failures:
            self.failures -= 1
            yield "コー"
            raise ConnectionError("the line went dead")
        yield from super().reply(scene, turns)


class SpeechlessMind(RehearsalMind):
    """Ends without having said anything."""

    def __init__(self) -> None:
        super().__init__(Library(SEED))

    def reply(self, scene: Scene, turns: Sequence[Turn]) -> Iterator[str | Line]:
        yield from ()


class UncriticalMind(RehearsalMind):
    """Answers, but breaks when it is to judge."""

    def __init__(self) -> None:
        super().__init__(Library(SEED))

    def feedback(self, scene: Scene, turns: Sequence[Turn]) -> Feedback | None:
        raise ValueError("no opinion")


class SlowMind(RehearsalMind):
    """Waits in the middle of its reply until it is let go, and counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__(Library(SEED))
        self.let_go = threading.Event()
        self.begun = threading.Event()
        self.asked = 0

    def reply(self, scene: Scene, turns: Sequence[Turn]) -> Iterator[str | Line]:
        self.asked += 1
        pieces = super().reply(scene, turns)
        yield next(pieces)
        self.begun.set()
        self.let_go.wait(10)
        yield from pieces


class MarkupMind(RehearsalMind):
    """Says what no browser may run."""

    def __init__(self) -> None:
        super().__init__(Library(SEED))

    def reply(self, scene: Scene, turns: Sequence[Turn]) -> Iterator[str | Line]:
        text = '<script>alert(1)</script>\n<img src=x onerror="alert(2)">'
        yield text
        yield Line(text, state=dict(turns[0].state or {}), glossary={"alert": "<b>bold</b>"})
