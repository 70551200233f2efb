"""Lets in whom the operator and a server's administrators let in."""

from bot.core import notices
from bot.core.access import Entry, Kind, Rules, Scene, rules
from bot.core.errors import Refused
from bot.core.ports import AccessBook

MOST_ENTRIES = 100
"""So many entries may a server have by command: whoever has more people to tell apart gives them a role."""


class Admission:
    """
    The operator's rules, and within them those that each server's administrators made by command.

    Both have to permit something: neither lets in whom the other keeps out. A server's hold on that server only. What
    a server has in `book` is read once, and known from then on.
    """

    def __init__(self, operator: Rules, book: AccessBook) -> None:
        self._operator = operator
        self._book = book
        self._of_servers: dict[int, Rules] = {}
        self._changes = 0

    async def permits(self, scene: Scene, *, to_administer: bool = False) -> bool:
        """
        Whether this may happen. Raises `HistoryError` where a server's rules cannot be read.

        A server's own rules do not bind whoever is there `to_administer` them, who else could lock himself out.
        """
        if not self._operator.permit(scene):
            return False
        if scene.server is None or to_administer:
            return True
        return (await self._rules(scene.server)).permit(scene)

    async def entries(self, server: int) -> list[Entry]:
        """What administrators entered there. Raises `HistoryError`."""
        return await self._book.entries(server)

    async def enter(self, server: int, entry: Entry) -> None:
        """Put it on its list, and take it off the other. Raises `Refused` for one too many, and `HistoryError`."""
        others = [each for each in await self.entries(server) if (each.kind, each.id) != (entry.kind, entry.id)]
        if len(others) >= MOST_ENTRIES:
            raise Refused(notices.lists_full(MOST_ENTRIES))
        await self._book.enter(server, entry)
        self._changed(server)

    async def strike(self, server: int, kind: Kind, id: int) -> bool:
        """Take it off either list; False where it is on none. Raises `HistoryError`."""
        is_struck = await self._book.strike(server, kind, id)
        self._changed(server)
        return is_struck

    async def _rules(self, server: int) -> Rules:
        known = self._of_servers.get(server)
        if known is None:
            changes = self._changes
            known = rules(await self._book.entries(server))
            # What was changed meanwhile may not be in what was read.
            if changes == self._changes:
                self._of_servers[server] = known
        return known

    def _changed(self, server: int) -> None:
        self._changes += 1
        self._of_servers.pop(server, None)
