"""Whom administrators let in and keep out, in a database."""

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from bot.core.access import Entry, Kind
from bot.stores.database import Database, transaction
from bot.stores.tables import access


class SqlAccess:
    """A book of access in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @transaction
    def entries(self, connection: Connection, server: int, /) -> list[Entry]:
        found = select(access.c.kind, access.c.subject, access.c.verdict).where(access.c.server == server)
        return [Entry(row.kind, row.subject, row.verdict) for row in connection.execute(found.order_by(access.c.id))]

    @transaction
    def enter(self, connection: Connection, server: int, entry: Entry, /) -> None:
        values = {"server": server, "kind": entry.kind, "subject": entry.id, "verdict": entry.verdict}
        connection.execute(delete(access).where(*_about(server, entry.kind, entry.id)))
        connection.execute(insert(access).values(values))

    @transaction
    def strike(self, connection: Connection, server: int, kind: Kind, id: int, /) -> bool:
        return bool(connection.execute(delete(access).where(*_about(server, kind, id))).rowcount)


def _about(server: int, kind: Kind, id: int) -> tuple[ColumnElement[bool], ...]:
    return access.c.server == server, access.c.kind == kind, access.c.subject == id
