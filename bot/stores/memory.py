"""Keeps histories until the process ends: for `bot chat`, and to say what every other store has to do."""

from dataclasses import dataclass, field

from bot.core.chat import Exchange


@dataclass(slots=True)
class _History:
    exchanges: list[Exchange] = field(default_factory=list)
    left_out: int = 0


class MemoryStore:
    """The store the others are compared with."""

    def __init__(self) -> None:
        self._histories: dict[int, _History] = {}

    async def recent(self, channel: int, /) -> list[Exchange]:
        history = self._histories.get(channel, _History())
        return history.exchanges[history.left_out :]

    async def append(self, channel: int, exchange: Exchange, /) -> None:
        self._histories.setdefault(channel, _History()).exchanges.append(exchange)

    async def leave_out(self, channel: int, count: int, /) -> bool:
        """Where nothing is left to leave out, nothing changes and the answer is False."""
        history = self._histories.get(channel, _History())
        before = history.left_out
        history.left_out = min(before + max(count, 0), len(history.exchanges))
        return before == 0 < history.left_out

    async def forget(self, channel: int, /) -> None:
        self._histories.pop(channel, None)
