"""Lets somebody else end a block of work, as a time-out would."""

import asyncio
from types import TracebackType
from typing import Self

from bot.core.notices import Notice
from bot.core.record import Outcome


class Stopped(Exception):
    """Raised at the end of a block that was stopped; `note` is what the person is told."""

    def __init__(self, note: Notice | None, *, outcome: Outcome) -> None:
        super().__init__(str(note))
        self.note = note
        self.outcome = outcome


class Stoppable:
    """
    A block that `stop` ends from outside, at whatever it awaits just then.

    Built as `asyncio.timeout` is: the task is cancelled, and the cancellation becomes
    `Stopped` where the block ends. A true cancellation passes through untouched.
    """

    def __init__(self) -> None:
        self._task: asyncio.Task[object] | None = None
        self._cancelling = 0
        self._stopped: Stopped | None = None

    def stop(self, note: Notice | None, *, outcome: Outcome = "stopped") -> bool:
        """End the block. False where it has ended, or has not begun, or was stopped before."""
        if self._task is None or self._stopped is not None:
            return False
        self._stopped = Stopped(note, outcome=outcome)
        self._task.cancel()
        return True

    async def __aenter__(self) -> Self:
        self._task = asyncio.current_task()
        self._cancelling = self._task.cancelling() if self._task else 0
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        task, self._task = self._task, None
        if self._stopped is None or task is None:
            return
        if task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise self._stopped from None
