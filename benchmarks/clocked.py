"""A record that is asked as ever, and how long each of its methods was at work."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from bot.core.ports import Record


class Clocked:
    """`record`, with the seconds from each call to its return, waits for a busy processor included."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.settled = asyncio.Event()
        """Set as an answer's messages read as they shall, which is the last that is written of it."""
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._record, name)

        async def timed(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return await method(*given, **named)
            finally:
                self.seconds[name].append(time.perf_counter() - begun)
                if name == "settle":
                    self.settled.set()

        return timed

    @property
    def total(self) -> float:
        """The seconds of all calls together."""
        return sum(sum(calls) for calls in self.seconds.values())
