"""The file of a SQLite database: where it lies, who may read it, and the copies made of it."""

import errno
import os
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

COPY_KEPT = 7 * 24 * 60 * 60.0
"""How many seconds the copy of a file is kept that was made before its tables were changed."""


def create(path: Path) -> None:
    """Create the file where there is none, and its folder, from their first moment readable by their owner alone."""
    _make_folder(path.parent)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not path.is_file():
            raise FileExistsError(errno.EEXIST, "what is there is not a file") from None


def lock(path: Path) -> FileLock:
    """
    What one program alone can hold, for as long as it lives: the system lets go of it however that ends.

    It lies beside the file itself, whatever links lead there. Acquiring it raises `filelock.Timeout` where it is held.
    """
    path = path.resolve()
    return FileLock(path.with_name(f"{path.name}.lock"), timeout=0, mode=0o600, thread_local=False)


def hide(path: Path) -> None:
    """Take the file, its log and the log's index from other people's eyes; new ones are hidden already."""
    for file in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))):
        if file.exists() and file.stat().st_mode & 0o077:
            file.chmod(0o600)


def copy(path: Path, version: int) -> None:
    """Copy what is saved in the file, its log included, to a hidden file beside it that is named after `version`."""
    whole = path.with_name(f"{path.name}.version-{version}")
    with closing(sqlite3.connect(path)) as source:
        write_whole(source, whole).replace(whole)


def set_aside(path: Path) -> Path:
    """Rename the file, with its log, to a name with the date, which no other file has; returns that name."""
    now = datetime.now(UTC)
    aside = path.with_name(f"{path.name}.damaged-{now:%Y-%m-%dT%H-%M-%S.%f}")
    for ending in ("-wal", "-shm", "-journal", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def write_whole(source: sqlite3.Connection, path: Path) -> Path:
    """Write what `source` has open, wherever that is, to a hidden file beside `path`, in whose place it can be put."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    create(part)
    with closing(sqlite3.connect(part)) as target:
        source.backup(target)
    return part


def drop_log(path: Path) -> None:
    """Delete the log of a file that went, before it is taken for another one's."""
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def drop_copies(path: Path, *, older_than: float, damaged: bool = False) -> None:
    """
    Delete the copies that were made more than so many seconds ago: they hold what was forgotten since.

    So do files that were set aside as `damaged`.
    """
    kinds = (f"{path.name}.version-", *([f"{path.name}.damaged-"] if damaged else []))
    for file in path.parent.iterdir():
        if file.name.startswith(kinds) and time.time() - file.stat().st_mtime >= older_than:
            file.unlink()


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
