"""Keeps whom administrators let in and keep out until the process ends."""

from bot.core.access import Entry, Kind


class MemoryAccess:
    """A book of access that is gone when the process ends."""

    def __init__(self) -> None:
        self._entries: dict[tuple[int, Kind, int], Entry] = {}

    async def entries(self, server: int, /) -> list[Entry]:
        return [entry for (where, _, _), entry in self._entries.items() if where == server]

    async def enter(self, server: int, entry: Entry, /) -> None:
        await self.strike(server, entry.kind, entry.id)
        self._entries[server, entry.kind, entry.id] = entry

    async def strike(self, server: int, kind: Kind, id: int, /) -> bool:
        return self._entries.pop((server, kind, id), None) is not None
