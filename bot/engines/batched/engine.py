"""The engine that answers many conversations at once, in one process."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from typing import TYPE_CHECKING, Self, TypeVar, Unpack

from bot.core.chat import TEXT_ONLY, Options, Piece, Turn
from bot.core.errors import EngineLost, EngineUnavailable
from bot.engines.checkpoint import background
from bot.engines.checkpoint.background import LoadOptions
from bot.engines.worker.probing import PATIENCE, probe

# torch and transformers take seconds to import: the engine's thread does that, not whoever imports this file.
if TYPE_CHECKING:
    from bot.engines.batched.writer import BatchWriter
    from bot.engines.checkpoint.loading import Checkpoint

T = TypeVar("T")


class BatchedEngine:
    """
    Answers with a model in this process, up to `at_once` conversations in the same steps.

    More than that wait for a step in which one of those ends. The KV cache is shared by what is in
    it: any prompt that begins as an earlier one did computes only the rest, as long as the blocks
    of that were not needed for another. Prompts are encoded and counted on a thread of its own,
    so counting waits for no answer.
    """

    name = "batched"
    accepts = TEXT_ONLY

    def __init__(
        self, writer: "BatchWriter", *, thread: ThreadPoolExecutor, at_once: int, patience: float = PATIENCE
    ) -> None:
        """
        Made by `load` or `of`; `thread` is the only one that may encode.

        `patience` is how many seconds it may take to write a token, after it fell silent.
        """
        self._patience = patience
        self._is_lost = False
        self._writer = writer
        self._thread = thread
        self.slots = at_once
        self._is_closed = False

    @classmethod
    async def load(
        cls, name: str, *, kv_cache_bytes: int | None = None, at_once: int = 32, **how: Unpack[LoadOptions]
    ) -> Self:
        """
        Load a checkpoint as `bot.engines.checkpoint.background.load` does, and answer with it.

        Raises `StartError`, namely `Unsupported` where the model or its generation settings are nothing
        for batching. `kv_cache_bytes` is what batching may take for all conversations together,
        those being answered included; by default a quarter of what is free on the device
        after loading.
        """
        checkpoint = await background.load(name, **how)
        return await cls.of(checkpoint, kv_cache_bytes=kv_cache_bytes, at_once=at_once)

    @classmethod
    async def of(
        cls,
        checkpoint: "Checkpoint",
        *,
        kv_cache_bytes: int | None = None,
        at_once: int = 32,
        patience: float = PATIENCE,
    ) -> Self:
        """Answer with a checkpoint that is in memory already, and is used for nothing else. Raises `Unsupported`."""

        def writer() -> "BatchWriter":
            from bot.engines.batched.start import start_batch

            return start_batch(checkpoint, kv_cache_bytes=kv_cache_bytes, at_once=at_once)

        # On a thread that ends, not the one that encodes: OpenMP's threads live as long as the thread they computed
        # for, and with more of them than cores, one conversation was written at two thirds of the speed.
        opening = ThreadPoolExecutor(1, thread_name_prefix="open")
        job = opening.submit(writer)
        try:
            made = await asyncio.wrap_future(job)
        except BaseException:
            job.add_done_callback(_abandon)
            raise
        finally:
            opening.shutdown(wait=False)
        encoding = ThreadPoolExecutor(1, thread_name_prefix="encode")
        return cls(made, thread=encoding, at_once=at_once, patience=patience)

    @property
    def model(self) -> str:
        """The model it runs, as it was named."""
        return self._writer.model

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, that the model can attend to and the cache can hold."""
        return self._writer.context_length

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """The exact number of tokens of `prompt` as the model will read it. Raises `EngineError`."""
        turns = tuple(prompt)
        return await self._run(lambda: self._writer.prompts.count(turns))

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece; the last piece is empty but for how it ended, and what it cost.

        A prompt that ends in a turn of the assistant is gone on with: an answer that was cut by its length
        becomes, decoded greedily, the one that a greater length would have given. Closing the generator returns at
        once; the step being computed is the last that has to do with it. What a model thinks between <think>
        and </think> before it answers comes as thoughts.
        Raises `EngineError`, after every piece made before.
        """
        turns = tuple(prompt)
        encoded = await self._run(
            lambda: self._writer.prompts.encode(turns, channel=channel, thinking=options.thinking)
        )
        async with aclosing(self._writer.answer(encoded, options, channel=channel)) as pieces:
            async for piece in pieces:
                yield piece

    async def forget(self, channel: int, /) -> None:
        """
        Drop what is kept of the conversation: the tokens of its answers, and what the cache has of no other one.

        That is gone before the cache is looked at for the next answer.
        """
        self._writer.forget(channel)

    async def renew(self) -> None:
        """
        Find out whether the batch still writes. Raises `EngineLost` where it does not.

        Another one beside it would take as much memory again as all conversations have together.
        """
        try:
            await probe(self, within=self._patience)
        except EngineLost:
            self._is_lost = True
            raise

    async def close(self) -> None:
        """
        End the answers being written and those that wait; return when the threads have ended.

        Of an engine that is lost nobody waits for anything.
        """
        self._is_closed = True
        if self._is_lost:
            self._thread.shutdown(wait=False)
            return
        await self._writer.loop.close()
        self._writer.release()
        await asyncio.to_thread(self._thread.shutdown)

    async def _run(self, job: Callable[[], T]) -> T:
        self._refuse_if_closed()
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise EngineUnavailable("the engine is closed")


def _abandon(job: "Future[BatchWriter]") -> None:
    """End the threads of a batch that was still being opened when nobody wanted it any more."""
    if not job.cancelled() and job.exception() is None:
        job.result().loop.stop()
