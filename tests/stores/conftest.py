"""Every kind of store, opened and closed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.stores.memory import MemoryRecord, MemoryStore
from bot.stores.sqlite import SqliteRecord, SqliteStore, open_record, open_store
from tests.stores.saying import Clock


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a test's history file lies, in a folder that does not exist yet."""
    return tmp_path / "data" / "history.db"


@pytest.fixture
async def sqlite(database: Path) -> AsyncIterator[SqliteStore]:
    store = await open_store(f"sqlite+aiosqlite:///{database}")
    yield store
    await store.close()


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def memory_record() -> MemoryRecord:
    return MemoryRecord(clock=Clock())


@pytest.fixture
async def sqlite_record(database: Path) -> AsyncIterator[SqliteRecord]:
    record = await open_record(f"sqlite+aiosqlite:///{database}", clock=Clock())
    yield record
    await record.close()
