"""What was spent, in SQL."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from bot.core.spending import Spending
from bot.stores.database import Database, transaction
from bot.stores.tables import spendings


class SqlLedger:
    """A ledger in a database, which whoever opened it closes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @transaction
    def spent(self, connection: Connection, person: int, since: datetime, /) -> list[Spending]:
        found = select(spendings.c.at, spendings.c.tokens).where(spendings.c.person == person, spendings.c.at > since)
        return [Spending(row.at, row.tokens) for row in connection.execute(found.order_by(spendings.c.at))]

    @transaction
    def open(self, connection: Connection, person: int, at: datetime, /) -> int:
        connection.execute(delete(spendings).where(spendings.c.at < at - timedelta(days=1)))
        key = connection.execute(insert(spendings), {"person": person, "at": at, "tokens": 0}).inserted_primary_key
        assert key is not None, "an insert into a table with a primary key"
        return int(key[0])

    @transaction
    def close(self, connection: Connection, entry: int, tokens: int, /) -> None:
        here = spendings.c.id == entry
        if tokens:
            connection.execute(update(spendings).where(here).values(tokens=tokens))
        else:
            connection.execute(delete(spendings).where(here))
