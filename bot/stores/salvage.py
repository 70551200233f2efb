"""Takes from a damaged database what can still be read of it."""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table

from bot.stores.tables import SCHEMA, metadata

log = logging.getLogger(__name__)

Rows = Iterator[sqlite3.Row]


def salvage(damaged: Path, connection: Connection) -> int:
    """
    Put into the empty tables of `connection` all rows that can be read of the file `damaged`, which keeps them.

    Returns how many those are. What refers to a row that is lost is lost with it, and no id is given again that may
    have been given before.
    """
    saved = 0
    with closing(sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)) as source:
        source.row_factory = sqlite3.Row
        if _is_of_this_version(source):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for table in metadata.sorted_tables:
                saved += sum(_put(connection, table, row) for row in _rows(source, table.name))
            for table in metadata.sorted_tables:
                saved -= _drop_orphans(connection, table)
    for table in metadata.sorted_tables:
        if table.dialect_options["sqlite"]["autoincrement"]:
            _skip_ids(connection, table)
    return saved


def _is_of_this_version(source: sqlite3.Connection) -> bool:
    """Where that cannot be read, it very likely is."""
    try:
        found = source.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return True
    return found is None or int(found[0]) == SCHEMA


def _rows(source: sqlite3.Connection, table: str) -> Rows:
    """The rows before what is damaged, and those behind it."""
    for order in ("ASC", "DESC"):
        try:
            yield from source.execute(f'SELECT * FROM "{table}" NOT INDEXED ORDER BY rowid {order}')
            return
        except sqlite3.Error as error:
            log.warning("a part of the table %s cannot be read: %s", table, error)


def _put(connection: Connection, table: Table, row: sqlite3.Row) -> int:
    names = [name for name in row.keys() if name in table.c]  # noqa: SIM118 - a Row iterates over its values
    listed, holes = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    put = f'INSERT OR IGNORE INTO "{table.name}" ({listed}) VALUES ({holes})'
    return connection.exec_driver_sql(put, tuple(row[name] for name in names)).rowcount


def _drop_orphans(connection: Connection, table: Table) -> int:
    """Parents come before their children, so that what is dropped takes all with it that refers to it."""
    orphans = {row[1] for row in connection.exec_driver_sql(f'PRAGMA foreign_key_check("{table.name}")')}
    for orphan in orphans:
        connection.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE rowid = ?', (orphan,))
    return len(orphans)


def _skip_ids(connection: Connection, table: Table) -> None:
    """The seconds since 1970 are more than any bot has given ids."""
    largest = connection.exec_driver_sql(f'SELECT max(id) FROM "{table.name}"').scalar() or 0
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
    sequence = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"
    connection.exec_driver_sql(sequence, (table.name, max(largest, int(time.time()))))
