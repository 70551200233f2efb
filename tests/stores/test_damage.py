"""A history file that is damaged, gone, or on a full disk, while a bot has it for itself or before it starts."""

import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.core.errors import HistoryError, StartError
from bot.core.record import words
from bot.stores.sql import SqlRecord
from bot.stores.sqlite import open_database
from tests.stores.files import address, damage, holds, look
from tests.stores.saying import ADA, HERE, answer, asked_in, begin, incoming, read


async def open_alone(database):
    return SqlRecord(await open_database(address(database), patience=0.05, alone=True))


async def filled(database, count=40):
    """A record in which so much was said, all of it in the file itself."""
    record = await open_alone(database)
    for number in range(count):
        await answer(record, incoming(f"question {number}"), text=f"answer {number} " * 200)
    await record.close()
    return await open_alone(database)


def aside(database):
    return sorted(
        file for file in database.parent.glob("history.db.damaged-*") if not file.name.endswith(("-wal", "-shm"))
    )


def junk(database):
    database.write_bytes(b"junk" * 5000)


def no_header(database):
    content = database.read_bytes()
    database.write_bytes(random.Random(0).randbytes(100) + content[100:])


def torn_page(database):
    """One page of answers in the midst of the file reads as it should not."""
    content = bytearray(database.read_bytes())
    page = content.rindex(b"answer 20 ") // 4096 * 4096
    content[page : page + 4096] = random.Random(0).randbytes(4096)
    database.write_bytes(content)


def cut_short(database):
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2 // 4096 * 4096 + 100])


DAMAGES = [junk, torn_page, cut_short, damage]


@pytest.mark.parametrize("damaged", DAMAGES)
async def test_a_file_damaged_while_the_bot_runs_is_set_aside_and_the_next_question_is_answered(database, damaged):
    record = await filled(database)
    damaged(database)
    content = database.read_bytes()
    with pytest.raises(HistoryError):
        await record.recent(HERE)
    [kept] = aside(database)
    assert kept.read_bytes() == content
    said = await answer(record, incoming("after"), text="there again")
    assert (await read(record, said.id)).text == "there again"
    await record.close()
    assert look(database, "PRAGMA integrity_check") == [("ok",)]
    again = await open_alone(database)
    assert "after" in await asked_in(again, HERE)
    await again.close()
    assert aside(database) == [kept]


# The first page is in the memory of whoever has the file open, and will be written again.
@pytest.mark.parametrize("damaged", [no_header, *DAMAGES])
async def test_a_file_damaged_before_the_start_is_set_aside(database, damaged, caplog):
    await (await filled(database)).close()
    damaged(database)
    content = database.read_bytes()
    record = await open_alone(database)
    try:
        await record.recent(HERE)
    except HistoryError:
        await record.recent(HERE)
    await answer(record, incoming("after"))
    await record.close()
    [kept] = aside(database)
    assert kept.read_bytes() == content
    assert "is damaged" in caplog.text
    assert kept.name in caplog.text


async def test_what_can_be_read_of_a_damaged_file_is_in_the_new_one(database):
    record = await filled(database)
    before = await record.recent(HERE)
    await record.close()
    torn_page(database)
    record = await open_alone(database)
    with pytest.raises(HistoryError):
        await record.recent(HERE)
    saved = await record.recent(HERE)
    assert len(before) > len(saved) > len(before) / 2
    assert all(exchange in before for exchange in saved)
    newest = await answer(record, incoming("after"))
    assert newest.id > max(exchange.answer.id for exchange in before)
    await record.close()


async def test_a_file_that_never_was_a_history_stays_where_it_is(database):
    database.parent.mkdir()
    junk(database)
    with pytest.raises(StartError, match="not a database"):
        await open_alone(database)
    assert [file.read_bytes() for file in database.parent.glob("history.db")] == [b"junk" * 5000]
    assert aside(database) == []


async def test_what_was_set_aside_goes_with_what_somebody_wants_forgotten(database):
    record = await filled(database)
    torn_page(database)
    with pytest.raises(HistoryError):
        await record.recent(HERE)
    assert holds(database.parent, b"answer 7 ")
    await record.forget_person(ADA.id)
    await record.close()
    assert not holds(database.parent, b"answer 7 ")


async def test_a_file_that_was_deleted_is_written_again_with_all_that_was_said(database):
    record = await filled(database, 3)
    unsaved = await answer(record, incoming("in the log still"))
    for file in database.parent.glob("history.db*"):
        if not file.name.endswith(".lock"):
            file.unlink()
    after = await answer(record, incoming("after"))
    await record.close()
    again = await open_alone(database)
    assert await asked_in(again, HERE) == ["question 0", "question 1", "question 2", "in the log still", "after"]
    assert [(await read(again, each.id)).id for each in (unsaved, after)] == [unsaved.id, after.id]
    await again.close()


async def test_only_the_file_itself_may_be_deleted_too(database):
    record = await filled(database, 1)
    await answer(record, incoming("in the log still"))
    database.unlink()
    await answer(record, incoming("after"))
    assert await asked_in(record, HERE) == ["question 0", "in the log still", "after"]
    await record.close()
    assert look(database, "PRAGMA integrity_check") == [("ok",)]


async def test_a_folder_that_goes_is_told_of_and_all_is_well_once_it_is_back(database):
    record = await filled(database, 1)
    away = database.parent.with_name("away")
    database.parent.rename(away)
    for _ in range(2):
        with pytest.raises(HistoryError, match="cannot be reached"):
            await answer(record, incoming("lost"))
    away.rename(database.parent)
    await answer(record, incoming("after"))
    assert await asked_in(record, HERE) == ["question 0", "after"]
    await record.close()


async def test_a_copy_that_somebody_puts_in_its_place_is_gone_on_with(database, tmp_path):
    record = await filled(database, 2)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(tmp_path / "copy.db")) as target:
        source.backup(target)
    await answer(record, incoming("after the copy"))
    (tmp_path / "copy.db").replace(database)
    await answer(record, incoming("after"))
    assert await asked_in(record, HERE) == ["question 0", "question 1", "after"]
    await record.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for 512 KiB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mounted, capture_output=True).returncode:
        pytest.skip("only root can mount a file system")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


async def test_a_disk_that_is_full_in_truth_is_told_loses_nothing_and_heals_once_there_is_room(small_disk):
    database, ballast = small_disk / "history.db", small_disk / "ballast"
    record = await open_alone(database)
    before = await answer(record, text="before")
    broken_off = await begin(record)
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with pytest.raises(HistoryError, match="full"):
        await record.grow(broken_off.id, words("lost " * 100_000))
    assert await read(record, before.id) == before
    ballast.unlink()
    await record.grow(broken_off.id, words("there again"))
    assert (await read(record, broken_off.id)).text == "there again"
    await record.close()
    assert look(database, "PRAGMA integrity_check") == [("ok",)]
