"""The model first, rehearsal when it fails, and says so: a conversation never dies of its endpoint."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaiwa.gateways.model_failures import ModelFailure
from kaiwa.minds.answers import Again, Cast, Hint, Line, Memory, Review, Starter, Summary, Tokens
from kaiwa.minds.model.mind import ModelMind
from kaiwa.minds.model.reviewing import hint_of
from kaiwa.minds.rehearsal.mind import RehearsalMind
from kaiwa.minds.scene import Scene, Turn

log = logging.getLogger("kaiwa.minds")


class ResilientMind:
    """A partner that talks freely, and by the script where there is one and no model answers."""

    name = "model"
    is_free = True

    def __init__(self, model: ModelMind, rehearsal: RehearsalMind) -> None:
        self._model = model
        self._rehearsal = rehearsal
        self.writer = model.writer

    def warm(self) -> Iterator[None]:
        """Make the model's client and the scripts ready: the first line comes from them, and any line may."""
        self._model.warm()
        yield
        yield from self._rehearsal.warm()

    def can_play(self, scenario_id: str, language: str, *, has_premise: bool = False) -> bool:
        """Tell whether there is a premise, or a script to begin with and to fall back on."""
        return has_premise or self._rehearsal.can_play(scenario_id, language)

    def cast(self, scene: Scene) -> Cast:
        """Whom one meets and where; raises `SceneNotPlayable`."""
        return replace(self._rehearsal.cast(scene), is_scripted=False)

    def greet(self, scene: Scene) -> Line:
        """The author's first line: nobody waits for a model before the first word. Raises `SceneNotPlayable`."""
        return self._rehearsal.greet(scene)

    def starters(self, scene: Scene) -> Sequence[Starter]:
        """The script's first answers."""
        return self._rehearsal.starters(scene)

    def reply(self, scene: Scene, turns: Sequence[Turn]) -> Iterator[str | Again | Line]:
        """Yield the model's line, or begin anew with the script's where the model fails or may not be asked.

        Raises `NobodyToPlay` where there is no script then.
        """
        spent = Tokens()
        if not scene.is_scripted:
            has_begun = False
            try:
                for piece in self._model.reply(scene, self.cast(scene), turns):
                    has_begun = has_begun or bool(piece)
                    yield piece
            except ModelFailure as failure:
                log.warning("no line from the model: %s", failure.reason.value)
                spent = _tokens(failure)
                if has_begun:
                    yield Again()
            else:
                return
        for item in self._rehearsal.reply(scene, _for_script(turns)):
            yield _stood_in(item, scene, spent) if isinstance(item, Line) else item

    def review(self, scene: Scene, turns: Sequence[Turn], line: Line) -> Review:
        """The model looks back at what it said itself, the script at the rest and where the model fails."""
        spent = Tokens()
        if line.mind == self.name and not scene.is_scripted:
            try:
                return self._model.review(scene, self.cast(scene), turns, line.text)
            except ModelFailure as failure:
                log.warning("no review from the model: %s", failure.reason.value)
                spent = _tokens(failure)
        return replace(self._rehearsal.review(scene, _for_script(turns), line), tokens=spent)

    def hint(self, scene: Scene, turns: Sequence[Turn]) -> Hint | None:
        """What the model left with its last line; the script's where the script said that line."""
        if turns and _is_free(turns[-1]):
            return hint_of(turns, scene)
        return self._rehearsal.hint(scene, _for_script(turns))

    def summarise(self, scene: Scene, turns: Sequence[Turn]) -> Summary:
        """What was said, mended and met, whoever answered."""
        return self._rehearsal.summarise(scene, _for_script(turns))

    def remember(self, scene: Scene, turns: Sequence[Turn]) -> Memory:
        """What the model finds; nothing where it fails, which costs all the same."""
        try:
            return self._model.remember(scene, turns)
        except ModelFailure as failure:
            log.warning("nothing remembered: %s", failure.reason.value)
            return Memory(tokens=_tokens(failure))


def _stood_in(line: Line, scene: Scene, spent: Tokens) -> Line:
    """The script's line among the model's: what was met stays met."""
    met = tuple(dict.fromkeys([*scene.objectives_met, *line.objectives_met]))
    return replace(line, objectives_met=met, is_stand_in=True, tokens=spent)


def _tokens(failure: ModelFailure) -> Tokens:
    return Tokens(failure.spent.given, failure.spent.made)


def _is_free(turn: Turn) -> bool:
    """Whether a model has said the turn."""
    return (turn.state or {}).get("mind") == ResilientMind.name


def _for_script(turns: Sequence[Turn]) -> list[Turn]:
    """The turns as the scripts know them: what a model has left with its lines is none of theirs."""
    return [replace(turn, state=None) if _is_free(turn) else turn for turn in turns]
