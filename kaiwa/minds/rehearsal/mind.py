"""The rehearsal mind: the Mind protocol played from authored scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaiwa.languages.detecting import detect_language
from kaiwa.minds.answers import Cast, Feedback, Hint, HintWord, Line, Memory, Review, Starter, Summary
from kaiwa.minds.improvising import cast_of, first_hint, first_line
from kaiwa.minds.mind import NobodyToPlay, SceneNotPlayable
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.mending import judge
from kaiwa.minds.rehearsal.script import LANGUAGES
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State
from kaiwa.minds.rehearsal.summing import sum_up
from kaiwa.minds.rehearsal.talk import Talk
from kaiwa.minds.scene import Scene, Speaker, Turn

_FRAGMENT = re.compile(r"\s*\S+|\s+")
_UNSPACED_FRAGMENT = re.compile(r".{1,3}", re.DOTALL)


class RehearsalMind:
    """Plays any scenario that has a script; the same turns always give the same answer.

    Of a scene without one it knows what its premise tells, and what was said in it.
    """

    name = "rehearsal"
    is_free = False

    def __init__(self, library: Library) -> None:
        self.library = library

    def warm(self) -> Iterator[None]:
        """Make every script's first turn ready, one after the other, and the words that tell languages apart."""
        yield from self.library.warm()
        for language in LANGUAGES:
            detect_language("ok", language, [other for other in LANGUAGES if other != language])
            yield

    def can_play(self, scenario_id: str, language: str, *, has_premise: bool = False) -> bool:  # noqa: ARG002
        """Tell whether there is a script for the scenario in the language."""
        return self.library.has(scenario_id, language)

    def cast(self, scene: Scene) -> Cast:
        """Whom one meets and where, in the learner's language; raises `SceneNotPlayable`."""
        if not self._knows(scene):
            return cast_of(scene)
        script = self._stage(scene).script
        native = scene.native_language
        setting, role = (each.get(native) or each["en"] for each in (script.setting, script.role))
        return Cast(script.partner.text, script.partner.translated(native) or script.partner.text, role, setting)

    def greet(self, scene: Scene) -> Line:
        """Say the scene's first line; raises `SceneNotPlayable`."""
        return self._talk(scene).open() if self._knows(scene) else first_line(scene)

    def starters(self, scene: Scene) -> tuple[Starter, ...]:
        """The first node's chips as whole lines with their translations; none without a script."""
        if not self._knows(scene):
            return ()
        stage = self._stage(scene)
        chips = stage.node(stage.script.start).chips
        return tuple(Starter(chip.text, chip.translated(scene.native_language)) for chip in chips)

    def reply(self, scene: Scene, turns: Sequence[Turn]) -> Iterator[str | Line]:
        """Yield the answer in fragments, then whole; raises `NobodyToPlay`."""
        if not self._knows(scene):
            raise NobodyToPlay
        talk = self._talk(scene)
        learner = [turn.text for turn in turns if turn.speaker is Speaker.LEARNER]
        line = talk.answer(self._state(talk, turns), learner[-1] if learner else "", learner[:-1])
        talk.stage.warm_rest()
        pattern = _UNSPACED_FRAGMENT if scene.language in ("ja", "zh") else _FRAGMENT
        yield from pattern.findall(line.text)
        yield line

    def review(self, scene: Scene, turns: Sequence[Turn], line: Line) -> Review:  # noqa: ARG002
        """The feedback on the last learner's turn; all else came with the line."""
        return Review(feedback=self.feedback(scene, turns)) if self._knows(scene) else Review()

    def feedback(self, scene: Scene, turns: Sequence[Turn]) -> Feedback | None:
        """Judge the last learner's turn against the node at which it was said."""
        talk = self._talk(scene)
        spoken = [index for index, turn in enumerate(turns) if turn.speaker is Speaker.LEARNER]
        if not spoken:
            return None
        state = self._state(talk, turns[: spoken[-1] + 1])
        if state.ending:
            return None
        return judge(talk.stage, state, turns[spoken[-1]].text, scene.native_language)

    def hint(self, scene: Scene, turns: Sequence[Turn]) -> Hint | None:
        """The hint ladder of the node where the scene stands; None after the end."""
        if not self._knows(scene):
            return first_hint(scene, turns)
        talk = self._talk(scene)
        state = self._state(talk, turns)
        if state.ending:
            return None
        source = talk.stage.node(state.node).hint
        native = scene.native_language
        return Hint(
            idea=source.idea.get(native) or source.idea.get("en") or next(iter(source.idea.values())),
            words=tuple(HintWord(word.text, word.translated(native) or "") for word in source.words),
            frame=source.frame,
            line=source.line.text,
            translation=source.line.translated(native),
        )

    def summarise(self, scene: Scene, turns: Sequence[Turn]) -> Summary:
        """Sum up the turns so far."""
        if not self._knows(scene):
            return sum_up(self.library.stocks(), scene, turns, scene.objectives_met)
        talk = self._talk(scene)
        met = scene.objectives_met or self._state(talk, turns).met
        return sum_up(talk.stage.stocks, scene, turns, met, talk.stage.script)

    def remember(self, scene: Scene, turns: Sequence[Turn]) -> Memory:  # noqa: ARG002
        """Nothing: a script could not come back to it."""
        return Memory()

    def _knows(self, scene: Scene) -> bool:
        """Whether there is a script of the scene."""
        return self.library.has(scene.scenario_id, scene.language)

    def _stage(self, scene: Scene) -> Stage:
        if not self._knows(scene):
            raise SceneNotPlayable(scene.scenario_id, scene.language)
        return self.library.stage(scene.scenario_id, scene.language)

    def _talk(self, scene: Scene) -> Talk:
        return Talk(self._stage(scene), scene)

    @staticmethod
    def _state(talk: Talk, turns: Sequence[Turn]) -> State:
        """The state after the last partner's turn that carries one, with learner's lines since then played again."""
        # only the last line of a scene that is closing closes it
        talk = Talk(talk.stage, replace(talk.scene, closing=False))
        state = State(talk.stage.script.start)
        waiting: list[str] = []
        heard: list[str] = []
        for turn in turns:
            if turn.speaker is Speaker.LEARNER:
                waiting.append(turn.text)
            elif turn.state:
                state = State.from_json(turn.state)
                heard += waiting
                waiting = []
        for text in waiting[:-1] if turns and turns[-1].speaker is Speaker.LEARNER else waiting:
            state = State.from_json(talk.answer(state, text, heard).state)
            heard.append(text)
        return state
