"""Histories in SQL: the tables, and the statements that any database understands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.chat import Exchange
from bot.core.errors import HistoryError, StartError

SCHEMA = 1
"""The version of the tables below. Whoever changes them counts on and teaches `adopt` to bring older ones along."""

metadata = MetaData()
schemas = Table("schema_version", metadata, Column("version", Integer, nullable=False))
exchanges = Table(
    "exchanges",
    metadata,
    # SQLite numbers rows itself only in a column of the type INTEGER, which holds 64 bits there.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("channel", BigInteger, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.current_timestamp()),  # UTC
    Index("exchanges_by_channel", "channel", "id"),
    # The number of a forgotten exchange is not given to another one.
    sqlite_autoincrement=True,
)
fronts = Table(
    "fronts",
    metadata,
    Column("channel", BigInteger, primary_key=True, autoincrement=False),
    Column("last_left_out", BigInteger, nullable=False),
)


def adopt(connection: Connection) -> None:
    """Create the tables where there are none. Raises `StartError` where they are of another version."""
    if not inspect(connection).has_table(schemas.name):
        metadata.create_all(connection, checkfirst=False)
        connection.execute(insert(schemas).values(version=SCHEMA))
        return
    found = connection.scalar(select(schemas.c.version))
    if found != SCHEMA:
        raise StartError(
            f"The history was written by another version of the bot (its tables are version {found}, this bot reads "
            f"version {SCHEMA}). Update the bot, or name another place in database_url."
        )


class SqlStore:
    """Histories in a database that an engine is connected to. Whoever opens the store closes it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def recent(self, channel: int, /) -> list[Exchange]:
        async with self._transaction() as connection:
            rows = await connection.execute(shown(channel))
            return [Exchange(row.question, row.answer, row.id) for row in rows]

    async def append(self, channel: int, exchange: Exchange, /) -> None:
        async with self._transaction() as connection:
            values = {"channel": channel, "question": exchange.question, "answer": exchange.answer}
            await connection.execute(insert(exchanges).values(values))

    async def leave_out(self, channel: int, through: int, /) -> bool:
        """The rows stay stored. Where none of them is still shown, nothing changes and the answer is False."""
        oldest = shown(channel).where(exchanges.c.id <= through).subquery()
        async with self._transaction() as connection:
            last = await connection.scalar(select(func.max(oldest.c.id)))
            if last is None:
                return False
            moved = await connection.execute(
                update(fronts).where(fronts.c.channel == channel).values(last_left_out=last)
            )
            if moved.rowcount:
                return False
            await connection.execute(insert(fronts).values(channel=channel, last_left_out=last))
            return True

    async def forget(self, channel: int, /) -> None:
        async with self._transaction() as connection:
            for table in (exchanges, fronts):
                await connection.execute(delete(table).where(table.c.channel == channel))

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        """One transaction; here every error of the database becomes a `HistoryError`."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, UnicodeError) as error:
            raise HistoryError(f"the history could not be read or written: {error}") from error


def shown(channel: int) -> Select[tuple[int, str, str]]:
    """What the model may still be shown: a stretch of the index, whatever came before it."""
    front = select(fronts.c.last_left_out).where(fronts.c.channel == channel).scalar_subquery()
    return (
        select(exchanges.c.id, exchanges.c.question, exchanges.c.answer)
        .where(exchanges.c.channel == channel, exchanges.c.id > func.coalesce(front, 0))
        .order_by(exchanges.c.id)
    )
