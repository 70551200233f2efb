"""What goes wrong with the gateway while an answer streams: it goes on, and what was said meanwhile is answered."""

import asyncio
from functools import partial

import pytest

from bot.sandbox import Sandbox
from tests.conftest import ScriptedEngine
from tests.e2e.faults.holding import memory_returns
from tests.e2e.waiting import own


@pytest.mark.parametrize("interrupt", [Sandbox.reconnect, partial(Sandbox.invalidate, resumable=True)])
async def test_a_gateway_that_wants_another_connection_breaks_no_answer_off(sandbox, start_bot, interrupt):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        before = len(sandbox.journal.connections)
        interrupt(sandbox)
        await sandbox.until(lambda: "resume" in sandbox.journal.connections[before:])
        go_on.set()
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["one two"])
        await memory_returns(bot)
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]
