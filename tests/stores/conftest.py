"""Every kind of record, opened and closed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.stores.memory import MemoryRecord
from bot.stores.sql import SqlRecord
from bot.stores.sqlite import open_record
from tests.stores.files import address
from tests.stores.saying import Clock


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a test's history file lies, in a folder that does not exist yet."""
    return tmp_path / "data" / "history.db"


@pytest.fixture
def memory_record() -> MemoryRecord:
    return MemoryRecord(clock=Clock())


@pytest.fixture
async def sqlite_record(database: Path) -> AsyncIterator[SqlRecord]:
    record = await open_record(address(database), clock=Clock())
    yield record
    await record.close()
