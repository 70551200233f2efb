"""Faults of Discord's in one channel: its person gets the whole answer once, and nobody elsewhere notices."""

import asyncio
from functools import partial

import pytest

from bot.sandbox import Sandbox
from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers, own

pytestmark = pytest.mark.hurrying

HIDDEN = {"status": 200, "body": "<html>", "applied": True}
TOO_OFTEN = {"status": 429, "body": {"code": 30046, "message": "Maximum number of edits to messages older than 1 hour"}}


@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("POST", {"status": 503}),
        ("POST", {"status": 502, "body": "<html>"}),
        ("POST", {"silent": True, "applied": True}),
        ("POST", HIDDEN),
        ("PATCH", {"status": 504}),
        ("PATCH", {"silent": True}),
        ("PATCH", {"status": 429, "scope": "shared", "retry_after": 0.2}),
        ("PATCH", {"status": 429, "via": False, "retry_after": 0.2}),
        ("PATCH", TOO_OFTEN),
    ],
    ids=str,
)
async def test_an_answer_in_trouble_is_whole_in_the_end_and_stands_once(sandbox, start_bot, method, trouble):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two", slots=2)) as bot:
        with sandbox.faults.lasting(method, f"/channels/{sandbox.general.id}/messages*", **trouble) as fault:
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
            if method == "PATCH":
                await sandbox.until(lambda: own(sandbox, sandbox.general))
            go_on.set()
            await sandbox.until(lambda: fault.struck)
            sandbox.linus.say(sandbox.random, f"{sandbox.mention} count")
            await answers(sandbox, sandbox.random)
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["one two"])
        await bot.at_rest()
        assert own(sandbox, sandbox.random) == ["one two"]
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]


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
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]
