"""The operator's rules and a server's own, together."""

import asyncio
from dataclasses import replace

import pytest

from bot.core import notices
from bot.core.access import Entry, Listed, Rules, Scene
from bot.core.admission import MOST_ENTRIES, Admission
from bot.core.errors import HistoryError, Refused
from bot.stores.memory_access import MemoryAccess

ADA, BOB, HOME, AWAY = range(1, 5)
HERE = Scene(user=ADA, server=HOME)
NO_ADA, ONLY_BOB = Entry("user", ADA, "deny"), Entry("user", BOB, "allow")


class Counted(MemoryAccess):
    """Counts how often it is read, and waits before it says what it read, if told to."""

    read = 0
    held: asyncio.Event | None = None

    async def entries(self, server):
        self.read += 1
        found = await super().entries(server)
        if self.held:
            await self.held.wait()
        return found


@pytest.fixture
def book():
    return Counted()


async def test_what_an_administrator_enters_holds_at_once_and_on_that_server_only(book):
    admission = Admission(Rules(), book)
    assert await admission.permits(HERE)
    await admission.enter(HOME, NO_ADA)
    assert not await admission.permits(HERE)
    assert await admission.permits(replace(HERE, user=BOB))
    assert await admission.permits(replace(HERE, server=AWAY))
    assert await admission.permits(Scene(user=ADA))
    assert await admission.strike(HOME, "user", ADA)
    assert await admission.permits(HERE)
    assert not await admission.strike(HOME, "user", ADA)


async def test_a_server_lets_in_nobody_whom_the_operator_keeps_out(book):
    admission = Admission(Rules(denied=Listed(users=frozenset({ADA})), direct_messages=False), book)
    await admission.enter(HOME, Entry("user", ADA, "allow"))
    assert not await admission.permits(HERE)
    assert not await admission.permits(HERE, to_administer=True)
    assert not await admission.permits(Scene(user=BOB))
    only_bob = Admission(Rules(allowed=Listed(users=frozenset({BOB}))), book)
    assert not await only_bob.permits(HERE)


async def test_an_administrator_who_locked_himself_out_can_still_administer(book):
    admission = Admission(Rules(), book)
    await admission.enter(HOME, ONLY_BOB)
    assert not await admission.permits(HERE)
    assert await admission.permits(HERE, to_administer=True)


async def test_an_entry_takes_the_place_of_one_about_the_same(book):
    admission = Admission(Rules(), book)
    await admission.enter(HOME, NO_ADA)
    await admission.enter(HOME, replace(NO_ADA, verdict="allow"))
    assert await admission.entries(HOME) == [Entry("user", ADA, "allow")]


async def test_a_server_is_read_once(book):
    admission = Admission(Rules(), book)
    for _ in range(3):
        await admission.permits(HERE)
    assert book.read == 1


async def test_what_was_read_while_something_was_entered_is_not_held_on_to(book):
    admission = Admission(Rules(), book)
    await admission.enter(HOME, ONLY_BOB)
    await admission.strike(HOME, ONLY_BOB.kind, ONLY_BOB.id)
    book.held = asyncio.Event()
    asked = asyncio.create_task(admission.permits(HERE))
    await asyncio.sleep(0)
    held, book.held = book.held, None
    await admission.enter(HOME, NO_ADA)
    held.set()
    await asked
    assert not await admission.permits(HERE)


async def test_the_lists_of_a_server_have_an_end(book):
    admission = Admission(Rules(), book)
    for number in range(1, MOST_ENTRIES + 1):
        await admission.enter(HOME, Entry("user", number, "deny"))
    with pytest.raises(Refused) as refused:
        await admission.enter(HOME, Entry("user", 999, "deny"))
    assert refused.value.notice == notices.lists_full(MOST_ENTRIES)
    await admission.enter(HOME, Entry("user", 1, "allow"))
    assert len(await admission.entries(HOME)) == MOST_ENTRIES


async def test_a_book_that_cannot_be_read_is_an_error_and_asked_again():
    class Torn(MemoryAccess):
        async def entries(self, server):
            raise HistoryError("disk gone")

    admission = Admission(Rules(), Torn())
    for _ in range(2):
        with pytest.raises(HistoryError):
            await admission.permits(HERE)
    assert await admission.permits(Scene(user=ADA))
