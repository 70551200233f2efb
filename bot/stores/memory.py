"""Keeps histories until the process ends: for `bot chat`, and to say what every other store has to do."""

from dataclasses import dataclass, field, replace
from itertools import count

from bot.core.chat import Exchange


@dataclass(slots=True)
class _History:
    exchanges: list[Exchange] = field(default_factory=list)
    left_out_through: int = 0


class MemoryStore:
    """The store the others are compared with."""

    def __init__(self) -> None:
        self._histories: dict[int, _History] = {}
        self._numbers = count(1)

    async def recent(self, channel: int, /) -> list[Exchange]:
        history = self._histories.get(channel, _History())
        return [exchange for exchange in history.exchanges if exchange.number > history.left_out_through]

    async def append(self, channel: int, exchange: Exchange, /) -> None:
        numbered = replace(exchange, number=next(self._numbers))
        self._histories.setdefault(channel, _History()).exchanges.append(numbered)

    async def leave_out(self, channel: int, through: int, /) -> bool:
        """Where that is no longer shown, nothing changes and the answer is False."""
        going = [exchange.number for exchange in await self.recent(channel) if exchange.number <= through]
        if not going:
            return False
        history = self._histories[channel]
        is_first = history.left_out_through == 0
        history.left_out_through = going[-1]
        return is_first

    async def forget(self, channel: int, /) -> None:
        self._histories.pop(channel, None)
