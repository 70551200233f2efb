"""The one place where a worker thread meets the event loop."""

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from concurrent.futures import Executor
from typing import Generic, TypeVar

from bot.core.errors import EngineError

T = TypeVar("T")


class Wire(Generic[T]):
    """
    A one-way line from any one thread to the event loop it was made on.

    The thread's end is `send`, `end` and `is_cut`, none of which ever blocks or raises:
    not after `cut`, not even after the loop was closed. The loop's end is `cut` and the
    iteration, which is over after `end` and gives everything that was sent before it.
    Nothing is held back and nothing is dropped, so the line is as long as its source
    makes it: what is sent must be bounded, as the tokens of one answer are.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._inbox: asyncio.Queue[tuple[T] | None] = asyncio.Queue()
        self._cut = threading.Event()

    @property
    def is_cut(self) -> bool:
        """Whether nobody listens any more, so that the thread may stop what it does."""
        return self._cut.is_set()

    def send(self, item: T) -> None:
        """Hand `item` to the loop."""
        self._post((item,))

    def end(self) -> None:
        """Say that nothing more will be sent."""
        self._post(None)

    def cut(self) -> None:
        """Stop listening."""
        self._cut.set()

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        letter = await self._inbox.get()
        if letter is None:
            raise StopAsyncIteration
        return letter[0]

    def _post(self, letter: tuple[T] | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._inbox.put_nowait, letter)
        except RuntimeError:
            # The loop was closed while the thread still worked: nobody can listen.
            self._cut.set()


async def relay(produce: Callable[[Wire[T]], None], executor: Executor) -> AsyncGenerator[T, None]:
    """
    Run `produce` on `executor` and yield what it sends, on this event loop.

    What `produce` raises is raised here, after everything it sent first, but what would end the process is an
    `EngineError`; if the executor drops the job, that is `concurrent.futures.CancelledError`.

    Closing this generator cancels a job that still waits in line, and cuts the wire of
    one that runs. It does not wait: Python cannot interrupt a thread, so `produce` has
    to look at `wire.is_cut` and leave by itself, and runs on until it does. On an
    executor of one thread, whatever is submitted next starts when it has left; that is
    also how to wait for it.
    """
    wire: Wire[T] = Wire()
    job = executor.submit(produce, wire)
    # Runs however the job comes to its end: returned, failed, or never started.
    job.add_done_callback(lambda _: wire.end())
    try:
        async for item in wire:
            yield item
        try:
            job.result()
        except (SystemExit, KeyboardInterrupt) as error:
            # What would end a thread, and here the whole process, ends the answer.
            raise EngineError(f"the thread ended by {error!r}") from error
    finally:
        wire.cut()
        job.cancel()
