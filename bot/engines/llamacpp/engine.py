"""The engine that answers with llama.cpp, one answer after the other."""

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypedDict, Unpack

from bot.engines.worker.serial import AnswerWriter, SerialEngine
from bot.settings.engines import Dtype, Quantization


class How(TypedDict, total=False):
    """The options of `bot.engines.llamacpp.opening.open_checkpoint`, which says what they mean."""

    dtype: Dtype
    device_map: str
    quantization: Quantization
    context_tokens: int | None
    threads: int | None
    hub: str | None
    cache: Path | None


class LlamaCppEngine(SerialEngine):
    """
    Answers with a model in llama.cpp, in this process, one answer after the other.

    llama.cpp only computes: texts become ids and ids texts with the checkpoint's own tokenizer and
    template, as in the other engines, and tokens are chosen by the same settings. What it
    computed for a conversation is kept until its next turn. A stop ends the reading of a long
    prompt within one operation on a processor, and within 512 tokens of it on a GPU.
    """

    name = "llamacpp"

    @classmethod
    async def load(cls, name: str, *, converted: Path, kv_cache_bytes: int | None = None, **how: Unpack[How]) -> Self:
        """
        Open a checkpoint as `bot.engines.llamacpp.opening.open_checkpoint` does, off the event loop.

        Raises `StartError`, also where llama-cpp-python is not installed. Cancelling abandons a
        download, a conversion or the reading soon. `converted` is the folder for the weights in
        llama.cpp's form. `kv_cache_bytes` bounds what is kept of conversations between their
        turns, by default a quarter of the memory that is free after loading.
        """
        abandoned = threading.Event()

        def writer() -> AnswerWriter:
            # torch and transformers take seconds to import: this thread does that, not whoever imports this file.
            from bot.engines.llamacpp.library import llama_cpp

            # First of all, as the others cannot be imported without it.
            llama_cpp()
            from bot.engines.llamacpp.opening import open_checkpoint
            from bot.engines.llamacpp.writing import Writer

            opened = open_checkpoint(name, converted=converted, abandoned=abandoned.is_set, **how)
            return Writer(opened, kv_cache_bytes=kv_cache_bytes)

        thread = ThreadPoolExecutor(1, thread_name_prefix="llamacpp")
        job = thread.submit(writer)
        try:
            return cls(await asyncio.wrap_future(job), thread=thread)
        except BaseException:
            abandoned.set()
            job.add_done_callback(_close_unwanted)
            thread.shutdown(wait=False)
            raise


def _close_unwanted(job: Future[AnswerWriter]) -> None:
    """Give back what was opened when nobody wanted it any more."""
    if not job.cancelled() and job.exception() is None:
        job.result().close()
