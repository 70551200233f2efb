"""Histories in one SQLite file that only its owner can read."""

import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from filelock import Timeout
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from bot.core.errors import HistoryError, StartError
from bot.core.record import now
from bot.stores import schema, sqlite_file
from bot.stores.database import Database
from bot.stores.salvage import salvage
from bot.stores.sql import SqlRecord
from bot.stores.tables import SCHEMA

log = logging.getLogger(__name__)

DRIVER = "sqlite"
# What addresses said as long as that driver was used.
FORMER_DRIVER = "sqlite+aiosqlite"

T = TypeVar("T")


class SqliteDatabase(Database):
    """One SQLite file."""

    def __init__(self, path: Path, *, patience: float, alone: bool = False) -> None:
        """`patience` is how many seconds a statement waits for another program that is writing to the file."""
        super().__init__(_engine_over(path, patience))
        self._path = path
        self._lock = sqlite_file.lock(path) if alone else None
        self._file: tuple[int, int] | None = None

    async def open(self) -> None:
        """Create the file where there is none, and bring its tables along. Raises `StartError`."""
        await self._on_thread(self._open)

    async def close(self) -> None:
        """Let go of the file, once all that was begun with it has ended."""
        await super().close()
        if self._lock:
            self._lock.release()

    async def drop_copies(self) -> None:
        """Delete the copies that were made before the tables were changed, and what was set aside as damaged."""
        with suppress(OSError):
            await self._on_thread(lambda: sqlite_file.drop_copies(self._path, older_than=0.0, damaged=True))

    def _open(self) -> None:
        path = self._path
        try:
            sqlite_file.create(path)
            was_ours = False
            if self._lock:
                was_ours = Path(self._lock.lock_file).exists()
                self._lock.acquire()
            try:
                self._begin_with_what_is_there()
            except (DBAPIError, sqlite3.Error) as error:
                # Something else that was named by mistake stays where it is.
                if not (was_ours and _is_damage(error)):
                    raise
                self._begin_anew(error)
            sqlite_file.drop_copies(path, older_than=sqlite_file.COPY_KEPT)
        except Timeout as error:
            raise StartError(
                f"Another bot that runs already keeps its history in {path}. Stop it first; or name another file in "
                "database_url."
            ) from error
        except OSError as error:
            raise StartError(refusal(path, error.strerror)) from error
        except DBAPIError as error:
            raise StartError(refusal(path, error.orig)) from error
        except (sqlite3.Error, ValueError) as error:
            raise StartError(refusal(path, error)) from error

    def _begin_with_what_is_there(self) -> None:
        with self._engine.begin() as connection:
            _bring_along(connection, self._path)
        sqlite_file.hide(self._path)
        self._file = _identity(self._path)

    def _begin_anew(self, error: Exception) -> None:
        """Set the damaged file aside, and go on with what can be read of it."""
        self._engine.dispose()
        self._file = None
        aside = sqlite_file.set_aside(self._path)
        sqlite_file.create(self._path)
        saved = 0
        with self._engine.begin() as connection:
            _bring_along(connection, self._path)
            try:
                with connection.begin_nested():
                    saved = salvage(aside, connection)
            except (sqlite3.Error, DBAPIError) as unreadable:
                log.warning("nothing of %s can be read: %s", aside.name, unreadable)
        self._file = _identity(self._path)
        log.error(
            "The history file %s is damaged (%s). It is kept as %s; %d entries could be read, and are in a new file.",
            self._path,
            getattr(error, "orig", error),
            aside.name,
            saved,
        )

    def _do(self, work: Callable[[Connection], T]) -> T:
        """
        Where the file is this bot's alone, one that went comes back, and one that turns out to be damaged is set aside.

        Who finds out gets the error all the same: what was to be changed may be lost.
        """
        if self._lock is None:
            return super()._do(work)
        try:
            self._find_again()
            try:
                return super()._do(work)
            except (DBAPIError, sqlite3.Error) as error:
                if _is_damage(error):
                    self._begin_anew(error)
                raise
        except OSError as error:
            raise HistoryError(f"the history file cannot be reached: {error}") from error

    def _find_again(self) -> None:
        """Write the file again where somebody deleted it, and take one that somebody put into its place."""
        found = _identity(self._path)
        if found is not None and found == self._file:
            return
        if found is None and self._file is not None:
            with self._engine.connect() as connection:
                source = connection.connection.driver_connection
                assert source is not None  # It is open.
                part = sqlite_file.write_whole(source, self._path)
            part.replace(self._path)
            log.error("The history file %s was gone, and is written again.", self._path)
        # SQLite lets the log of a file lie that is not where it was.
        self._engine.dispose()
        sqlite_file.drop_log(self._path)
        sqlite_file.create(self._path)
        self._begin_with_what_is_there()

    def _erase(self, work: Callable[[Connection], T]) -> T:
        """What goes is overwritten in the file, not just marked as free, and taken out of the file's log."""
        done = self._do(work)
        with self._engine.begin() as connection:
            connection.exec_driver_sql("COMMIT")  # The log can be emptied outside of transactions only.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return done


async def open_database(url: str, *, patience: float = 5.0, alone: bool = False) -> SqliteDatabase:
    """
    Open the database of histories at `url`, and create it where there is none. Raises `StartError`.

    `patience` is how many seconds a statement waits for another program that is writing to the file. Where it is opened
    `alone`, nobody else can open it so until it is closed, or this process is no more.

    A file made here, and what SQLite keeps beside it, is never readable by anyone but its owner, not for a moment. One
    that was there already is taken from other people's eyes once it proves to be a history.

    Tables of an older bot are brought along in one transaction, after a copy of the file, which is kept for a week.
    """
    database = SqliteDatabase(path_in(url), patience=patience, alone=alone)
    try:
        await database.open()
    except BaseException:
        await database.close()
        raise
    return database


async def open_record(url: str, *, patience: float = 5.0, clock: Callable[[], datetime] = now) -> SqlRecord:
    """Open the record at `url` as `open_database` does; closing it closes the database. Raises `StartError`."""
    return SqlRecord(await open_database(url, patience=patience), clock=clock)


def _bring_along(connection: Connection, path: Path) -> None:
    """Nobody else writes to the file meanwhile."""
    found = schema.version(connection)
    schema.refuse_newer(found)
    if 0 < found < SCHEMA:
        sqlite_file.copy(path, found)
    if found < SCHEMA:
        schema.migrate(connection, found)


def refusal(path: Path, reason: object) -> str:
    """What to say of a file that cannot be opened."""
    return (
        f"The history file {path} cannot be opened: {reason}. Check that the bot may write there and that no other "
        "program, such as a second bot, is using the file; or name another file in database_url."
    )


def path_in(url: str) -> Path:
    """The file that the address `url` names. Raises `StartError`."""
    with suppress(ArgumentError, ValueError):
        parts = make_url(url)
        named = parts.database and parts.database != ":memory:"
        if parts.drivername in (DRIVER, FORMER_DRIVER) and named and not parts.host and not parts.query:
            return Path(str(parts.database))
    # The address itself is not repeated: one of a database server holds a password.
    raise StartError(
        f"Histories are kept in a SQLite file, so database_url has to read {DRIVER}:///data/history.db: three slashes "
        "and a path, or four slashes where the path is absolute."
    )


def _engine_over(path: Path, patience: float) -> Engine:
    # The driver alone would make a new, empty file where there is none.
    address = f"{path.absolute().as_uri()}?mode=rw"
    engine = create_engine(
        f"{DRIVER}://",
        creator=partial(sqlite3.connect, address, uri=True, timeout=patience, isolation_level=None),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        json_serializer=partial(json.dumps, ensure_ascii=False),
        hide_parameters=True,  # What people said does not belong into the log.
    )
    # It begins no transaction by itself: `_begin` does.
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")  # Enough that nothing is lost when the process is killed.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is that has this name; `None` where there is none. Raises OSError where there is no such folder."""
    try:
        found = path.stat()
    except FileNotFoundError:
        path.parent.stat()
        return None
    return found.st_dev, found.st_ino


def _is_damage(error: Exception) -> bool:
    """Whether the file holds something else than it should."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _begin(connection: Connection) -> None:
    # A lock taken later, between reading and writing, is refused where another process has written in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
