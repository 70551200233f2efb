"""A database is looked at as it is, and stays so."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import StartError
from bot.stores.sqlite import open_database
from bot.stores.sqlite_state import DatabaseState, look_at
from bot.stores.tables import SCHEMA


@pytest.fixture
def path(tmp_path):
    return tmp_path / "100% #1.db"


def refusal(path):
    with pytest.raises(StartError) as caught:
        look_at(f"sqlite:///{path}", patience=0.0)
    return str(caught.value)


def test_one_that_is_not_there_yet_is_not_made(path):
    deep = path.parent / "a" / "b.db"
    assert look_at(f"sqlite:///{deep}") == DatabaseState(deep, 0)
    assert list(path.parent.iterdir()) == []


async def test_one_that_a_bot_uses_has_its_version(path):
    database = await open_database(f"sqlite:///{path}")
    try:
        assert look_at(f"sqlite:///{path}") == DatabaseState(path, SCHEMA)
    finally:
        await database.close()


def test_an_older_one_is_not_brought_along(path):
    shutil.copy(Path(__file__).with_name("version_2.db"), path)
    before = path.read_bytes()
    assert look_at(f"sqlite:///{path}").version == 2
    assert path.read_bytes() == before


def test_what_cannot_be_used_is_refused_with_what_to_do(path):
    path.mkdir()
    assert "cannot be opened" in refusal(path)
    path.rmdir()
    path.write_text("no database at all, " * 100)
    assert "cannot be opened" in refusal(path)
    assert "is not a folder" in refusal(path / "below.db")


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("CREATE TABLE cats (name TEXT)", "something else than a history"),
        ("CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('999')", "newer version"),
    ],
)
def test_another_s_or_a_newer_one_is_refused(path, made, words):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(made)
    assert words in refusal(path)


def test_one_that_another_program_writes_to_is_refused(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert "locked" in refusal(path)
