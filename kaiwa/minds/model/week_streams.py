"""The weeks of a course, written by a model at the same time, and read in their order as they come."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kaiwa.gateways.llm import ChatMessage, Llm
from kaiwa.gateways.model_failures import ModelFailure, Reason
from kaiwa.gateways.text_stream import TextStream
from kaiwa.minds.answers import Tokens
from kaiwa.minds.model.json_objects import JsonObjects
from kaiwa.minds.model.tokens import count

# four weeks and the name of the course; an endpoint that takes fewer is asked for the others one after the other
AT_ONCE = 5
LONGEST_WEEK = 30_000
# what may go better when nothing else is asked at the same time
_ALONE = frozenset({Reason.SLOW, Reason.BUSY, Reason.UNREACHABLE, Reason.BROKEN, Reason.EMPTY})
log = logging.getLogger("kaiwa.minds.model")


@dataclass
class Writing:
    """One answer that is being written."""

    messages: Sequence[ChatMessage]
    stream: TextStream | None = None
    heard: str = ""
    is_over: bool = field(default=False)


class WeekStreams:
    """Answers that are written beside one another; must be closed."""

    def __init__(self, llm: Llm, model: str, requests: Sequence[Sequence[ChatMessage]]) -> None:
        self._llm, self._model = llm, model
        self._writings = [Writing(messages) for messages in requests]
        self.tokens = Tokens()
        self._begin()

    def objects(self, number: int) -> Generator[dict[str, Any] | None, None, None]:
        """Yield the objects of an answer, an empty one while nothing comes, None for what is none.

        Raises ModelFailure where the answer breaks; before its first word it is asked for once more.
        """
        writing = self._writings[number]
        try:
            yield from self._read(writing)
        except ModelFailure as failure:
            self._end(writing)
            if writing.heard or failure.reason not in _ALONE:
                raise
            log.warning("a part of a course is asked for again: %s", failure)
            writing.stream = self._llm.stream(self._model, writing.messages)
            try:
                yield from self._read(writing)
            finally:
                self._end(writing)
        finally:
            self._end(writing)
            writing.is_over = True
            self._begin()

    def close(self) -> None:
        """Hang up all that is still written."""
        for writing in self._writings:
            self._end(writing)

    def _begin(self) -> None:
        """Ask for as many of those that come next as go together."""
        waiting = [writing for writing in self._writings if not writing.is_over]
        for writing in waiting[:AT_ONCE]:
            if writing.stream is None:
                writing.stream = self._llm.stream(self._model, writing.messages)

    def _read(self, writing: Writing) -> Iterator[dict[str, Any] | None]:
        objects = JsonObjects()
        assert writing.stream is not None
        for piece in writing.stream:
            writing.heard += piece
            found = objects.feed(piece)
            yield from found
            if not piece:
                yield {}
            if len(writing.heard) > LONGEST_WEEK:
                return

    def _end(self, writing: Writing) -> None:
        """Hang up, and count once what it has cost."""
        if writing.stream is not None:
            writing.stream.close()
            if writing.heard or writing.stream.spent:
                self.tokens += count(writing.stream.spent, writing.messages, writing.heard)
            writing.stream = None
