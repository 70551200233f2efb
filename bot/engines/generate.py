"""The engine that answers with `model.generate`, one answer after the other."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import TYPE_CHECKING, Self, TypeVar, Unpack

from bot.core.chat import Options, Piece, Turn
from bot.core.errors import EngineUnavailable
from bot.engines import background
from bot.engines.background import How
from bot.engines.relay import Wire, relay

# torch and transformers take seconds to import: the engine's thread does that, not whoever imports this file.
if TYPE_CHECKING:
    from bot.engines.loading import Checkpoint
    from bot.engines.writing import Writer

T = TypeVar("T")


class GenerateEngine:
    """
    Answers with a model in this process.

    Every call to the model and its tokenizer is made on one thread, so there is one
    answer at a time and the others wait in the order they were asked for. Tokens are
    counted on a second thread with a second tokenizer, so counting waits for no answer.
    What the model computed for a conversation is kept until its next turn, unless a draft
    model guesses ahead for it.
    """

    def __init__(self, writer: "Writer", *, thread: ThreadPoolExecutor) -> None:
        """Made by `load` or `of`; `thread` is the only one that may use `writer`."""
        self._writer = writer
        self._thread = thread
        self._counting = ThreadPoolExecutor(1, thread_name_prefix="count")
        self._closing = threading.Event()

    @classmethod
    async def load(cls, name: str, *, kv_cache_bytes: int | None = None, **how: Unpack[How]) -> Self:
        """
        Load a checkpoint as `bot.engines.background.load` does, and answer with it. Raises `StartError`.

        `kv_cache_bytes` bounds what is kept of conversations between their turns, by default
        a quarter of what is free on the device after loading.
        """
        return await cls.of(await background.load(name, **how), kv_cache_bytes=kv_cache_bytes)

    @classmethod
    async def of(cls, checkpoint: "Checkpoint", *, kv_cache_bytes: int | None = None) -> Self:
        """Answer with a checkpoint that is in memory already."""

        def writer() -> "Writer":
            from bot.engines.writing import Writer

            return Writer(checkpoint, kv_cache_bytes=kv_cache_bytes)

        thread = ThreadPoolExecutor(1, thread_name_prefix="generate")
        try:
            return cls(await asyncio.get_running_loop().run_in_executor(thread, writer), thread=thread)
        except BaseException:
            thread.shutdown(wait=False)
            raise

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        return self._writer.context_length

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """The exact number of tokens of `prompt` as the model will read it. Raises `EngineError`."""
        turns = tuple(prompt)
        return await self._run(self._counting, lambda: self._writer.count(turns))

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0, user: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece; the last piece is empty but for how it ended.

        Closing the generator returns at once and stops the model at its next token: the
        step being computed, or the whole prompt if that is still being read, runs to its
        end; with a draft model, the round of guesses does. What a model thinks between
        <think> and </think> before it answers is left out. `rest` tells when it has stopped.
        Raises `EngineError`, after every piece made before.
        """
        turns = tuple(prompt)

        def write(wire: Wire[Piece]) -> None:
            self._writer.write(
                turns, options, wire, channel=channel, stopped=lambda: wire.is_cut or self._closing.is_set()
            )

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
        self._closing.set()
        for thread in (self._thread, self._counting):
            await asyncio.to_thread(thread.shutdown)

    async def _run(self, thread: ThreadPoolExecutor, job: Callable[[], T]) -> T:
        self._refuse_if_closed()
        return await asyncio.get_running_loop().run_in_executor(thread, job)

    def _refuse_if_closed(self) -> None:
        if self._closing.is_set():
            raise EngineUnavailable("the engine is closed")
