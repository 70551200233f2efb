"""What goes wrong with an answer that stands by an interaction's token: it is whole in the end, and stands once."""

import asyncio

import pytest

from tests.conftest import ScriptedEngine
from tests.e2e.faults.holding import HURRYING, LONG, memory_returns
from tests.e2e.faults.test_requests import limited
from tests.e2e.waiting import own

pytestmark = HURRYING

WHOLE = "> count\none two"
TROUBLES = {
    **{f"{status}": {"status": status} for status in (500, 502, 503, 504)},
    "a reset before Discord took it": {"reset": True},
    "a reset after Discord took it": {"reset": True, "applied": True},
    "silence after Discord took it": {"silent": True, "applied": True},
    "a success in HTML": {"status": 200, "body": "<html>", "applied": True},
    "429 edge": {"status": 429, "scope": "edge"},
    **{f"429 {after!r}": limited(after) for after in (0, -5, float("nan"), "soon", None, 1e9)},
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
async def test_the_answer_to_a_command_is_whole_in_the_end_and_stands_once(sandbox, start_bot, trouble):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")) as bot:
        with sandbox.faults.next("PATCH", "/webhooks/*", times=2, **trouble) as fault:
            sandbox.ada.command(sandbox.general, "ask", prompt="count")
            await sandbox.until(lambda: fault.struck, timeout=LONG)
            go_on.set()
            await sandbox.until(lambda: fault.struck == 2 or "silent" in trouble, timeout=LONG)
        # Who has to wait for longer than the token lives answers in the channel; what says "thinking" is left behind.
        await sandbox.until(lambda: list(filter(None, own(sandbox, sandbox.general))) == [WHOLE], timeout=LONG)
        await memory_returns(bot)
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]


async def test_a_command_goes_on_where_what_discord_says_to_its_deferral_cannot_be_read(sandbox, start_bot):
    async with start_bot(ScriptedEngine("one two")) as bot:
        sandbox.faults.next("POST", "/interactions/*/*/callback", status=200, body="<html>", applied=True)
        sandbox.ada.command(sandbox.general, "ask", prompt="count")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [WHOLE], timeout=LONG)
        await memory_returns(bot)
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]
