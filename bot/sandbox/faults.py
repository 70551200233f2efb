"""
Makes chosen requests go wrong: the next one, the next few, or all of them for a while.

    faults.next("PATCH", "/channels/*/messages/*", times=2, status=503)     the next two of them
    faults.lasting("*", "*", status=500, seconds=16)                        all, for 16 s of `sandbox.clock`
    with faults.lasting("POST", "/channels/*/messages", reset=True) as fault:         all, until the block ends
        await sandbox.until(lambda: fault.struck == 3)                      or until fault.lift(), faults.clear()

A path begins behind /api/v10; `*` stands for anything in it, and for any method. The oldest fault that fits is the
one that strikes. What it does is said by name, alike for `next` and `lasting`:

    status=503                          an error in Discord's JSON; with body=, that: an object or list as JSON,
                                        a str as a page of HTML, bytes as what claims to be JSON but need not be
    status=429, retry_after=0.2         this bucket is empty
    status=429, scope="shared"          others have used up the resource
    status=429, scope="global"          all routes, for this client
    status=429, scope="edge"            from the network before Discord: HTML, and no `Via`
    status=429, via=False               JSON, but without the `Via` that tells it from the edge's
    reset=True                          the connection is reset (ECONNRESET)
    status=200, reset=True              the connection is reset in the middle of the answer
    silent=True                         no answer, until the fault is lifted; then the connection is closed
    delay=0.5                           so many true seconds before anything else; alone: slow, then as ever
    applied=True                        with any of these: the request takes effect before it goes wrong, so
                                        that status=200, body="<html>" hides a success
    headers={"X-Name": "value"}         more headers of the answer
"""

import asyncio
import math
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack

from bot.sandbox.clock import Clock, Timer
from bot.sandbox.errors import Scope


class Trouble(TypedDict, total=False):
    """What a fault does: see the text above."""

    status: int
    body: Any
    headers: dict[str, str]
    delay: float
    reset: bool
    silent: bool
    applied: bool
    retry_after: float
    scope: Scope
    via: bool


@dataclass(eq=False, slots=True, kw_only=True)
class Fault:
    """
    One thing that goes wrong. It strikes `times` more requests; `struck` counts those it has struck.
    """

    method: str
    path: str
    times: float = 1
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    reset: bool = False
    silent: bool = False
    applied: bool = False
    retry_after: float = 0.1
    scope: Scope = "user"
    via: bool = True
    struck: int = 0
    end: Timer | None = None
    _lifted: asyncio.Event = field(default_factory=asyncio.Event)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lift()

    def lift(self) -> None:
        """Let it be over. Requests that it keeps waiting for an answer get none."""
        self.times = 0
        self._lifted.set()
        if self.end is not None:
            self.end.cancel()

    async def lifted(self) -> None:
        """Wait until it is over."""
        await self._lifted.wait()

    def fits(self, method: str, path: str) -> bool:
        """Whether it is for such requests."""
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)

    def replaces_answer(self) -> bool:
        """Whether the client does not get the true answer."""
        return self.reset or self.silent or self.status is not None


class Faults:
    """The faults to come, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[Fault] = []

    def next(self, method: str, path: str, *, times: int = 1, **trouble: Unpack[Trouble]) -> Fault:
        """Let the next `times` such requests go wrong."""
        return self._arrange(Fault(method=method, path=path, times=times, **trouble))

    def lasting(self, method: str, path: str, *, seconds: float = math.inf, **trouble: Unpack[Trouble]) -> Fault:
        """Let all such requests go wrong, for so many seconds or until the fault is lifted."""
        fault = self._arrange(Fault(method=method, path=path, times=math.inf, **trouble))
        if seconds < math.inf:
            fault.end = self._clock.call_later(seconds, fault.lift)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that strikes this request, if one was arranged."""
        for fault in self._waiting:
            if fault.times > 0 and fault.fits(method, path):
                fault.times -= 1
                fault.struck += 1
                return fault
        return None

    def clear(self) -> None:
        """Let everything go well again."""
        for fault in self._waiting:
            fault.lift()
        self._waiting.clear()

    def _arrange(self, fault: Fault) -> Fault:
        self._waiting.append(fault)
        return fault
