"""Putting the partner's sentences together: stock lines, slots filled in, translations beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaiwa.languages.sentences import split_sentences
from kaiwa.minds.answers import Line, LineKind
from kaiwa.minds.rehearsal.glosses import glosses_in
from kaiwa.minds.rehearsal.hearing import Heard
from kaiwa.minds.rehearsal.script import Say
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State

_QUOTED_END = " .。"


@dataclass(frozen=True)
class Spoken:
    """A sentence of the partner with its translation."""

    text: str
    translation: str | None


class Speech:
    """How the partner of one stage speaks to a learner of one native language."""

    def __init__(self, stage: Stage, native: str) -> None:
        self._stage = stage
        self._native = native

    def question(self, state: State) -> Say:
        """The question that stands; after two sentences of opening its short form, so that two sentences are enough."""
        node = self._stage.node(state.node)
        asked = self._stage.choose(node.say[-1:], state.slots, 0)
        if asked is None or len(split_sentences(asked.text, self._stage.script.language)) > 1:
            return node.again
        return asked

    def stock_say(self, state: State, name: str) -> Say:
        """One of the stock lines of that name, not the one said last."""
        says = self._stage.lines(name)
        usable = [say for say in says if say.text != state.last] or list(says)
        return usable[state.said % len(usable)]

    def stock(self, state: State, name: str, kind: LineKind, **more: str) -> Line:
        """A stock line alone."""
        return self.line([self.speak(self.stock_say(state, name), state, **more)], state, kind)

    def pair(self, state: State, name: str, then: Say, kind: LineKind, *, slow: bool = False, **more: str) -> Line:
        """A stock line and after it one of the scene's own."""
        first = self.speak(self.stock_say(state, name), state, **more)
        return self.line([first, self.speak(then, state)], state, kind, slow=slow)

    def speak(self, say: Say, state: State, **more: str) -> Spoken:
        """A sentence with what was heard filled in; `more` are words it quotes."""
        slots: dict[str, Heard] = dict(state.slots)
        quoted = {name: text.strip(_QUOTED_END) for name, text in more.items()}
        return Spoken(*self._stage.render(say, slots, self._native, **quoted))

    def line(
        self,
        spoken: Sequence[Spoken],
        state: State,
        kind: LineKind,
        *,
        intent: str | None = None,
        facts: dict[str, str] | None = None,
        slow: bool = False,
    ) -> Line:
        """Sentences put together to the line that is sent and stored."""
        text = self._stage.join(*(part.text for part in spoken))
        translations = [part.translation for part in spoken if part.translation]
        return Line(
            text=text,
            kind=kind,
            translation=" ".join(translations) if len(translations) == len(spoken) else None,
            state=state.moved(last=text).to_json(),
            objectives_met=state.met,
            ended=state.ending is not None,
            slow=slow,
            intent=intent,
            readings=self._stage.script.readings,
            glossary=glosses_in(self._stage.script, text, self._native),
            facts=facts or {},
        )
