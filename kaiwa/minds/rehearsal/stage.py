"""A script made ready to be played: its ear, its nodes' indexes and the stock phrases around it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from kaiwa.background import run_in_background
from kaiwa.languages.keys import matching_key
from kaiwa.minds.rehearsal.asks import AskIndex, AskShelf
from kaiwa.minds.rehearsal.hearing import Ear, Heard
from kaiwa.minds.rehearsal.matching import NodeIndex
from kaiwa.minds.rehearsal.recasts import RecastIndex
from kaiwa.minds.rehearsal.script import Node, Phrases, Say, Script
from kaiwa.minds.rehearsal.templates import expand, fill, slots_in


class Stage:
    """One script with everything that playing it needs; safe to share between threads."""

    def __init__(self, script: Script, stocks: Mapping[str, Phrases], shelf: AskShelf | None = None) -> None:
        self.script = script
        self.stocks = stocks
        self.phrases = stocks[script.language]
        self.ear = Ear(script)
        self._indexes: dict[str, NodeIndex] = {}
        self._shelf = shelf or AskShelf(stocks)
        self._is_warming = False
        self._lock = threading.RLock()

    def node(self, name: str) -> Node:
        """A node by name, the first one where the script has changed and it is gone."""
        return self.script.nodes.get(name) or self.script.nodes[self.script.start]

    def index(self, name: str) -> NodeIndex:
        """The searchable phrasings of a node, made when first asked for."""
        found = self._indexes.get(name)
        if found is None:
            # made outside the lock: that two threads make one twice now and then is better than that one waits
            made = NodeIndex(self.ear, self.node(name).intents, self.courtesies, self.denials)
            with self._lock:
                found = self._indexes.setdefault(name, made)
        return found

    def asks(self, native: str) -> AskIndex:
        """What may always be asked, in the script's language, the learner's own and English."""
        return self._shelf.index(self.script.language, native, "en")

    @cached_property
    def courtesies(self) -> frozenset[str]:
        """Keys of words that are said out of politeness and are nobody's name."""
        return self._keys(self.phrases.courtesies, self.phrases.asks.get("yes", ())) | self.denials

    @cached_property
    def denials(self) -> frozenset[str]:
        """Keys of the ways to say no."""
        return self._keys(self.phrases.asks.get("no", ()))

    def _keys(self, *groups: Sequence[str]) -> frozenset[str]:
        texts = (text for templates in groups for template in templates for text in expand(template))
        return frozenset(matching_key(text, self.script.language) for text in texts)

    def warm_first(self) -> None:
        """Make ready what the first turn needs."""
        self.index(self.script.start)
        self.asks("en")
        _ = self.recasts

    def warm_rest(self) -> None:
        """Make the other nodes ready while the learner thinks about the first one; once, in a thread of its own."""
        with self._lock:
            if self._is_warming:
                return
            self._is_warming = True
        run_in_background(f"warming {self.script.scenario}", self._warm_nodes)

    def _warm_nodes(self) -> Iterator[object]:
        for name in self.script.nodes:
            yield self.index(name)
        yield self.glossary_keys

    @cached_property
    def recasts(self) -> RecastIndex:
        """The typical errors of the script."""
        return RecastIndex(self.ear, self.script.recasts)

    @cached_property
    def glossary_keys(self) -> dict[str, str]:
        """Glossary words by matching key, and by their meanings, lower-cased."""
        keys = {matching_key(word, self.script.language): word for word in self.script.glossary}
        for word, meanings in self.script.glossary.items():
            for meaning in meanings.values():
                keys.setdefault(meaning.casefold(), word)
        return keys

    def lines(self, name: str) -> Sequence[Say]:
        """Stock lines by name, the scene's own before the language's."""
        return self.script.lines.get(name) or self.phrases.lines[name]

    def join(self, *sentences: str) -> str:
        """Put sentences beside each other as the language writes them."""
        separator = "" if self.script.language in ("ja", "zh") else " "
        return separator.join(sentence for sentence in sentences if sentence)

    def render(self, say: Say, slots: Mapping[str, Heard], native: str, **more: str) -> tuple[str, str | None]:
        """A line and its translation with the heard slots filled in; raises KeyError for a slot not heard."""
        text = fill(say.text, {name: heard.say for name, heard in slots.items()} | more)
        template = say.translated(native)
        if template is None or native == self.script.language:
            return text, None
        return text, fill(template, self.ear.translate(slots, native) | more)

    def choose(self, says: Sequence[Say], slots: Mapping[str, Heard], turn: int, avoid: str = "") -> Say | None:
        """One of several lines: those that recall most of what was heard first, in turn, never the one to avoid."""
        fitting = [say for say in says if set(slots_in(say.text)) <= set(slots)]
        if not fitting:
            return None
        most = max(len(slots_in(say.text)) for say in fitting)
        richest = [say for say in fitting if len(slots_in(say.text)) == most]
        rotated = [richest[(turn + index) % len(richest)] for index in range(len(richest))]
        rotated += [say for say in fitting if say not in richest]
        return next((say for say in rotated if say.text != avoid), rotated[0])
