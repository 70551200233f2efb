"""One thread that does jobs in their order, and can be left behind where it never comes out of one."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class Worker(Executor):
    """
    A `ThreadPoolExecutor` of one thread, but for one thing: no process waits at its end for what that thread does.

    Whatever a job raises ends the job alone, `SystemExit` included.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._is_closed = False
        self._ended: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether the thread is still there."""
        return self._thread.is_alive()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Do it once all that was submitted before is done. Raises RuntimeError once it was shut down."""
        job: Future[T] = Future()
        with self._closing:
            if self._is_closed:
                raise RuntimeError(f"the thread {self.name} takes no more jobs")
            self._jobs.put((job, lambda: fn(*args, **kwargs)))
        return job

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more; end when all is done, or with `cancel_futures` after the present job."""
        with self._closing:
            self._is_closed = True
            if cancel_futures:
                self._cancel_waiting()
            self._jobs.put(None)
        if wait:
            self._thread.join()

    async def ended(self, *, within: float) -> bool:
        """Return when the thread has ended, or after so many seconds; whether it has."""
        await asyncio.wait([asyncio.wrap_future(self._ended)], timeout=within)
        return self._ended.done()

    def _run(self) -> None:
        while (item := self._jobs.get()) is not None:
            job, work = item
            del item
            if job.set_running_or_notify_cancel():
                try:
                    job.set_result(work())
                except BaseException as error:
                    job.set_exception(error)
            del job, work
        self._ended.set_result(None)

    def _cancel_waiting(self) -> None:
        with suppress(Empty):
            while item := self._jobs.get_nowait():
                item[0].cancel()
                item[0].set_running_or_notify_cancel()
