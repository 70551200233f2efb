"""An engine that writes one answer after the other, on a thread of its own."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

from bot.core.chat import Modality, Options, Piece, Turn
from bot.core.errors import EngineUnavailable
from bot.engines.worker.relay import Wire, relay

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """An answer to be written: to which prompt, how, of which conversation, and whether nobody wants it any more."""

    prompt: Sequence[Turn]
    options: Options
    channel: int
    stopped: Callable[[], bool]


class AnswerWriter(Protocol):
    """What writes the answers. All but `count` is called on one thread only, `count` on another."""

    @property
    def model(self) -> str:
        """The model's name."""
        ...

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        ...

    @property
    def accepts(self) -> frozenset[Modality]:
        """What the model can be shown."""
        ...

    def count(self, prompt: Sequence[Turn]) -> int:
        """The number of ids of `prompt`. Raises `EngineError`."""
        ...

    def write(self, job: Job, wire: Wire[Piece]) -> None:
        """Send the answer down `wire`, until it is complete or `job.stopped` comes true. Raises `EngineError`."""
        ...

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        ...

    def close(self) -> None:
        """Give back what is kept; nothing is asked for after that."""
        ...


class SerialEngine:
    """
    Answers with a writer on one thread, so there is one answer at a time and the others wait in
    the order they were asked for. Tokens are counted on a second thread, so counting waits for no
    answer.
    """

    name: ClassVar[str]
    slots = 1

    def __init__(self, writer: AnswerWriter, *, thread: ThreadPoolExecutor) -> None:
        """`thread` is the only one that may use `writer`, but for counting."""
        self._writer = writer
        self._thread = thread
        self._counting = ThreadPoolExecutor(1, thread_name_prefix="count")
        self._closing = threading.Event()

    @property
    def model(self) -> str:
        """The model it runs, as it was named."""
        return self._writer.model

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        return self._writer.context_length

    @property
    def accepts(self) -> frozenset[Modality]:
        """What the model can be shown."""
        return self._writer.accepts

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """The exact number of tokens of `prompt` as the model will read it. Raises `EngineError`."""
        turns = tuple(prompt)
        return await self._run(self._counting, lambda: self._writer.count(turns))

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece; the last piece is empty but for how it ended, and what it cost.

        A prompt that ends in a turn of the assistant is gone on with: an answer that was cut by its length
        becomes, decoded greedily, the one that a greater length would have given. Closing the generator returns at
        once and stops the model soon; `rest` tells when it has stopped. What a model thinks between
        <think> and </think> before it answers comes as thoughts. Raises `EngineError`, after every piece made before.
        """
        turns = tuple(prompt)

        def write(wire: Wire[Piece]) -> None:
            self._writer.write(Job(turns, options, channel, lambda: wire.is_cut or self._closing.is_set()), wire)

        self._refuse_if_closed()
        async with aclosing(relay(write, self._thread)) as pieces:
            async for piece in pieces:
                yield piece

    async def forget(self, channel: int, /) -> None:
        """
        Drop the KV cache of the conversation, before the next answer begins.

        Returns at once: an answer being written elsewhere is not waited for.
        """
        self._refuse_if_closed()
        self._thread.submit(self._writer.forget, channel)

    async def rest(self) -> None:
        """Return when the model has finished, or left, every answer asked for until now."""
        await self._run(self._thread, lambda: None)

    async def close(self) -> None:
        """Stop the answer being written and those that wait; return when the threads have ended."""
        if not self._closing.is_set():
            self._closing.set()
            self._thread.submit(self._writer.close)
        for thread in (self._thread, self._counting):
            await asyncio.to_thread(thread.shutdown)

    async def _run(self, thread: ThreadPoolExecutor, job: Callable[[], T]) -> T:
        self._refuse_if_closed()
        return await asyncio.get_running_loop().run_in_executor(thread, job)

    def _refuse_if_closed(self) -> None:
        if self._closing.is_set():
            raise EngineUnavailable("the engine is closed")
