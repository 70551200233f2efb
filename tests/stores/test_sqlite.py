"""What only a file can get wrong."""

import asyncio
import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.dialects.sqlite import dialect

from bot.core.chat import Exchange
from bot.core.errors import HistoryError, StartError
from bot.stores.sql import shown
from bot.stores.sqlite import open_store

CHANNEL = 1128000000000000001


def address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def look(path: Path, statement: str) -> list[tuple]:
    """The file as another program sees it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


def damage(path: Path, *, keep: int = 3 * 4096) -> None:
    """Overwrite all but the first `keep` bytes."""
    content = path.read_bytes()
    path.write_bytes(content[:keep] + random.Random(0).randbytes(len(content) - keep))


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.fixture
def careless_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


async def test_a_history_survives_a_restart(database):
    first = await open_store(address(database))
    for number in range(3):
        await first.append(CHANNEL, Exchange(f"q{number}", "a"))
    oldest, *_ = await first.recent(CHANNEL)
    assert await first.leave_out(CHANNEL, oldest.number) is True
    await first.close()

    second = await open_store(address(database))
    assert await second.recent(CHANNEL) == [Exchange("q1", "a"), Exchange("q2", "a")]
    oldest, *_ = await second.recent(CHANNEL)
    assert await second.leave_out(CHANNEL, oldest.number) is False
    await second.close()


async def test_a_history_survives_a_process_that_just_ends(database, sqlite, tmp_path):
    await sqlite.append(CHANNEL, Exchange("q", "a"))
    left_behind = tmp_path / "left-behind"
    left_behind.mkdir()
    for file in database.parent.iterdir():
        (left_behind / file.name).write_bytes(file.read_bytes())
    second = await open_store(address(left_behind / database.name))
    assert await second.recent(CHANNEL) == [Exchange("q", "a")]
    await second.close()


@pytest.mark.usefixtures("careless_umask")
async def test_only_the_owner_can_read_what_is_made_here(tmp_path):
    database = tmp_path / "a" / "b" / "history.db"
    store = await open_store(address(database))
    await store.append(CHANNEL, Exchange("q", "a"))
    assert modes(database.parent) == dict.fromkeys(["history.db", "history.db-wal", "history.db-shm"], 0o600)
    assert modes(tmp_path) == {"a": 0o700}
    assert modes(tmp_path / "a") == {"b": 0o700}
    await store.close()


WATCHED_OPENING = """
import asyncio, os, sys
from bot.stores.sqlite import open_store

async def main():
    await (await open_store(sys.argv[1])).close()

os.umask(0)
sys.addaudithook(lambda event, details: print(event, details) if event in ("os.chmod", "os.mkdir") else None)
asyncio.run(main())
"""


def test_a_new_file_is_hidden_from_its_first_moment_and_not_afterwards(database):
    command = [sys.executable, "-c", WATCHED_OPENING, address(database)]
    watched = subprocess.run(command, check=True, capture_output=True, text=True)
    assert watched.stdout == f"os.mkdir {(str(database.parent), 0o700, -1)}\n"


@pytest.mark.usefixtures("careless_umask")
async def test_a_history_that_others_could_read_is_hidden_from_them(database, sqlite):
    await sqlite.append(CHANNEL, Exchange("q", "a"))
    for file in database.parent.iterdir():
        file.chmod(0o644)
    second = await open_store(address(database))
    assert set(modes(database.parent).values()) == {0o600}
    await second.close()


async def test_a_folder_that_was_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    store = await open_store(address(tmp_path / "history.db"))
    await store.close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


async def test_a_file_that_is_no_history_is_refused_and_left_as_it_is(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("shopping list\n" * 100)
    file.chmod(0o644)
    with pytest.raises(StartError, match=r"notes\.txt cannot be opened: file is not a database\."):
        await open_store(address(file))
    assert file.read_text() == "shopping list\n" * 100
    assert modes(tmp_path) == {"notes.txt": 0o644}


async def test_a_folder_or_a_device_in_place_of_the_file_is_refused(tmp_path):
    for path in (tmp_path, Path("/dev/null")):
        with pytest.raises(StartError, match="what is there is not a file"):
            await open_store(address(path))


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match="Not a directory"):
        await open_store(address(tmp_path / "file" / "history.db"))


async def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("root may write anywhere")
    with pytest.raises(StartError, match="Permission denied"):
        await open_store(address(tmp_path / "history.db"))


@pytest.mark.parametrize(
    "url",
    [
        "history.db",
        "sqlite:///history.db",
        "sqlite+aiosqlite://data/history.db",
        "sqlite+aiosqlite://data:port/history.db",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///file:history.db?uri=true",
        "postgresql+asyncpg://bot:hunter2@host/bot",
        "oracle+nonsense://bot:hunter2@host/bot",
    ],
)
async def test_an_address_of_anything_but_a_sqlite_file_is_refused_without_repeating_it(url):
    with pytest.raises(StartError, match="database_url has to read sqlite") as caught:
        await open_store(url)
    assert "hunter2" not in str(caught.value)


async def test_a_file_that_another_program_holds_is_refused(database, sqlite):
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StartError, match="database is locked"):
            await open_store(address(database), patience=0.1)


async def test_tables_of_a_newer_bot_are_refused_and_left_alone(database, sqlite):
    await sqlite.append(CHANNEL, Exchange("q", "a"))
    look(database, "UPDATE schema_version SET version = 99")
    with pytest.raises(StartError, match="its tables are version 99, this bot reads version 1"):
        await open_store(address(database))
    assert look(database, "SELECT version FROM schema_version") == [(99,)]


async def test_a_file_damaged_while_the_bot_runs_is_a_history_error(database):
    store = await open_store(address(database))
    for number in range(200):
        await store.append(CHANNEL, Exchange(f"q{number}", "words " * 50))
    await store.close()
    store = await open_store(address(database))
    damage(database)
    with pytest.raises(HistoryError, match="malformed"):
        await store.recent(CHANNEL)
    await store.close()


async def test_a_file_damaged_before_the_start_is_refused(database):
    store = await open_store(address(database))
    await store.append(CHANNEL, Exchange("q", "a"))
    await store.close()
    damage(database, keep=100)
    with pytest.raises(StartError, match="malformed"):
        await open_store(address(database))


async def test_a_database_that_went_away_is_a_history_error_that_repeats_nothing_said(database, sqlite):
    look(database, "DROP TABLE exchanges")
    for attempt in (
        sqlite.recent(CHANNEL),
        sqlite.append(CHANNEL, Exchange("hunter2", "hunter2")),
        sqlite.leave_out(CHANNEL, 1),
        sqlite.forget(CHANNEL),
    ):
        with pytest.raises(HistoryError, match="no such table") as caught:
            await attempt
        assert "hunter2" not in str(caught.value)


async def test_text_that_cannot_be_stored_is_a_history_error_and_the_store_goes_on(sqlite):
    with pytest.raises(HistoryError):
        await sqlite.append(CHANNEL, Exchange("\ud800", "half a character"))
    await sqlite.append(CHANNEL, Exchange("q", "a"))
    assert await sqlite.recent(CHANNEL) == [Exchange("q", "a")]


async def test_exchanges_left_out_stay_stored(database, sqlite):
    for number in range(3):
        await sqlite.append(CHANNEL, Exchange(f"q{number}", "a"))
    await sqlite.leave_out(CHANNEL, (await sqlite.recent(CHANNEL))[1].number)
    assert look(database, "SELECT count(*) FROM exchanges") == [(3,)]


async def test_what_is_forgotten_is_in_no_file_any_more(database, sqlite):
    def remains() -> bool:
        return any(b"forget me" in file.read_bytes() for file in database.parent.iterdir())

    await sqlite.append(CHANNEL, Exchange("forget me", "never! " * 5000))
    await sqlite.append(CHANNEL + 1, Exchange("remember me", "yes"))
    assert remains()
    await sqlite.forget(CHANNEL)
    assert not remains()
    assert await sqlite.recent(CHANNEL + 1) == [Exchange("remember me", "yes")]


async def test_the_time_of_an_exchange_is_stored_in_utc(database, sqlite):
    before = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    await sqlite.append(CHANNEL, Exchange("q", "a"))
    [(stored,)] = look(database, "SELECT created_at FROM exchanges")
    assert timedelta(0) <= datetime.fromisoformat(stored) - before < timedelta(minutes=1)


async def test_recent_reads_a_stretch_of_the_index_however_long_the_past(database, sqlite):
    rows = ((CHANNEL, "q", "a") for _ in range(100_000))
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany("INSERT INTO exchanges (channel, question, answer) VALUES (?, ?, ?)", rows)
    await sqlite.leave_out(CHANNEL, 99_998)
    assert await sqlite.recent(CHANNEL) == [Exchange("q", "a")] * 2
    statement = shown(CHANNEL).compile(dialect=dialect(), compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in look(database, f"EXPLAIN QUERY PLAN {statement}")]
    assert plan[0] == "SEARCH exchanges USING INDEX exchanges_by_channel (channel=? AND id>?)"
    assert not any("SCAN" in step or "SORT" in step for step in plan)


async def test_an_append_that_is_cancelled_is_whole_or_absent_and_harms_no_other(sqlite):
    chance = random.Random(7)
    tasks = [asyncio.create_task(sqlite.append(CHANNEL, Exchange(f"q{n}", f"a{n}"))) for n in range(60)]
    for task in tasks:
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        if chance.random() < 0.5:
            task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    kept = await sqlite.recent(CHANNEL)
    sure = [Exchange(f"q{n}", f"a{n}") for n, result in enumerate(ended) if result is None]
    assert any(isinstance(result, asyncio.CancelledError) for result in ended)
    assert [exchange for exchange in kept if exchange in sure] == sure
    assert all(exchange.question[1:] == exchange.answer[1:] for exchange in kept)


async def test_two_stores_may_write_to_the_same_file(database, sqlite):
    second = await open_store(address(database))
    stores = [sqlite, second] * 20
    await asyncio.gather(*(store.append(CHANNEL, Exchange(str(n), "a")) for n, store in enumerate(stores)))
    assert {exchange.question for exchange in await second.recent(CHANNEL)} == {str(n) for n in range(40)}
    await second.close()
