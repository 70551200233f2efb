"""Discord's time in the sandbox: it runs like any other, and a test can move it on."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any


class Clock:
    """
    What decides about limits, tokens, deadlines, sessions and ids.

    Nothing else does: heartbeats, and what takes time on the way, keep the event loop's time,
    so that `advance` cuts nobody off.
    """

    def __init__(self) -> None:
        self._ahead = 0.0
        self._timers: set[Timer] = set()

    def now(self) -> float:
        """Seconds: the event loop's time, and what was advanced."""
        return asyncio.get_running_loop().time() + self._ahead

    def wall(self) -> float:
        """Seconds since 1970, of which ids and time stamps tell."""
        return time.time() + self._ahead

    def date(self) -> datetime:
        """The same as a moment in UTC."""
        return datetime.fromtimestamp(self.wall(), UTC)

    def advance(self, seconds: float) -> None:
        """Let that much time have passed. What was due meanwhile has happened when this returns, in its order."""
        self._ahead += seconds
        for timer in sorted(self._timers, key=lambda each: each.due):
            if timer in self._timers:
                timer.arm()

    def call_later(self, seconds: float, call: Callable[..., object], *args: Any) -> "Timer":
        """Call after so many seconds, unless the timer is cancelled."""
        timer = Timer(self, self._timers, due=self.now() + seconds, call=lambda: call(*args))
        self._timers.add(timer)
        timer.arm()
        return timer


class Timer:
    """One call to come."""

    def __init__(self, clock: Clock, pending: "set[Timer]", *, due: float, call: Callable[[], object]) -> None:
        self.due = due
        self._clock = clock
        self._pending = pending
        self._call = call
        self._handle: asyncio.TimerHandle | None = None

    def cancel(self) -> None:
        """Do not call. Cancelling twice changes nothing."""
        self._pending.discard(self)
        if self._handle is not None:
            self._handle.cancel()

    def arm(self) -> None:
        """Call now if it is due, and otherwise when it will be."""
        if self._handle is not None:
            self._handle.cancel()
        left = self.due - self._clock.now()
        if left <= 0:
            self._fire()
            return
        self._handle = asyncio.get_running_loop().call_later(left, self.arm)

    def _fire(self) -> None:
        self._pending.discard(self)
        self._call()
