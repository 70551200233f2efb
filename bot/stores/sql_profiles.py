"""What is set for places, in SQL."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from bot.core.profile import Overrides, Scope
from bot.stores.database import Database, whole
from bot.stores.tables import profiles


class SqlProfiles:
    """What is set for places, in a database, which whoever opened it closes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @whole
    async def overrides(self, scopes: Sequence[Scope], /) -> Mapping[Scope, Overrides]:
        async with self.database.transaction() as connection:
            found = await connection.execute(select(profiles).where(or_(False, *map(_is, scopes))))
            return {Scope(row.kind, row.id, row.parent, row.server): row.overrides for row in found}

    @whole
    async def change(self, scope: Scope, change: Callable[[Overrides], Overrides], /) -> Overrides:
        async with self.database.transaction() as connection:
            before = await connection.scalar(select(profiles.c.overrides).where(_is(scope)))
            changed = change(before or Overrides())
            if changed == Overrides():
                await connection.execute(delete(profiles).where(_is(scope)))
            elif before is None:
                there = {"kind": scope.kind, "id": scope.id, "parent": scope.parent, "server": scope.server}
                await connection.execute(insert(profiles).values(**there, overrides=changed))
            else:
                await connection.execute(update(profiles).where(_is(scope)).values(overrides=changed))
            return changed

    @whole
    async def forget(self, channel: int, /) -> None:
        async with self.database.erasure() as connection:
            is_it = and_(profiles.c.id == channel, profiles.c.kind != "server")
            await connection.execute(delete(profiles).where(or_(is_it, profiles.c.parent == channel)))

    @whole
    async def forget_server(self, server: int, /) -> None:
        async with self.database.erasure() as connection:
            await connection.execute(delete(profiles).where(profiles.c.server == server))


def _is(scope: Scope) -> ColumnElement[bool]:
    return and_(profiles.c.kind == scope.kind, profiles.c.id == scope.id)
