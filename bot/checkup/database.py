"""Looks at the database, and at the disk it lies on."""

import shutil
from pathlib import Path

from bot.check import storage
from bot.check.finding import Finding
from bot.settings import Settings


def database(settings: Settings) -> list[Finding]:
    """Whether the record can be kept. Raises `StartError`."""
    from bot.stores.sqlite_state import look_at

    state = look_at(settings.database_url)
    folder = existing(state.path.absolute().parent)
    # What lies beside it under its name: what was not yet written into it, and a copy from before each migration.
    size = sum(each.stat().st_size for each in state.path.parent.glob(f"{state.path.name}*"))
    return [
        storage.database(state.path, version=state.version, newest=state.newest, size=size),
        storage.disk(folder, shutil.disk_usage(folder).free),
    ]


def existing(folder: Path) -> Path:
    """The folder, or the one it would be made in."""
    return next(each for each in (folder, *folder.parents) if each.exists())
