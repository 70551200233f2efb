"""A file of any earlier bot is brought along whole, or left as it was."""

import asyncio
import os
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.core.chat import Turn
from bot.core.errors import StartError
from bot.core.notices import verbatim
from bot.stores.sql import SqlRecord
from bot.stores.sqlite import open_record
from bot.stores.sqlite_file import COPY_KEPT
from bot.stores.tables import SCHEMA, metadata
from tests.stores.files import address, dump, look, modes
from tests.stores.saying import HERE, RECIPE, answer, incoming, versions

ROOM, PRIVATE, FORGOTTEN = 1128000000000000001, 2**63 - 1, 3
MADE_AT = datetime(2026, 11, 24, 19, 8, 31, tzinfo=UTC)


@pytest.fixture
def first(database: Path) -> Path:
    """A history that the bot wrote when it saved exchanges as two texts, in three channels one of which it forgot."""
    database.parent.mkdir()
    shutil.copyfile(Path(__file__).with_name("version_1.db"), database)
    return database


@pytest.fixture
async def brought_along(first: Path) -> AsyncIterator[SqlRecord]:
    record = await open_record(address(first))
    yield record
    await record.close()


async def test_every_exchange_is_read_as_the_model_read_it(brought_along):
    assert [each.turns() for each in await brought_along.recent(PRIVATE)] == [
        (Turn("user", "你好 👩‍👩‍👧"), Turn("assistant", "```python\nprint('你好')\n```")),
        (Turn("user", "nul\0inside"), Turn("assistant", "")),
    ]
    assert [each.turns() for each in await brought_along.recent(ROOM)] == [
        (Turn("user", "Ada: "), Turn("assistant", "You said nothing; '; DROP TABLE exchanges; --")),
        (Turn("user", "Ada: thanks"), Turn("assistant", "You are welcome.")),
    ]
    assert await brought_along.recent(FORGOTTEN) == []


async def test_what_was_left_out_stays_so_and_stays_on_record(brought_along):
    [oldest, *_] = await brought_along.recent(ROOM)
    assert await brought_along.leave_out(ROOM, oldest.question.id) is False
    left_out = [await brought_along.exchange(id) for id in (2, 4)]
    assert [(each.answer.text, each.versions) for each in left_out] == [("Hi Ada!", 1), ("Yes.", 1)]


async def test_an_old_exchange_is_a_whole_one(brought_along):
    [found, *_] = await brought_along.recent(PRIVATE)
    assert (found.answer.state, found.answer.version, found.versions) == ("done", 1, 1)
    assert found.question.asked.at == found.answer.ended_at == MADE_AT
    assert found.question.asked.message is found.question.asked.server is found.answer.recipe is None
    assert await brought_along.unsettled() == []
    assert await brought_along.controlled(datetime.now(UTC)) == []


async def test_the_conversation_goes_on(first, brought_along):
    await answer(brought_along, incoming("more", channel=PRIVATE))
    assert [each.question.id for each in await brought_along.recent(PRIVATE)] == [3, 7, 9]
    await brought_along.close()
    again = await open_record(address(first))
    assert [each.question.asked.text for each in await again.recent(PRIVATE)][-1] == "more"
    await again.close()


async def test_versions_and_their_messages_are_brought_along(database):
    database.parent.mkdir()
    shutil.copyfile(Path(__file__).with_name("version_2.db"), database)
    record = await open_record(address(database))
    [found] = await record.recent(HERE)
    assert found.question.asked == replace(incoming("hello", message=7, parent=5, server=6), language=None)
    assert (found.answer.text, found.answer.pages, found.answer.recipe) == ("hello again", (11, 12), RECIPE)
    assert [each.answer.text for each in await versions(record, found.answer.id)] == ["hi", "hello again"]
    assert [each.question.asked.text for each in await record.unsettled()] == ["hello", "wait"]
    await record.close()


async def test_long_histories_are_brought_along_in_their_order(first):
    rows = [(FORGOTTEN, f"q{number}", f"a{number}") for number in range(2500)]
    with closing(sqlite3.connect(first)) as connection, connection:
        connection.executemany("INSERT INTO exchanges (channel, question, answer) VALUES (?, ?, ?)", rows)
    record = await open_record(address(first))
    said = [(FORGOTTEN, each.question.asked.text, each.answer.text) for each in await record.recent(FORGOTTEN)]
    assert said == rows
    await record.close()


async def test_a_hidden_copy_is_made_first_with_what_is_in_the_log(first):
    first.chmod(0o644)
    with closing(sqlite3.connect(first)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("PRAGMA wal_autocheckpoint = 0")
        with other:
            other.execute("INSERT INTO exchanges (channel, question, answer) VALUES (5, 'in the', 'log')")
        before = dump(first)
        assert b"in the" not in first.read_bytes()
        record = await open_record(address(first))
    assert [each.answer.text for each in await record.recent(5)] == ["log"]
    await record.close()
    copy = first.with_name("history.db.version-1")
    assert dump(copy) == before
    assert modes(first.parent) == {"history.db": 0o600, "history.db.version-1": 0o600}


@pytest.mark.parametrize("stride", [1, 1500])
async def test_a_file_that_cannot_be_brought_along_stays_as_it_was(first, stride):
    with closing(sqlite3.connect(first)) as connection, connection:
        connection.executemany(
            "INSERT INTO exchanges (channel, question, answer) VALUES (?, ?, ?)", [(FORGOTTEN, "q", "a")] * stride
        )
        connection.execute("UPDATE exchanges SET created_at = 'yesterday' WHERE id = (SELECT max(id) FROM exchanges)")
    before = dump(first)
    for _ in range(2):
        with pytest.raises(StartError, match=r"history\.db cannot be opened: .*yesterday"):
            await open_record(address(first))
        assert dump(first) == dump(first.with_name("history.db.version-1")) == before
        assert set(modes(first.parent)) == {"history.db", "history.db.version-1"}
    look(first, "UPDATE exchanges SET created_at = '2026-01-01 12:00:00'")
    record = await open_record(address(first))
    assert len(await record.recent(FORGOTTEN)) == stride
    await record.close()


async def test_an_open_file_of_this_bot_is_not_copied(database):
    for _ in range(2):
        record = await open_record(address(database))
        await record.close()
    assert set(modes(database.parent)) == {"history.db"}


async def test_copies_are_dropped_after_a_week(first, brought_along):
    copy = first.with_name("history.db.version-1")
    others = [first.with_name(name) for name in ("history.db.mine", "other.db.version-1")]
    for file in others:
        file.touch()
    for age, is_kept in ((COPY_KEPT - 60, True), (COPY_KEPT + 60, False)):
        for file in (copy, *others):
            os.utime(file, times=(time.time() - age,) * 2)
        await (await open_record(address(first))).close()
        assert copy.exists() is is_kept
    assert all(file.exists() for file in others)


async def test_two_bots_that_start_at_once_bring_it_along_once(first):
    records = await asyncio.gather(*(open_record(address(first)) for _ in range(3)))
    assert [len(await record.recent(PRIVATE)) for record in records] == [2, 2, 2]
    for record in records:
        await record.close()


@pytest.mark.parametrize("is_new", [True, False])
async def test_the_migrations_make_the_tables_that_the_bot_reads(database, is_new, request):
    if not is_new:
        request.getfixturevalue("first")
    await (await open_record(address(database))).close()
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_last_migration_is_the_version_that_the_bot_reads():
    config = Config()
    config.set_main_option("script_location", "bot.stores:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [str(SCHEMA)]


async def test_a_bot_that_knows_two_texts_only_is_told_that_the_file_is_newer(first, brought_along):
    assert look(first, "SELECT version FROM schema_version") == [(2,)]


@pytest.mark.parametrize("table", ["alembic_version", "schema_version"])
async def test_tables_of_a_newer_bot_are_refused_and_left_alone(database, table):
    await (await open_record(address(database))).close()
    if table == "schema_version":
        look(database, "DROP TABLE alembic_version")
        look(database, "UPDATE schema_version SET version = 99")
    else:
        look(database, "UPDATE alembic_version SET version_num = '99'")
    before = dump(database)
    with pytest.raises(StartError, match=f"its tables are version 99, this bot reads version {SCHEMA}"):
        await open_record(address(database))
    assert dump(database) == before


async def test_a_database_of_something_else_is_refused_and_left_alone(database):
    database.parent.mkdir()
    look(database, "CREATE TABLE songs (title TEXT)")
    before = dump(database)
    with pytest.raises(StartError, match="something else than a history"):
        await open_record(address(database))
    assert dump(database) == before


SENTENCES = [
    None,
    None,
    "⏹ Stopped.",
    "That message is too long for me: with the instructions it takes 2,003 tokens, and I can read 1,500 at once. "
    "Please shorten it or send it in parts.",
    '{"key": "x"} 你好 \'; DROP TABLE answers; --',
]


async def test_why_an_answer_ended_reads_as_it_did_when_it_was_a_sentence(database):
    database.parent.mkdir()
    shutil.copyfile(Path(__file__).with_name("version_3.db"), database)
    record = await open_record(address(database))
    exchanges = await record.recent(5)
    await record.close()
    assert [each.answer.reason for each in exchanges] == [said and verbatim(said) for said in SENTENCES]
    assert {each.question.asked.language for each in exchanges} == {None}


async def test_whose_quotes_are_known_are_found_by_that_as_before(database):
    database.parent.mkdir()
    engine = create_engine(address(database))
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.stores:migrations")
        command.upgrade(config, "11")
        for author, message in ((5, None), (6, 70), (None, None)):
            connection.exec_driver_sql(
                "INSERT INTO questions (channel, author, author_name, is_private, parts, asked_at, quote_author, "
                "quote_text, quote_author_id, quote_message) "
                "VALUES (1, 2, 'Bob', 0, '[]', '2026-01-01', 'Ada', 'words', ?, ?)",
                (author, message),
            )
    engine.dispose()
    record = await open_record(address(database))
    assert [len((await record.held_of(person)).quoted_in) for person in (5, 6, 7)] == [1, 1, 0]
    await record.close()
