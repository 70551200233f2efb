"""What only a file can get wrong."""

import asyncio
import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.core.chat import Options
from bot.core.errors import HistoryError, StartError
from bot.core.notices import verbatim
from bot.core.ports import Record
from bot.core.record import words
from bot.stores.sql import SqlRecord
from bot.stores.sqlite import open_database, open_record
from tests.stores.files import address, damage, holds, look, modes
from tests.stores.saying import HERE, RECIPE, THERE, answer, asked_in, begin, begin_again, incoming, read, versions


@pytest.fixture
def careless_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


async def test_a_record_survives_a_restart(database):
    first = await open_record(address(database))
    for number in range(3):
        await answer(first, incoming(str(number)))
    [oldest, *rest] = await first.recent(HERE)
    assert await first.leave_out(HERE, oldest.question.id) is True
    await first.close()

    second = await open_record(address(database))
    assert await second.recent(HERE) == rest
    assert await second.leave_out(HERE, rest[0].question.id) is False
    await second.close()


async def test_a_record_survives_a_process_that_just_ends(database, sqlite_record, tmp_path):
    said = await answer(sqlite_record)
    left_behind = tmp_path / "left-behind"
    left_behind.mkdir()
    for file in database.parent.iterdir():
        (left_behind / file.name).write_bytes(file.read_bytes())
    second = await open_record(address(left_behind / database.name))
    assert await read(second, said.id) == said
    await second.close()


@pytest.mark.usefixtures("careless_umask")
async def test_only_the_owner_can_read_what_is_made_here(tmp_path):
    database = tmp_path / "a" / "b" / "history.db"
    record = await open_record(address(database))
    await answer(record)
    assert modes(database.parent) == dict.fromkeys(["history.db", "history.db-wal", "history.db-shm"], 0o600)
    assert modes(tmp_path) == {"a": 0o700}
    assert modes(tmp_path / "a") == {"b": 0o700}
    await record.close()


WATCHED_OPENING = """
import asyncio, os, sys
from bot.stores.sqlite import open_record

async def main():
    await (await open_record(sys.argv[1])).close()

os.umask(0)
sys.addaudithook(lambda event, details: print(event, details) if event in ("os.chmod", "os.mkdir") else None)
asyncio.run(main())
"""


def test_a_new_file_is_hidden_from_its_first_moment_and_not_afterwards(database):
    command = [sys.executable, "-B", "-c", WATCHED_OPENING, address(database)]
    watched = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert watched.stdout == f"os.mkdir {(str(database.parent), 0o700, -1)}\n"


@pytest.mark.usefixtures("careless_umask")
async def test_a_history_that_others_could_read_is_hidden_from_them(database, sqlite_record):
    await answer(sqlite_record)
    for file in database.parent.iterdir():
        file.chmod(0o644)
    second = await open_record(address(database))
    assert set(modes(database.parent).values()) == {0o600}
    await second.close()


async def test_a_folder_that_was_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    record = await open_record(address(tmp_path / "history.db"))
    await record.close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


async def test_a_file_that_is_no_history_is_refused_and_left_as_it_is(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("shopping list\n" * 100)
    file.chmod(0o644)
    with pytest.raises(StartError, match=r"notes\.txt cannot be opened: file is not a database\."):
        await open_record(address(file))
    assert file.read_text() == "shopping list\n" * 100
    assert modes(tmp_path) == {"notes.txt": 0o644}


async def test_a_folder_or_a_device_in_place_of_the_file_is_refused(tmp_path):
    for path in (tmp_path, Path("/dev/null")):
        with pytest.raises(StartError, match="what is there is not a file"):
            await open_record(address(path))


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match="Not a directory"):
        await open_record(address(tmp_path / "file" / "history.db"))


async def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("root may write anywhere")
    with pytest.raises(StartError, match="Permission denied"):
        await open_record(address(tmp_path / "history.db"))


@pytest.mark.parametrize(
    "url",
    [
        "history.db",
        "sqlite://data/history.db",
        "sqlite://data:port/history.db",
        "sqlite:///:memory:",
        "sqlite://",
        "sqlite:///file:history.db?uri=true",
        "sqlite+pysqlcipher:///data/history.db",
        "postgresql+asyncpg://bot:hunter2@host/bot",
        "oracle+nonsense://bot:hunter2@host/bot",
    ],
)
async def test_an_address_of_anything_but_a_sqlite_file_is_refused_without_repeating_it(url):
    with pytest.raises(StartError, match="database_url has to read sqlite") as caught:
        await open_record(url)
    assert "hunter2" not in str(caught.value)


async def test_a_file_that_another_program_holds_is_refused(database, sqlite_record):
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StartError, match="database is locked"):
            await open_record(address(database), patience=0.1)


async def test_a_file_damaged_while_the_bot_runs_is_a_history_error(database):
    record = await open_record(address(database))
    for _ in range(15):
        await answer(record, text="words " * 500)
    await record.close()
    record = await open_record(address(database))
    damage(database)
    with pytest.raises(HistoryError, match="malformed"):
        await record.recent(HERE)
    await record.close()


async def test_a_file_damaged_before_the_start_is_refused(database):
    record = await open_record(address(database))
    await answer(record)
    await record.close()
    damage(database, keep=100)
    with pytest.raises(StartError, match="malformed"):
        await open_record(address(database))


SECRET = incoming("hunter2")


@pytest.mark.parametrize(
    "attempt",
    [
        lambda record: record.ask(SECRET),
        lambda record: record.begin(1),
        lambda record: record.write(1, RECIPE),
        lambda record: record.grow(1, words("hunter2"), thought="hunter2"),
        lambda record: record.place(1, [11]),
        lambda record: record.end(1, "failed", reason=verbatim("hunter2")),
        lambda record: record.settle(1, controls=True),
        lambda record: record.unsettle(1),
        lambda record: record.choose(1),
        lambda record: record.revise(1, SECRET),
        lambda record: record.withdraw(1),
        lambda record: record.recent(HERE),
        lambda record: record.exchange(1),
        lambda record: record.behind(11),
        lambda record: record.unsettled(),
        lambda record: record.controlled(datetime.now(UTC)),
        lambda record: record.direct_channels(datetime.now(UTC)),
        lambda record: record.leave_out(HERE, 1),
        lambda record: record.left_out(HERE),
        lambda record: record.summary(HERE),
        lambda record: record.unsummed(HERE),
        lambda record: record.forget(HERE),
        lambda record: record.forget_server(1),
    ],
)
async def test_a_database_that_went_away_is_a_history_error_that_repeats_nothing_said(database, sqlite_record, attempt):
    for table in ("pages", "answers", "questions", "fronts"):
        look(database, f"DROP TABLE {table}")
    with pytest.raises(HistoryError, match="no such table") as caught:
        await attempt(sqlite_record)
    assert "hunter2" not in str(caught.value)


async def test_text_that_cannot_be_stored_is_a_history_error_and_the_record_goes_on(sqlite_record):
    begun = await begin(sqlite_record)
    for half in (incoming("\ud800"), incoming(author=replace(SECRET.author, name="\ud800"))):
        with pytest.raises(HistoryError):
            await sqlite_record.ask(half)
    with pytest.raises(HistoryError):
        await sqlite_record.grow(begun.id, words("\ud800"))
    await answer(sqlite_record, incoming("after"))
    assert await asked_in(sqlite_record, HERE) == ["hello", "after"]


async def test_a_part_of_an_unknown_kind_is_a_history_error(database, sqlite_record):
    said = await answer(sqlite_record)
    for parts in (
        '[{"kind": "video", "url": "x"}]',
        '[{"kind": "image", "url": "x"}]',
        '[{"kind": "text"}]',
        "not json",
    ):
        look(database, f"UPDATE answers SET parts = '{parts}'")
        with pytest.raises(HistoryError):
            await sqlite_record.exchange(said.id)


async def test_what_a_later_bot_notes_of_an_answer_besides_is_passed_over(database, sqlite_record):
    said = await answer(sqlite_record)
    look(database, """UPDATE answers SET options = '{"top_k": 3, "magic": 1}', usage = '{"read": 1, "cents": 2}'""")
    found = await read(sqlite_record, said.id)
    assert found.recipe.options == Options(top_k=3)
    assert found.usage.read == 1


def test_parts_are_lists_with_a_kind_each_that_a_person_can_read(database):
    async def say() -> None:
        record = await open_record(address(database))
        await answer(record, incoming("你好"))
        await record.close()

    asyncio.run(say())
    assert look(database, "SELECT parts FROM questions") == [('[{"kind": "text", "text": "你好"}]',)]


async def test_times_are_stored_in_utc(database, sqlite_record):
    at = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=-7)))
    await sqlite_record.ask(replace(incoming(), at=at))
    assert look(database, "SELECT asked_at FROM questions") == [("2026-03-29 08:30:00.000000",)]


async def test_what_is_asked_now_is_asked_now(database):
    record = await open_record(address(database))
    before = datetime.now(UTC)
    said = await answer(record)
    assert before <= said.begun_at <= said.ended_at <= datetime.now(UTC)
    await record.close()


# The id of the first answer there is.
ERASED = 1


async def revise(record: Record, question: int) -> None:
    for version in await versions(record, ERASED):
        await record.grow(version.answer.id, ())
    await record.revise(question, incoming("something else"))


async def drop_old_versions(record: Record, question: int) -> None:
    await record.begin(question, keep=1)
    await record.revise(question, incoming("something else"))


async def forget_server(record: Record, question: int) -> None:
    for version in await versions(record, ERASED):
        await record.settle(version.answer.id, controls=False)
    await record.forget_server(6)


ERASURES: dict[str, Callable[[Any, int], Awaitable[None]]] = {
    "forget": lambda record, _: record.forget(THERE),
    "forget with threads": lambda record, _: record.forget(5, threads=True),
    "forget server": forget_server,
    "withdraw": lambda record, question: record.withdraw(question),
    "revise": revise,
    "drop old versions": drop_old_versions,
}


@pytest.mark.parametrize("erase", ERASURES.values(), ids=ERASURES)
async def test_what_was_taken_out_cannot_be_read_from_the_file(database, sqlite_record, erase):
    asked = incoming("erase me", channel=THERE, parent=5, server=6, message=7)
    gone = await answer(sqlite_record, asked, text="erase me! " * 2000, pages=[11])
    await sqlite_record.grow(gone.id, words("erase me! " * 1000), thought="erase me? " * 1000)
    stays = await answer(sqlite_record, incoming("keep me"), text="keep me")
    look(database, "PRAGMA wal_checkpoint(PASSIVE)")
    assert b"erase me" in database.read_bytes()
    await erase(sqlite_record, gone.question)
    assert not holds(database.parent, b"erase me")
    assert holds(database.parent, b"keep me")
    assert await read(sqlite_record, stays.id) == stays


async def test_a_file_that_somebody_else_reads_is_erased_from_all_the_same(database, sqlite_record):
    await answer(sqlite_record, incoming("erase me"))
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("SELECT * FROM questions").fetchall()
        await sqlite_record.forget(HERE)
        assert not holds(database.parent, b"erase me")


async def test_what_is_cancelled_is_whole_or_absent_and_harms_no_other(sqlite_record):
    chance = random.Random(7)

    async def say(number: int) -> int:
        return (await begin(sqlite_record, incoming(str(number)))).question

    tasks = [asyncio.create_task(say(number)) for number in range(60)]
    for task in tasks:
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        if chance.random() < 0.5:
            task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    sure = [number for number in ended if isinstance(number, int)]
    assert any(isinstance(result, asyncio.CancelledError) for result in ended)
    kept = {exchange.question.id for exchange in await sqlite_record.recent(HERE)}
    assert sure
    assert kept >= set(sure)
    unsettled = [exchange.answer for exchange in await sqlite_record.unsettled()]
    assert all((each.version, each.state) == (1, "queued") for each in unsettled)


async def test_two_records_may_write_to_the_same_file(database, sqlite_record):
    second = await open_record(address(database))
    records = [sqlite_record, second] * 20
    asked = await asyncio.gather(*(record.ask(incoming(str(n), message=7)) for n, record in enumerate(records)))
    [first] = [each for each in asked if each]
    begun = await asyncio.gather(*(begin_again(record, first.question.id, keep=50) for record in records))
    assert sorted(each.version for each in begun) == list(range(2, 42))
    await second.close()


WRITER = """
import asyncio, sys
from bot.core.chat import Text
from bot.core.notices import verbatim
from bot.core.record import Author, Incoming
from bot.stores.sqlite import open_record

async def main(url, name, count):
    record = await open_record(url)
    for number in range(int(count)):
        asked = await record.ask(Incoming(channel=1, author=Author(1, name), parts=(Text(f"{name} {number}"),)))
        answer = asked.answer
        text = ""
        for step in range(3):
            text += f"{number}.{step} "
            await record.grow(answer.id, [Text(text)])
            print(answer.id, text, flush=True)
    await record.close()

asyncio.run(main(*sys.argv[1:]))
"""


def start_writer(database: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, address(database), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@asynccontextmanager
async def full_disk(record: SqlRecord, _: Path) -> AsyncIterator[None]:
    async def let_grow(pages: int) -> None:
        bound = f"PRAGMA max_page_count = {pages}"
        await record.database.transaction(lambda connection: connection.exec_driver_sql(bound).close())

    await let_grow(1)  # As large as it is now, that is.
    yield
    await let_grow(1_000_000)


@asynccontextmanager
async def locked(_: SqlRecord, database: Path) -> AsyncIterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@asynccontextmanager
async def read_only(record: SqlRecord, _: Path) -> AsyncIterator[None]:
    def refuse(writing: str) -> None:
        # Outside of any transaction, as the bot begins each one to write.
        with closing(record.database._engine.raw_connection()) as connection:
            connection.driver_connection.execute(f"PRAGMA query_only = {writing}")

    await record.database._on_thread(lambda: refuse("ON"))
    yield
    await record.database._on_thread(lambda: refuse("OFF"))


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (full_disk, "database or disk is full"),
        (locked, "database is locked"),
        (read_only, "attempt to write a readonly database"),
    ],
)
async def test_a_disk_that_takes_nothing_is_told_loses_nothing_and_heals_without_a_restart(database, trouble, told):
    record = await open_record(address(database), patience=0.05)
    before = await answer(record, text="before")
    broken_off = await begin(record)
    async with trouble(record, database):
        with pytest.raises(HistoryError, match=told):
            await record.grow(broken_off.id, words("lost " * 100_000))
        with pytest.raises(HistoryError, match=told):
            await answer(record, text="lost " * 100_000)
    await record.grow(broken_off.id, words("there again"))
    assert await read(record, before.id) == before
    after = await answer(record, text="after")
    await record.close()
    again = await open_record(address(database))
    assert [await read(again, each.id) for each in (before, after)] == [before, after]
    assert (await read(again, broken_off.id)).text == "there again"
    await again.close()


OWNER = """
import asyncio, sys
from bot.stores.sqlite import open_database

async def main():
    database = await open_database(sys.argv[1], alone=True)
    print("open", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def start_owner(database: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", OWNER, address(database)], stdout=subprocess.PIPE, text=True)


async def test_one_bot_alone_can_have_the_file_until_it_is_gone_however_it_goes(database, tmp_path):
    with start_owner(database) as owner:
        assert owner.stdout
        await asyncio.to_thread(owner.stdout.readline)
        link = tmp_path / "link.db"
        link.symlink_to(database)
        for name in (database, link):
            with pytest.raises(StartError, match=rf"Another bot that runs already keeps its history in {name}"):
                await open_database(address(name), alone=True)
        assert modes(database.parent)["history.db.lock"] == 0o600
        owner.kill()
    second = await open_database(address(database), alone=True)
    await second.close()
    third = await open_database(address(database), alone=True)
    await third.close()


async def test_two_processes_may_write_to_the_same_file(database, sqlite_record):
    with start_writer(database, "other", 20) as writer:
        assert writer.stdout
        await asyncio.to_thread(writer.stdout.readline)
        for number in range(20):
            await answer(sqlite_record, incoming(f"own {number}", channel=1), text=f"{number}")
        await asyncio.to_thread(writer.stdout.read)
    assert writer.returncode == 0
    own = [(f"own {number}", f"{number}") for number in range(20)]
    others = [(f"other {number}", f"{number}.0 {number}.1 {number}.2 ") for number in range(20)]
    said = [(each.question.asked.text, each.answer.text) for each in await sqlite_record.recent(1)]
    assert sorted(said) == sorted(own + others)


async def test_a_killed_process_loses_nothing_that_it_had_saved(database):
    with start_writer(database, "one", 1_000_000) as writer:
        assert writer.stdout
        told = [await asyncio.to_thread(writer.stdout.readline) for _ in range(random.randrange(20, 60))]
        writer.kill()
        told += writer.stdout.readlines()
    answer_id, text = told[-1].split(" ", 1)
    record = await open_record(address(database))
    assert (await read(record, int(answer_id))).text.startswith(text.strip())
    assert len(await record.recent(1)) >= int(answer_id)
    await record.close()


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_a_call_that_is_cancelled_at_a_statement_goes_on_and_keeps_nobody_from_writing(database, number):
    record = await open_record(address(database), patience=0.1)
    begun = await begin(record)
    statements = count(1)

    def cancel(*_: object) -> None:
        if next(statements) == number:
            call.cancel()

    event.listen(record.database._engine, "before_cursor_execute", cancel)
    call = asyncio.create_task(record.place(begun.id, [11]))
    await asyncio.wait([call])
    assert call.cancelled()
    await record.grow(begun.id, words("hello"))
    found = await read(record, begun.id)
    assert (found.pages, found.text) == ((11,), "hello")
    await record.close()


async def test_what_was_begun_is_done_before_the_file_is_let_go_of(database):
    record = await open_record(address(database))
    begun = await begin(record)
    call = asyncio.create_task(record.grow(begun.id, words("hello")))
    await asyncio.sleep(0)
    call.cancel()
    await record.close()
    again = await open_record(address(database))
    assert (await read(again, begun.id)).text == "hello"
    await again.close()


async def test_what_is_asked_of_a_history_that_is_closed_is_a_history_error(sqlite_record):
    await sqlite_record.close()
    for attempt in (sqlite_record.recent(HERE), sqlite_record.forget(HERE)):
        with pytest.raises(HistoryError, match="closed"):
            await attempt
    await sqlite_record.close()


async def test_an_address_of_the_time_of_another_driver_is_understood(database, sqlite_record):
    said = await answer(sqlite_record)
    again = await open_record(address(database).replace("sqlite:", "sqlite+aiosqlite:"))
    assert await read(again, said.id) == said
    await again.close()
