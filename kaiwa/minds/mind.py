"""The Mind protocol: one interface, whoever thinks behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kaiwa.minds.answers import Again, Cast, Hint, Line, Memory, Review, Starter, Summary
from kaiwa.minds.scene import Scene, Turn


class SceneNotPlayable(LookupError):
    """No script and no model can play this scenario in this language."""

    def __init__(self, scenario_id: str, language: str) -> None:
        super().__init__(f"{scenario_id} cannot be played in {language}")


class NobodyToPlay(RuntimeError):
    """A scene without a script, and no free mind that may be asked now: the line cannot be said."""


class Mind(Protocol):
    """A partner: greets, answers in at most two sentences, corrects kindly, hints and sums up."""

    name: str
    # whether it says what it likes: it then takes its time, costs tokens, and can use what it remembers
    is_free: bool

    def __hash__(self) -> int:
        """Minds are compared by identity: what one of them made may be kept under it."""
        ...

    def warm(self) -> Iterator[None]:
        """Make ready what the first turns need, step by step."""
        ...

    def can_play(self, scenario_id: str, language: str, *, has_premise: bool = False) -> bool:
        """Tell whether this mind can play the scenario in the language; with a premise it may need no script."""
        ...

    def cast(self, scene: Scene) -> Cast:
        """Say whom the learner meets and where; raises `SceneNotPlayable`."""
        ...

    def greet(self, scene: Scene) -> Line:
        """Say the partner's first line; raises `SceneNotPlayable` where there is no such scene."""
        ...

    def starters(self, scene: Scene) -> Sequence[Starter]:
        """Offer up to three first answers as whole lines."""
        ...

    def reply(self, scene: Scene, turns: Sequence[Turn]) -> Iterator[str | Again | Line]:
        """Yield fragments of the answer to the last learner's turn, then the whole `Line` as the last item.

        An empty fragment says that nothing has come for a while, `Again` that the line begins anew. Raises
        `NobodyToPlay`.
        """
        ...

    def review(self, scene: Scene, turns: Sequence[Turn], line: Line) -> Review:
        """Look back at the last learner's turn and at the `line` that answered it; empty where nothing is known."""
        ...

    def hint(self, scene: Scene, turns: Sequence[Turn]) -> Hint | None:
        """Help with the learner's next line; None after the scene has ended."""
        ...

    def summarise(self, scene: Scene, turns: Sequence[Turn]) -> Summary:
        """Sum up what was said, what was mended and what comes next."""
        ...

    def remember(self, scene: Scene, turns: Sequence[Turn]) -> Memory:
        """Say what the learner told of themselves, at most twelve facts; nothing where the mind cannot use it."""
        ...
