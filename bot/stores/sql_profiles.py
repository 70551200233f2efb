"""What is set for places, in SQL."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from bot.core.profile import Overrides, Scope
from bot.stores.database import Database, erasure, transaction
from bot.stores.tables import profiles


class SqlProfiles:
    """What is set for places, in a database, which whoever opened it closes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @transaction
    def overrides(self, connection: Connection, scopes: Sequence[Scope], /) -> Mapping[Scope, Overrides]:
        found = connection.execute(select(profiles).where(or_(False, *map(_is, scopes))))
        return {Scope(row.kind, row.id, row.parent, row.server): row.overrides for row in found}

    @transaction
    def change(self, connection: Connection, scope: Scope, change: Callable[[Overrides], Overrides], /) -> Overrides:
        before = connection.scalar(select(profiles.c.overrides).where(_is(scope)))
        changed = change(before or Overrides())
        if changed == Overrides():
            connection.execute(delete(profiles).where(_is(scope)))
        elif before is None:
            there = {"kind": scope.kind, "id": scope.id, "parent": scope.parent, "server": scope.server}
            connection.execute(insert(profiles).values(**there, overrides=changed))
        else:
            connection.execute(update(profiles).where(_is(scope)).values(overrides=changed))
        return changed

    @erasure
    def forget(self, connection: Connection, channel: int, /) -> None:
        is_it = and_(profiles.c.id == channel, profiles.c.kind != "server")
        connection.execute(delete(profiles).where(or_(is_it, profiles.c.parent == channel)))

    @erasure
    def forget_server(self, connection: Connection, server: int, /) -> None:
        connection.execute(delete(profiles).where(profiles.c.server == server))


def _is(scope: Scope) -> ColumnElement[bool]:
    return and_(profiles.c.kind == scope.kind, profiles.c.id == scope.id)
