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
    return [
        storage.database(state.path, version=state.version, newest=state.newest),
        storage.disk(folder, shutil.disk_usage(folder).free),
    ]


def existing(folder: Path) -> Path:
    """The folder, or the one it would be made in."""
    return next(each for each in (folder, *folder.parents) if each.exists())
