"""Discord is down for two minutes while an answer streams: nobody loses a word of it, and nothing stands twice."""

import asyncio

import pytest

from tests.conftest import ScriptedEngine
from tests.e2e.faults.holding import HURRYING, LONG, memory_returns
from tests.e2e.waiting import own

pytestmark = HURRYING

DOWN = [
    *({"status": status} for status in (500, 502, 503, 504)),
    {"status": 503, "body": "<html>"},
    {"reset": True},
    {"reset": True, "applied": True},
    {"silent": True, "applied": True},
]


@pytest.mark.parametrize("begun", [False, True], ids=["before its first word", "in mid answer"])
@pytest.mark.parametrize("trouble", DOWN, ids=str)
async def test_an_answer_outlives_two_minutes_without_discord(sandbox, start_bot, trouble, begun):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")) as bot:
        if begun:
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
            await sandbox.until(lambda: own(sandbox, sandbox.general), timeout=LONG)
        sandbox.faults.lasting("*", "*", seconds=120, **trouble)
        if not begun:
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        go_on.set()
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["one two"], timeout=LONG)
        await memory_returns(bot)
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]
