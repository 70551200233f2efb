"""The files of histories, as another program sees them."""

import random
import sqlite3
import stat
from contextlib import closing
from pathlib import Path


def address(path: Path) -> str:
    """What `database_url` says for the file."""
    return f"sqlite:///{path}"


def look(path: Path, statement: str) -> list[tuple]:
    """What another program that runs the statement is told."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


def dump(path: Path) -> list[str]:
    """All that is saved in the file, as statements that would bring it there."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def damage(path: Path, *, keep: int = 3 * 4096) -> None:
    """Overwrite all but the first `keep` bytes."""
    content = path.read_bytes()
    path.write_bytes(content[:keep] + random.Random(0).randbytes(len(content) - keep))


def modes(folder: Path) -> dict[str, int]:
    """Who may do what with each file there."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def holds(folder: Path, content: bytes) -> bool:
    """Whether any file there still has those bytes."""
    return any(content in file.read_bytes() for file in folder.iterdir())
