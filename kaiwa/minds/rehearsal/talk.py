"""The partner's side of a rehearsal: from a state and a learner's line to the next line and state."""

from __future__ import annotations

from collections.abc import Sequence

from kaiwa.languages.keys import matching_key
from kaiwa.languages.sentences import split_sentences
from kaiwa.minds.answers import Line, LineKind
from kaiwa.minds.rehearsal.asks import Ask
from kaiwa.minds.rehearsal.hearing import Heard
from kaiwa.minds.rehearsal.script import END_PREFIX, Intent, Say
from kaiwa.minds.rehearsal.speaking import Speech, Spoken
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State
from kaiwa.minds.rehearsal.understanding import Heed, Understood, understand
from kaiwa.minds.scene import CorrectionStyle, Scene

SAME_LINE_TOO_OFTEN = 3
MOST_SENTENCES = 2


class Talk:
    """One scene being played; holds no state of its own between calls."""

    def __init__(self, stage: Stage, scene: Scene) -> None:
        self.stage = stage
        self.scene = scene
        self.native = scene.native_language
        self._speech = Speech(stage, scene.native_language)

    def open(self) -> Line:
        """The partner's first line."""
        start = self.stage.script.start
        say = self.stage.node(start).say[0]
        return self._speech.line([self._speech.speak(say, State(start))], State(start), LineKind.OPENING)

    def answer(self, state: State, text: str, earlier: Sequence[str] = ()) -> Line:
        """The answer to a learner's line; `earlier` are the learner's lines before it, newest last."""
        state = state.moved(said=state.said + 1)
        if state.ending:
            return self._speech.stock(state, "after_end", LineKind.ENDING)
        understood = understand(self.stage, state, text, self.native)
        if self.scene.closing:
            return self._close(state, understood)
        if understood.heed is Heed.INTENT and understood.intent:
            return self._take(state, text, understood)
        state = state.moved(pending=())
        if understood.heed is Heed.ASK and understood.ask:
            return self._oblige(state, understood.ask)
        if _said_too_often(text, earlier, self.stage.script.language):
            return self._move_on(state, "repeated")
        if understood.heed in (Heed.UNSURE, Heed.LOST, Heed.TOO_LONG):
            return self._ask_back(state, understood)
        return self._again(state, understood.heed.value)

    def _take(self, state: State, text: str, understood: Understood) -> Line:
        """The line was understood: react, recast where there is a slip, and go on."""
        intent = self.stage.node(state.node).intents[str(understood.intent)]
        slots = self._slots(state, understood, intent)
        mistake = self.stage.recasts.find(text, state.node, slots)
        style = self.scene.correction_style
        if mistake and style is CorrectionStyle.IMMEDIATE and state.mended != mistake.better:
            mended = state.moved(mended=mistake.better)
            return self._speech.stock(mended, "mend", LineKind.MEND, better=mistake.better)
        moved = state.moved(
            slots=slots,
            tries=0,
            pending=(),
            mended=None,
            met=tuple(dict.fromkeys((*state.met, *intent.objectives))),
        )
        reaction: Sequence[Say] = intent.say
        if mistake and mistake.recast.partner and style is CorrectionStyle.GENTLE:
            reaction = (mistake.recast.partner,)
        return self._arrive(moved, intent.goto, reaction, str(understood.intent), dict(intent.facts))

    def _close(self, state: State, understood: Understood) -> Line:
        """There is no time for another line: take in what was said, and bring the scene to its end."""
        endings = self.stage.script.endings
        name = next((name for name, ending in endings.items() if ending.mood == "imperfect"), next(iter(endings)))
        state = state.moved(tries=0, pending=(), mended=None)
        if understood.heed is Heed.INTENT and understood.intent:
            intent = self.stage.node(state.node).intents[understood.intent]
            met = tuple(dict.fromkeys((*state.met, *intent.objectives)))
            state = state.moved(slots=self._slots(state, understood, intent), met=met)
            if intent.goto.startswith(END_PREFIX):
                return self._arrive(state, intent.goto, intent.say, understood.intent, dict(intent.facts))
        state = state.moved(ending=name)
        says = endings[name].say
        ending = self.stage.choose(says, state.slots, state.said) or says[0]
        line = self._speech.pair(state, "stop", ending, LineKind.ENDING)
        if len(split_sentences(line.text, self.stage.script.language)) <= MOST_SENTENCES:
            return line
        return self._speech.line([self._speech.speak(ending, state)], state, LineKind.ENDING)

    def _slots(self, state: State, understood: Understood, intent: Intent) -> dict[str, Heard]:
        listed = {name: self.stage.ear.say_value(name, value) for name, value in intent.sets.items()}
        return {**state.slots, **understood.heard, **listed}

    def _arrive(
        self, state: State, goto: str, reaction: Sequence[Say], intent: str | None, facts: dict[str, str]
    ) -> Line:
        spoken = []
        said = self.stage.choose(reaction, state.slots, state.said) if reaction else None
        if said:
            spoken.append(self._speech.speak(said, state))
        if goto.startswith(END_PREFIX):
            name = goto.removeprefix(END_PREFIX)
            state = state.moved(ending=name)
            says = self.stage.script.endings[name].say
        else:
            node = self.stage.node(goto)
            says = (node.again, node.easier) if goto == state.node else node.say
            state = state.moved(node=goto)
        chosen = self.stage.choose(says, state.slots, state.said) or says[0]
        spoken.append(self._speech.speak(chosen, state))
        kind = LineKind.ENDING if state.ending else LineKind.REPLY
        return self._speech.line(spoken, state, kind, intent=intent, facts=facts)

    def _oblige(self, state: State, ask: Ask) -> Line:
        """Answer what a learner may always ask, then come back to the scene."""
        if ask.name == "stop":
            return self._speech.stock(state.moved(ending="stopped"), "stop", LineKind.ENDING)
        if ask.name == "skip":
            return self._move_on(state, "skip", helping=False)
        node = self.stage.node(state.node)
        if ask.name == "hint":
            return self._speech.stock(state, "help", LineKind.HELP, line=node.hint.line.text)
        if ask.name == "lost":
            return self._speech.pair(state, "lost", node.easier, LineKind.ASIDE)
        if ask.name in ("meaning", "how_to_say"):
            return self._explain(state, ask)
        asked = self._speech.question(state)
        return self._speech.pair(state, ask.name, asked, LineKind.ASIDE, slow=ask.name == "slower")

    def _explain(self, state: State, ask: Ask) -> Line:
        script = self.stage.script
        found = self.stage.glossary_keys.get(ask.word.casefold()) or self.stage.glossary_keys.get(
            matching_key(ask.word, script.language)
        )
        again = self.stage.node(state.node).again
        if found is None:
            return self._speech.pair(state, f"{ask.name}_unknown", again, LineKind.ASIDE)
        meanings = script.glossary[found]
        meaning = meanings.get(self.native) or meanings.get("en") or next(iter(meanings.values()))
        return self._speech.pair(state, ask.name, again, LineKind.ASIDE, word=found, phrase=found, meaning=meaning)

    def _ask_back(self, state: State, understood: Understood) -> Line:
        """First ask again, then offer what may have been meant or an easier way in, then help and move on."""
        node = self.stage.node(state.node)
        state = state.moved(tries=state.tries + 1)
        if state.tries >= 3:
            return self._move_on(state, "help")
        labels = [node.intents[name].means.text for name in understood.candidates]
        pending = state.moved(pending=understood.candidates)
        if len(labels) == 2:
            return self._speech.stock(pending, "did_you_mean", LineKind.OFFER, a=labels[0], b=labels[1])
        if len(labels) == 1 and state.tries == 2:
            return self._speech.stock(pending, "did_you_mean_one", LineKind.OFFER, a=labels[0])
        if state.tries == 2:
            return self._speech.pair(state, "lost", node.easier, LineKind.CLARIFY)
        name = "too_long" if understood.heed is Heed.TOO_LONG else "clarify"
        return self._speech.pair(state, name, node.again, LineKind.CLARIFY)

    def _again(self, state: State, name: str) -> Line:
        """Meet silence, an emoji, rudeness or another language kindly and put the question again."""
        node = self.stage.node(state.node)
        state = state.moved(tries=state.tries + 1)
        if state.tries >= 3 and name != "rude":
            return self._move_on(state, "help")
        return self._speech.pair(state, name, node.easier if state.tries == 2 else node.again, LineKind.CLARIFY)

    def _move_on(self, state: State, name: str, *, helping: bool = True) -> Line:
        """Give the model answer where it helps, and take the scene on by the node's default way."""
        node = self.stage.node(state.node)
        intent = node.intents[node.default]
        listed = {slot: self.stage.ear.say_value(slot, value) for slot, value in intent.sets.items()}
        line = self._arrive(
            state.moved(slots={**state.slots, **listed}, tries=0, pending=()), intent.goto, (), None, {}
        )
        told = self._speech.stock_say(state, name)
        prefix = self._speech.speak(told, state, line=node.hint.line.text)
        arrived = State.from_json(line.state)
        return self._speech.line(
            [prefix, Spoken(line.text, line.translation)],
            arrived,
            LineKind.HELP if helping else LineKind.REPLY,
        )


def _said_too_often(text: str, earlier: Sequence[str], language: str) -> bool:
    recent = [*earlier[-(SAME_LINE_TOO_OFTEN - 1) :], text]
    return len(recent) == SAME_LINE_TOO_OFTEN and len({matching_key(line, language) for line in recent}) == 1
