"""Looks at a SQLite file as it is, and changes nothing of it."""

import os
import sqlite3
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.core.errors import StartError
from bot.stores import schema
from bot.stores.sqlite import path_in, refusal
from bot.stores.tables import SCHEMA


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """A database's file, the version of its tables, 0 where there are none yet, and the one that this bot reads."""

    path: Path
    version: int
    newest: int = SCHEMA


def look_at(url: str, *, patience: float = 5.0) -> DatabaseState:
    """
    Open the database at `url` for writing, and write nothing. Raises `StartError` where the bot could not use it.

    `patience` is how many seconds to wait for another program that is writing.
    """
    path = path_in(url)
    try:
        if not path.exists():
            _can_be_made(path)
            return DatabaseState(path, 0)
        address = f"{path.absolute().as_uri()}?mode=rw"
        connected = partial(sqlite3.connect, address, uri=True, timeout=patience, isolation_level=None)
        engine = create_engine("sqlite://", creator=connected, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    found = schema.version(connection)
                finally:
                    connection.exec_driver_sql("ROLLBACK")
        finally:
            engine.dispose()
    except OSError as error:
        raise StartError(refusal(path, error.strerror)) from error
    except DBAPIError as error:
        raise StartError(refusal(path, error.orig)) from error
    except ValueError as error:
        raise StartError(refusal(path, error)) from error
    schema.refuse_newer(found)
    return DatabaseState(path, found)


def _can_be_made(path: Path) -> None:
    folder = next(each for each in path.absolute().parents if each.exists())
    if not folder.is_dir():
        raise NotADirectoryError(0, f"{folder} is not a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(0, f"nothing may be made in {folder}")
