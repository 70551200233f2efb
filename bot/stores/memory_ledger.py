"""Keeps what was spent until the process ends."""

from datetime import datetime, timedelta
from itertools import count

from bot.core.spending import Spending


class MemoryLedger:
    """A ledger that is gone when the process ends."""

    def __init__(self) -> None:
        self._entries: dict[int, tuple[int, Spending]] = {}
        self._ids = count(1)

    async def spent(self, person: int, since: datetime, /) -> list[Spending]:
        return [spent for whose, spent in self._entries.values() if whose == person and spent.at > since]

    async def open(self, person: int, at: datetime, /) -> int:
        old = at - timedelta(days=1)
        self._entries = {entry: each for entry, each in self._entries.items() if each[1].at >= old}
        entry = next(self._ids)
        self._entries[entry] = person, Spending(at, 0)
        return entry

    async def close(self, entry: int, tokens: int, /) -> None:
        whose, spent = self._entries.pop(entry, (0, None))
        if spent and tokens:
            self._entries[entry] = whose, Spending(spent.at, tokens)
