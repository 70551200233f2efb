"""A database that several stores share: whole transactions, on a thread of their own."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import HistoryError

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """
    A database that an engine is connected to. Whoever opens it closes it.

    Its thread does one transaction after the other, each of them whole. Asking an asynchronous driver for one step
    after the other takes five times as long, and more where a model keeps the processors busy.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "database")
        self._is_closed = False

    async def transaction(self, work: Callable[[Connection], T]) -> T:
        """
        Do `work` in one transaction. Every error of the database becomes a `HistoryError`.

        It comes to its end also where whoever awaits it is cancelled, as by a stop.
        """
        return await self._unless_closed(lambda: self._do(work))

    async def erasure(self, work: Callable[[Connection], T]) -> T:
        """A transaction that takes out what nobody shall be able to read any more."""
        return await self._unless_closed(lambda: self._erase(work))

    async def drop_copies(self) -> None:
        """Delete the copies there are of the database: what was taken out of it is still in them."""

    async def close(self) -> None:
        """Let go of the database, once all that was begun with it has ended."""
        if self._is_closed:
            return
        self._is_closed = True
        await self._on_thread(self._engine.dispose)
        self._thread.shutdown()

    def _do(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    def _erase(self, work: Callable[[Connection], T]) -> T:
        return self._do(work)

    async def _unless_closed(self, work: Callable[[], T]) -> T:
        if self._is_closed:
            raise HistoryError("the history is closed")
        return await self._on_thread(work)

    async def _on_thread(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.shield(asyncio.wrap_future(self._thread.submit(work)))
        except (SQLAlchemyError, ValueError) as error:
            raise HistoryError(f"the history could not be read or written: {error}") from error


class Store(Protocol):
    """Whatever is kept in a database."""

    @property
    def database(self) -> Database:
        """Where it is kept."""
        ...


S = TypeVar("S", bound=Store)
Work = Callable[Concatenate[S, Connection, P], T]
Method = Callable[Concatenate[S, P], Coroutine[Any, Any, T]]


def transaction(work: Work[S, P, T]) -> Method[S, P, T]:
    """Make of what is to be done with a connection a method that does it in one transaction of the store's database."""

    @wraps(work)
    async def method(store: S, /, *given: P.args, **named: P.kwargs) -> T:
        return await store.database.transaction(lambda connection: work(store, connection, *given, **named))

    return method


def erasure(work: Work[S, P, T]) -> Method[S, P, T]:
    """As `transaction`, for what nobody shall be able to read any more afterwards."""

    @wraps(work)
    async def method(store: S, /, *given: P.args, **named: P.kwargs) -> T:
        return await store.database.erasure(lambda connection: work(store, connection, *given, **named))

    return method
