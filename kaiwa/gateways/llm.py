"""The model endpoint: text as it is made and whole answers, each within its time, over one event loop a process."""

from __future__ import annotations

import asyncio
import atexit
import os
import queue
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from kaiwa.gateways.background_loop import CLOSING_SECONDS, BackgroundLoop
from kaiwa.gateways.model_failures import ModelFailure, Reason, Spent, failure_of
from kaiwa.gateways.text_stream import END, Item, Pouring, TextStream, chunks_of

if TYPE_CHECKING:
    from openai import AsyncOpenAI

# the first words go out at once; then we look again this often and hand on all that has come, since to be woken
# for each piece costs several times what the piece costs, and nobody reads faster
TOGETHER_SECONDS = 0.1
# with many streams open in a process less often: then all of them come smoothly, and a new one begins without delay
TOGETHER_SECONDS_A_STREAM, MOST_TOGETHER_SECONDS = 0.004, 0.4
# what has come meanwhile is read within this time
BUFFERED_SECONDS = 0.005
# a server that asks for no key must be sent one all the same
NO_KEY = "none"

ChatMessage = Mapping[str, str]


@dataclass(frozen=True)
class Limits:
    """How long the endpoint may take, in seconds: to be reached, to begin, to stand still."""

    connect: float = 3.0
    first_token: float = 8.0
    stall: float = 15.0


@dataclass
class Answer:
    """A whole answer and what it cost; None where the endpoint does not say."""

    text: str
    spent: Spent | None


class Llm:
    """An OpenAI-compatible endpoint; safe to share among threads and across a fork."""

    def __init__(self, base_url: str, api_key: str | None, limits: Limits) -> None:
        self.base_url = base_url
        self.limits = limits
        self._key = api_key or NO_KEY
        self._loop = BackgroundLoop()
        self._client: tuple[int, AsyncOpenAI] | None = None
        self._counts_streams = True
        self._open_streams = 0

    @property
    def together_seconds(self) -> float:
        """How often a stream is looked at now."""
        wanted = self._open_streams * TOGETHER_SECONDS_A_STREAM
        return min(max(TOGETHER_SECONDS, wanted), MOST_TOGETHER_SECONDS)

    def stream(
        self, model: str, messages: Sequence[ChatMessage], response_format: Mapping[str, Any] | None = None
    ) -> TextStream:
        """Begin an answer; the stream raises ModelFailure where it breaks, and must be closed."""
        items: queue.SimpleQueue[Item] = queue.SimpleQueue()
        chosen = {"response_format": response_format} if response_format else {}
        return TextStream(items, self._loop.run(self._pump(model, messages, items, chosen)))

    def ask(self, model: str, messages: Sequence[ChatMessage], response_format: Mapping[str, Any] | None) -> Answer:
        """A whole answer; raises ModelFailure, UNSUPPORTED where the endpoint refuses the format."""
        return cast(Answer, self._loop.run(self._ask(model, messages, response_format)).result())

    async def _ask(
        self, model: str, messages: Sequence[ChatMessage], response_format: Mapping[str, Any] | None
    ) -> Answer:
        chosen: dict[str, Any] = {"response_format": response_format} if response_format else {}
        try:
            async with asyncio.timeout(self.limits.first_token + self.limits.stall):
                made = await self._open().chat.completions.create(
                    model=model, messages=cast(Any, list(messages)), **chosen
                )
        except Exception as error:
            raise failure_of(error, begun=False) from None
        text = made.choices[0].message.content if made.choices else None
        return Answer(text or "", Spent(made.usage.prompt_tokens, made.usage.completion_tokens) if made.usage else None)

    async def _pump(
        self,
        model: str,
        messages: Sequence[ChatMessage],
        items: queue.SimpleQueue[Item],
        chosen: Mapping[str, Any],
    ) -> None:
        """Put what arrives into the queue: pieces of text, what it cost, and how it ended."""
        pouring = Pouring(items)
        self._open_streams += 1
        try:
            async with asyncio.timeout(self.limits.first_token) as limit:
                await self._follow(model, messages, pouring, limit, chosen)
            end = END if pouring.is_finished else ModelFailure(Reason.CUT if pouring.has_begun else Reason.EMPTY)
        except Exception as error:
            end = failure_of(error, begun=pouring.has_begun)
        finally:
            self._open_streams -= 1
        pouring.flush()
        items.put(end)

    async def _follow(
        self,
        model: str,
        messages: Sequence[ChatMessage],
        pouring: Pouring,
        limit: asyncio.Timeout,
        chosen: Mapping[str, Any],
    ) -> None:
        async with self._create(model, messages, chosen) as answer:
            clock, look_again = asyncio.get_running_loop().time, 0.0
            async for chunk in chunks_of(answer.iter_lines()):
                pouring.take(chunk)
                if pouring.has_begun and clock() >= look_again:
                    pouring.flush()
                    limit.reschedule(clock() + self.together_seconds + self.limits.stall)
                    await asyncio.sleep(self.together_seconds)
                    look_again = clock() + BUFFERED_SECONDS

    @asynccontextmanager
    async def _create(
        self, model: str, messages: Sequence[ChatMessage], chosen: Mapping[str, Any]
    ) -> AsyncIterator[Any]:
        from openai import BadRequestError

        counting = {"stream_options": {"include_usage": True}} if self._counts_streams else {}
        create: Any = self._open().chat.completions.with_streaming_response.create
        # beside the SDK's own parameters: it walks through each of those, which takes longer than all else it does
        given: dict[str, Any] = {"messages": [], "extra_body": {"messages": list(messages)}}
        async with AsyncExitStack() as stack:
            try:
                made = await stack.enter_async_context(create(model=model, stream=True, **given, **counting, **chosen))
            except BadRequestError as error:
                if not counting or "stream_options" not in str(error):
                    raise
                self._counts_streams = False
                made = await stack.enter_async_context(create(model=model, stream=True, **given, **chosen))
            yield made

    def try_realtime(self, model: str) -> None:
        """Have a key for a live conversation made and thrown away; raises ModelFailure."""
        self._loop.run(self._try_realtime(model)).result()

    async def _try_realtime(self, model: str) -> None:
        session: Any = {"type": "realtime", "model": model}
        try:
            await self._open().realtime.client_secrets.create(session=session)
        except Exception as error:
            raise failure_of(error, begun=False) from None

    def warm(self) -> None:
        """Load what the first call needs, which takes a second or two."""
        self._loop.run(self._warm()).result()

    async def _warm(self) -> None:
        self._open()

    def close(self) -> None:
        """Hang up all that is still open; raises nothing."""
        if self._client is None or self._client[0] != os.getpid():
            return
        _, client = self._client
        self._client = None
        atexit.unregister(self.close)
        with suppress(TimeoutError, RuntimeError):
            self._loop.run(client.close()).result(CLOSING_SECONDS)
        self._loop.stop()

    def _open(self) -> AsyncOpenAI:
        """The client of this process, made where its loop runs."""
        if self._client is None or self._client[0] != os.getpid():
            # half a second that nobody without an endpoint should pay
            from openai import AsyncOpenAI, Timeout

            limit = Timeout(self.limits.first_token + self.limits.stall, connect=self.limits.connect)
            client = AsyncOpenAI(base_url=self.base_url, api_key=self._key, timeout=limit, max_retries=0)
            self._client = (os.getpid(), client)
            atexit.register(self.close)
        return self._client[1]
