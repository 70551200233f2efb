"""An engine that writes one answer after the other, on a thread of its own."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

from bot.core.chat import Modality, Options, Piece, Turn
from bot.core.errors import EngineError, EngineLost, EngineUnavailable
from bot.engines.worker.relay import Wire, relay
from bot.engines.worker.thread import Worker

log = logging.getLogger(__name__)

T = TypeVar("T")

# How many threads that hang may be left behind: what makes one hang after the other hangs the process.
_MOST_LEFT = 2
# Seconds in which another writer is made, of a model that is in memory; and that closing waits for a thread.
_MAKING, _CLOSING = 60.0, 30.0


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

    def __init__(
        self, writer: AnswerWriter, *, thread: Worker, make: Callable[[], AnswerWriter], patience: float = 5.0
    ) -> None:
        """
        `thread` is the only one that may use `writer`, but for counting.

        `make` makes another writer over the same model, on another thread. To one that is to stop, `patience` seconds
        are left.
        """
        self._writer = writer
        self._thread = thread
        self._make = make
        self._patience = patience
        self._left: list[Worker] = []
        self._counting = Worker("count")
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

    async def renew(self) -> None:
        """
        Be able to answer again, after an answer that fell silent was closed.

        Where the thread does not come out of that answer, it is left behind with all it holds, and another one goes on
        with the same model, whose weights nobody changes. Raises `EngineLost` where that cannot be.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self.rest()
                return
        hung, self._thread = self._thread, Worker(self._thread.name)
        hung.shutdown(wait=False, cancel_futures=True)
        self._left = [thread for thread in (*self._left, hung) if thread.is_alive]
        if len(self._left) > _MOST_LEFT:
            raise EngineLost(f"{len(self._left)} threads hang in the model")
        log.warning("The model's thread hangs, and is left behind: another one goes on.")
        try:
            async with asyncio.timeout(_MAKING):
                self._writer = await self._run(self._thread, self._make)
        except (TimeoutError, EngineError, MemoryError, RuntimeError) as error:
            raise EngineLost(f"the model cannot be used by another thread: {type(error).__name__} {error}") from error

    async def close(self) -> None:
        """Stop the answer being written and those that wait; return when the threads have ended, unless they hang."""
        if not self._closing.is_set():
            self._closing.set()
            self._thread.submit(self._writer.close)
        for thread in (self._thread, self._counting):
            thread.shutdown(wait=False)
            if not await thread.ended(within=_CLOSING):
                log.warning("The thread %s hangs, and is left behind.", thread.name)

    async def _run(self, thread: Executor, job: Callable[[], T]) -> T:
        self._refuse_if_closed()
        return await asyncio.get_running_loop().run_in_executor(thread, job)

    def _refuse_if_closed(self) -> None:
        if self._closing.is_set():
            raise EngineUnavailable("the engine is closed")
