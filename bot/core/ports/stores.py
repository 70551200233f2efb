"""What keeps the rest that must be known after a restart: what is set for places, who is let in, what was spent."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.core.access import Entry, Kind
from bot.core.profile import Overrides, Scope
from bot.core.spending import Spending


class ProfileStore(Protocol):
    """
    Keeps what is set for places. Every method raises `HistoryError`, and is one transaction, as a `Record`'s are.
    """

    async def overrides(self, scopes: Sequence[Scope], /) -> Mapping[Scope, Overrides]:
        """What is set for these; a place for which nothing is set may be missing."""
        ...

    async def change(self, scope: Scope, change: Callable[[Overrides], Overrides], /) -> Overrides:
        """
        Set for the place what `change` makes of what is set there, and return that.

        Whoever changes the same place at the same time comes before or after. What `change` raises is raised, and
        nothing is changed.
        """
        ...

    async def forget(self, channel: int, /) -> None:
        """Drop what is set for a channel or a category of this number, and for the threads that belong to it."""
        ...

    async def forget_server(self, server: int, /) -> None:
        """Drop what is set for the server, and for all that is in it."""
        ...


class AccessBook(Protocol):
    """Remembers whom the administrators of servers let in and keep out. Every method raises `HistoryError`."""

    async def entries(self, server: int, /) -> list[Entry]:
        """What was entered on a server, oldest first."""
        ...

    async def enter(self, server: int, entry: Entry, /) -> None:
        """Enter it there, in the place of what was entered of the same thing before."""
        ...

    async def strike(self, server: int, kind: Kind, id: int, /) -> bool:
        """Take out what was entered of it there; False where nothing was."""
        ...


class Ledger(Protocol):
    """Remembers what people spent of their budgets. Every method raises `HistoryError`."""

    async def spent(self, person: int, since: datetime, /) -> list[Spending]:
        """What the person spent since then, on answers under way as far as they are counted."""
        ...

    async def open(self, person: int, at: datetime, /) -> int:
        """Enter an answer that begins, and drop what is more than a day older; returns the entry's id."""
        ...

    async def close(self, entry: int, tokens: int, /) -> None:
        """Enter what it took; an answer that took nothing is struck out."""
        ...
