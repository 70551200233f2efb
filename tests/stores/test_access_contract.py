"""What may be expected of any book of access."""

import pytest

from bot.core.access import Entry
from bot.stores.memory_access import MemoryAccess
from bot.stores.sql_access import SqlAccess
from bot.stores.sqlite import open_database
from tests.stores.files import address
from tests.stores.saying import HERE, THERE

ADA = 2**63 - 1


@pytest.fixture(params=["memory", "sqlite"])
async def book(request, database):
    if request.param == "memory":
        yield MemoryAccess()
        return
    opened = await open_database(address(database))
    yield SqlAccess(opened)
    await opened.close()


async def test_entries_come_back_as_they_were_made_in_their_order_on_their_server(book):
    made = [Entry("user", ADA, "deny"), Entry("role", ADA, "allow"), Entry("channel", 5, "deny")]
    for entry in made:
        await book.enter(HERE, entry)
    await book.enter(THERE, Entry("user", 7, "allow"))
    assert await book.entries(HERE) == made
    assert await book.entries(THERE) == [Entry("user", 7, "allow")]
    assert await book.entries(1) == []


async def test_a_later_entry_about_the_same_takes_the_place_of_the_earlier_one(book):
    for entry in (Entry("user", 7, "allow"), Entry("user", 8, "allow"), Entry("user", 7, "deny")):
        await book.enter(HERE, entry)
    assert await book.entries(HERE) == [Entry("user", 8, "allow"), Entry("user", 7, "deny")]


async def test_what_is_struck_is_gone_there_and_nowhere_else(book):
    for server in (HERE, THERE):
        await book.enter(server, Entry("user", 7, "deny"))
        await book.enter(server, Entry("role", 7, "deny"))
    assert await book.strike(HERE, "user", 7) is True
    assert await book.strike(HERE, "user", 7) is False
    assert await book.entries(HERE) == [Entry("role", 7, "deny")]
    assert len(await book.entries(THERE)) == 2
