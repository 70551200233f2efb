"""The engine that answers from a GGUF file."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypedDict, TypeVar, Unpack

from bot.core.chat import Options, Piece, Turn
from bot.core.errors import EngineLost, EngineUnavailable
from bot.engines.checkpoint import names
from bot.engines.worker.probing import PATIENCE, probe
from bot.engines.worker.relay import Wire, relay
from bot.engines.worker.serial import Job

# transformers takes a second to import: the thread that opens the file does that, not whoever imports this one.
if TYPE_CHECKING:
    from bot.engines.gguf.opening import Opened

T = TypeVar("T")


class How(TypedDict, total=False):
    """The options of `bot.engines.gguf.opening.open_gguf`, which says what they mean."""

    dtype: str
    quantization: str
    device_map: str
    draft: str | None
    context_tokens: int | None
    kv_cache_bytes: int | None
    answers: int
    threads: int | None
    hub: str | None
    cache: Path | None


class GgufEngine:
    """
    Answers with a model in llama.cpp, in this process, many answers at once.

    Texts become ids with llama.cpp's own tokenizer and the file's template. What was computed for a
    conversation is kept until its next turn. Each answer has a thread, which does nothing but wait for
    llama.cpp's. Closing a stream is heard at the model's next step: a token, or 128 of a prompt.
    """

    name = "gguf"

    def __init__(self, opened: "Opened", *, answers: int, patience: float = PATIENCE) -> None:
        """`patience` is how many seconds it may take to write a token, after it fell silent."""
        self._opened = opened
        self._patience = patience
        self._is_lost = False
        self.accepts = opened.writer.accepts
        self.slots = answers
        """How many answers are written at once; the others wait in the order they were asked for."""
        self._answering = ThreadPoolExecutor(answers, thread_name_prefix="gguf")
        self._counting = ThreadPoolExecutor(1, thread_name_prefix="count")
        self._closing = threading.Event()

    @classmethod
    async def load(cls, name: str, **how: Unpack[How]) -> Self:
        """
        Open the model `name` as `bot.engines.gguf.opening.open_gguf` does, off the event loop.

        Raises `StartError`, also where xllamacpp is not installed. Cancelling abandons a download at its
        next block of data; what is being read into memory is read to the end.
        """
        abandoned = threading.Event()

        def read() -> "Opened":
            # First of all, as nothing else helps without it.
            from bot.engines.gguf.library import xllamacpp

            xllamacpp()
            from bot.engines.gguf.opening import open_gguf

            return open_gguf(name, abandoned=abandoned.is_set, **how)

        thread = ThreadPoolExecutor(1, thread_name_prefix="gguf-load")
        job = thread.submit(read)
        try:
            opened = await asyncio.wrap_future(job)
        except BaseException:
            abandoned.set()
            job.add_done_callback(_close_unwanted)
            raise
        finally:
            thread.shutdown(wait=False)
        return cls(opened, answers=opened.answers)

    @property
    def model(self) -> str:
        """What people are told of the model it runs: its name, and of a path the last part."""
        return names.told(self._opened.name)

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, that can be attended to."""
        return self._opened.context_length

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """The exact number of tokens of `prompt` as the model will read it. Raises `EngineError`."""
        turns = tuple(prompt)
        self._refuse_if_closed()
        return await self._run(lambda: self._opened.writer.count(turns))

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece; the last piece is empty but for how it ended.

        Raises `EngineError`, after every piece made before.
        """
        turns = tuple(prompt)

        def write(wire: Wire[Piece]) -> None:
            self._opened.writer.write(Job(turns, options, channel, lambda: wire.is_cut or self._closing.is_set()), wire)

        self._refuse_if_closed()
        async with aclosing(relay(write, self._answering)) as pieces:
            async for piece in pieces:
                yield piece

    async def forget(self, channel: int, /) -> None:
        """Drop what is kept of the conversation. Returns at once: its memory is free after the model's next step."""
        self._refuse_if_closed()
        self._opened.prompts.forget(channel)
        self._opened.writer.forget(channel)
        self._opened.conversations.forget(channel)
        self._counting.submit(self._opened.conversations.tidy)

    async def renew(self) -> None:
        """
        Find out whether llama.cpp still writes. Raises `EngineLost` where it does not.

        Its threads are none of Python's: what hangs there goes with the process alone.
        """
        try:
            await probe(self, within=self._patience)
        except EngineLost:
            self._is_lost = True
            raise

    async def close(self) -> None:
        """
        Stop the answers being written and those that wait; return when all memory is given back.

        Of an engine that is lost nobody waits for anything.
        """
        is_first = not self._closing.is_set()
        self._closing.set()
        if self._is_lost:
            return
        for threads in (self._answering, self._counting):
            await asyncio.to_thread(threads.shutdown)
        if is_first:
            await asyncio.to_thread(self._opened.close)

    async def _run(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._counting, job)

    def _refuse_if_closed(self) -> None:
        if self._closing.is_set():
            raise EngineUnavailable("the engine is closed")


def _close_unwanted(job: "Future[Opened]") -> None:
    """Give back what was opened when nobody wanted it any more."""
    if not job.cancelled() and job.exception() is None:
        job.result().close()
