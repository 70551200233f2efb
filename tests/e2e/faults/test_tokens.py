"""The token of an interaction runs out while its answer streams, in each of the minutes that it may live."""

import asyncio

import pytest

from tests.conftest import ScriptedEngine
from tests.e2e.faults.holding import HURRYING, LONG, memory_returns
from tests.e2e.waiting import own

pytestmark = HURRYING


@pytest.mark.parametrize("minute", range(16))
async def test_an_answer_outlives_the_token_of_its_command(sandbox, start_bot, minute):
    further, go_on = asyncio.Event(), asyncio.Event()
    async with start_bot(ScriptedEngine("one ", further, "two ", go_on, "three")) as bot:
        sandbox.ada.command(sandbox.general, "ask", prompt="count")
        await sandbox.until(lambda: "one" in "".join(own(sandbox, sandbox.general)), timeout=LONG)
        sandbox.clock.advance(minute * 60)
        further.set()
        await sandbox.until(lambda: "two" in "".join(own(sandbox, sandbox.general)), timeout=LONG)
        sandbox.clock.advance((15 - minute) * 60)
        go_on.set()
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["> count\none two three"], timeout=LONG)
        await memory_returns(bot)
