"""What may be expected of any ledger."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.spending import Spending
from bot.stores.memory_ledger import MemoryLedger
from bot.stores.sql_ledger import SqlLedger
from bot.stores.sqlite import open_database
from tests.stores.files import address

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA, BOB = 2**63 - 1, 5
HOUR = timedelta(hours=1)


@pytest.fixture(params=["memory", "sqlite"])
async def ledger(request, database):
    if request.param == "memory":
        yield MemoryLedger()
        return
    opened = await open_database(address(database))
    yield SqlLedger(opened)
    await opened.close()


async def test_what_somebody_spent_since_then_comes_back_also_while_it_is_not_counted_yet(ledger):
    first = await ledger.open(ADA, NOON)
    await ledger.close(first, 2**40)
    await ledger.open(ADA, NOON + HOUR)
    await ledger.close(await ledger.open(BOB, NOON), 7)
    assert await ledger.spent(ADA, NOON - HOUR) == [Spending(NOON, 2**40), Spending(NOON + HOUR, 0)]
    assert await ledger.spent(ADA, NOON) == [Spending(NOON + HOUR, 0)]
    assert await ledger.spent(BOB, NOON - HOUR) == [Spending(NOON, 7)]


async def test_what_took_nothing_is_struck_out(ledger):
    await ledger.close(await ledger.open(ADA, NOON), 0)
    assert await ledger.spent(ADA, NOON - HOUR) == []


async def test_nothing_is_kept_longer_than_a_day(ledger):
    await ledger.close(await ledger.open(ADA, NOON), 7)
    late = await ledger.open(BOB, NOON + 24 * HOUR)
    assert len(await ledger.spent(ADA, NOON - HOUR)) == 1
    await ledger.close(await ledger.open(BOB, NOON + 25 * HOUR), 7)
    assert await ledger.spent(ADA, NOON - HOUR) == []
    await ledger.close(late, 1)
    assert len(await ledger.spent(BOB, NOON)) == 2


async def test_an_entry_that_went_meanwhile_is_closed_without_effect(ledger):
    old = await ledger.open(ADA, NOON)
    await ledger.open(BOB, NOON + 48 * HOUR)
    await ledger.close(old, 7)
    assert await ledger.spent(ADA, NOON - HOUR) == []
