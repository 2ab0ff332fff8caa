"""A streamed answer on its way from the endpoint's lines to whoever reads it, in pieces of text."""

from __future__ import annotations

import json
import queue
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from kaiwa.gateways.model_failures import ModelFailure, Reason, Spent

TICK_SECONDS = 2.0


async def chunks_of(lines: AsyncIterator[str]) -> AsyncIterator[dict[str, Any]]:
    """The chunks of a streamed answer; the SDK would make a model of each, which costs more than all else with it.

    Raises ValueError for what is no chunk, and ModelFailure for an error that is sent in the place of one.
    """
    async for line in lines:
        name, _, data = line.partition(":")
        if name != "data" or not data.strip():
            continue
        if data.strip() == "[DONE]":
            return
        chunk = json.loads(data)
        if not isinstance(chunk, dict):
            raise ValueError("no chunk")
        if chunk.get("error"):
            raise ModelFailure(Reason.BROKEN)
        yield chunk


class Pouring:
    """What has arrived of an answer and is not handed on yet, and whether it has begun and is whole."""

    def __init__(self, items: queue.SimpleQueue[Item]) -> None:
        self.has_begun = False
        self.is_finished = False
        self._items = items
        self._held = ""

    def take(self, chunk: dict[str, Any]) -> None:
        """What one chunk brings."""
        if usage := chunk.get("usage"):
            self._items.put(Spent(usage["prompt_tokens"], usage["completion_tokens"]))
        for choice in (chunk.get("choices") or ())[:1]:
            self.is_finished = self.is_finished or choice.get("finish_reason") is not None
            if said := (choice.get("delta") or {}).get("content"):
                self.has_begun = True
                self._held += said

    def flush(self) -> None:
        """Hand on what is held."""
        if self._held:
            self._items.put(self._held)
            self._held = ""


class End:
    """The answer is whole."""


END = End()
Item = str | Spent | End | ModelFailure


@dataclass
class TextStream:
    """Pieces of text as they come, an empty one every two seconds while nothing does; `spent` once it is known."""

    _items: queue.SimpleQueue[Item]
    _pumping: Future[None]
    spent: Spent | None = field(default=None, init=False)

    def __iter__(self) -> Iterator[str]:
        """Yield the pieces; raises ModelFailure."""
        while True:
            try:
                item = self._items.get(timeout=TICK_SECONDS)
            except queue.Empty:
                yield ""
                continue
            if isinstance(item, End):
                return
            if isinstance(item, ModelFailure):
                raise item
            if isinstance(item, Spent):
                self.spent = item
            else:
                yield item

    def close(self) -> None:
        """Hang up; what the endpoint has not said yet it need not say."""
        self._pumping.cancel()
