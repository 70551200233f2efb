"""The engine that answers with `model.generate`, one answer after the other."""

import asyncio
from typing import TYPE_CHECKING, Self, Unpack

from bot.engines.checkpoint import background
from bot.engines.checkpoint.background import LoadOptions
from bot.engines.worker.serial import SerialEngine
from bot.engines.worker.thread import Worker

# torch and transformers take seconds to import: the engine's thread does that, not whoever imports this file.
if TYPE_CHECKING:
    from bot.engines.checkpoint.loading import Checkpoint
    from bot.engines.generate.writer import Writer


class GenerateEngine(SerialEngine):
    """
    Answers with a model in this process.

    Every call to the model and its tokenizer is made on one thread. A stop takes effect at the next
    token: the step being computed, or the whole prompt if that is still being read, runs to its
    end; with a draft model, the round of guesses does. What the model computed for a
    conversation is kept until its next turn, unless a draft model guesses ahead for it.
    """

    name = "generate"

    @classmethod
    async def load(cls, name: str, *, kv_cache_bytes: int | None = None, **how: Unpack[LoadOptions]) -> Self:
        """
        Load a checkpoint as `bot.engines.checkpoint.background.load` does, and answer with it. Raises `StartError`.

        `kv_cache_bytes` bounds what is kept of conversations between their turns, by default
        a quarter of what is free on the device after loading.
        """
        return await cls.of(await background.load(name, **how), kv_cache_bytes=kv_cache_bytes)

    @classmethod
    async def of(cls, checkpoint: "Checkpoint", *, kv_cache_bytes: int | None = None, patience: float = 5.0) -> Self:
        """Answer with a checkpoint that is in memory already. `patience` is `SerialEngine`'s."""

        def writer() -> "Writer":
            from bot.engines.generate.writer import Writer

            return Writer(checkpoint, kv_cache_bytes=kv_cache_bytes)

        thread = Worker("generate")
        try:
            made = await asyncio.get_running_loop().run_in_executor(thread, writer)
            return cls(made, thread=thread, make=writer, patience=patience)
        except BaseException:
            thread.shutdown(wait=False)
            raise
