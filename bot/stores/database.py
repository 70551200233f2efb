"""A database that several stores share: its transactions, and how each of them comes to its end."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.errors import HistoryError

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """A database that an engine is connected to. Whoever opens it closes it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._under_way: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One transaction; here every error of the database becomes a `HistoryError`."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, ValueError) as error:
            raise HistoryError(f"the history could not be read or written: {error}") from error

    def erasure(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that takes out what nobody shall be able to read any more."""
        return self.transaction()

    async def to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        """
        Do `work`, which goes on where whoever awaits it is cancelled, as by a stop.

        Cancelled in the middle of a statement, a connection of aiosqlite is lost with its transaction open: nobody else
        can write any more.
        """
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Let go of the database, once all that was begun with it has ended."""
        if self._under_way:
            await asyncio.wait(self._under_way)
        await self._engine.dispose()


class Store(Protocol):
    """Whatever is kept in a database."""

    database: Database


S = TypeVar("S", bound=Store)


def whole(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Have the store's method come to its end whatever becomes of whoever awaits it."""

    @wraps(method)
    async def shielded(store: S, /, *given: P.args, **named: P.kwargs) -> T:
        return await store.database.to_its_end(method(store, *given, **named))

    return shielded
