"""
Requests that fail in one channel: its person gets the whole answer once, nothing is left over, and elsewhere nobody
notices.
"""

import asyncio

import pytest

from bot.stores.memory import MemoryRecord
from tests.conftest import ScriptedEngine
from tests.e2e.faults.holding import HURRYING, LONG, memory_returns
from tests.e2e.waiting import answers, own

pytestmark = HURRYING


def limited(retry_after, **more):
    """A 429 of Discord's own that says when to come back, if it does, in its own way."""
    body = {"message": "You are being rate limited.", "global": more.get("scope") == "global"}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    body |= {} if retry_after is None else {"retry_after": retry_after}
    return {"status": 429, "body": body, "headers": headers} | more


# Told by Discord itself, for one bucket and for all; by what stands before it.
WAYS = ((True, "user"), (True, "global"), (False, "user"))
TOO_OFTEN = {"status": 429, "body": {"code": 30046, "message": "Maximum number of edits to messages older than 1 hour"}}

PASSING = {
    **{f"{status}": {"status": status} for status in (408, 500, 502, 503, 504, 524, 529)},
    **{f"{status} in HTML": {"status": status, "body": "<html>"} for status in (403, 404, 502)},
    "a reset before Discord took it": {"reset": True},
    "a reset after Discord took it": {"reset": True, "applied": True},
    "a reset in the midst of the answer": {"status": 200, "reset": True, "applied": True},
    "silence": {"silent": True},
    "silence after Discord took it": {"silent": True, "applied": True},
    "a success in HTML": {"status": 200, "body": "<html>", "applied": True},
    "a success cut short": {"status": 200, "body": b'{"id": "1', "applied": True},
    "a success of nothing": {"status": 200, "body": b"", "applied": True},
    "a success of something else": {"status": 200, "body": b"[]", "applied": True},
    "a success of null": {"status": 200, "body": b"null", "applied": True},
    "429 user": {"status": 429},
    "429 shared": {"status": 429, "scope": "shared"},
    "429 global": {"status": 429, "scope": "global"},
    "429 edge": {"status": 429, "scope": "edge"},
    "429 without Via": {"status": 429, "via": False},
    "429 in HTML": {"status": 429, "body": "<html>"},
    "429 in broken JSON": {"status": 429, "body": b"{"},
    "30046": TOO_OFTEN,
    **{
        f"429 {after!r}{', no Via' * (not via)}{', global' * (scope == 'global')}": limited(after, via=via, scope=scope)
        for after in (0, -5, float("nan"), "soon", None)
        for via, scope in WAYS
    },
}
FOR_EVER = {
    f"429 {after!r}{', no Via' * (not via)}{', global' * (scope == 'global')}": limited(after, via=via, scope=scope)
    for after in (1e9, float("inf"))
    for via, scope in WAYS
}


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
async def test_an_answer_in_trouble_is_whole_in_the_end_and_stands_once(sandbox, start_bot, method, trouble):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two", slots=2)) as bot:
        # What nobody foresaw is tried for a minute at most, which is a moment here.
        often = {"times": 2} if trouble.get("status") == 200 else {"times": 1_000_000}
        with sandbox.faults.next(method, f"/channels/{sandbox.general.id}/messages*", **often, **trouble) as fault:
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
            if method == "PATCH":
                await sandbox.until(lambda: own(sandbox, sandbox.general), timeout=LONG)
            go_on.set()
            await sandbox.until(lambda: fault.struck, timeout=LONG)
            sandbox.linus.say(sandbox.random, f"{sandbox.mention} count")
            await answers(sandbox, sandbox.random, within=LONG)
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["one two"], timeout=LONG)
        await memory_returns(bot)
        assert own(sandbox, sandbox.random) == ["one two"]
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("trouble", FOR_EVER.values(), ids=FOR_EVER)
async def test_an_answer_that_shall_wait_for_years_keeps_nobody_waiting_and_is_whole_after_a_restart(
    sandbox, start_bot, method, trouble
):
    record, go_on = MemoryRecord(), asyncio.Event()
    engine = ScriptedEngine("one ", go_on, "two", slots=2)
    async with start_bot(engine, record=record):
        sandbox.faults.next(method, f"/channels/{sandbox.general.id}/messages*", times=1, **trouble)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        if method == "PATCH":
            await sandbox.until(lambda: own(sandbox, sandbox.general), timeout=LONG)
        go_on.set()
        await sandbox.until(lambda: any(request.status == 429 for request in sandbox.journal.requests), timeout=LONG)
        sandbox.linus.say(sandbox.random, f"{sandbox.mention} count")
        await answers(sandbox, sandbox.random, within=LONG)
    async with start_bot(engine, record=record) as bot:
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["one two"], timeout=LONG)
        await memory_returns(bot)
        assert await bot.remembered(sandbox.general) == [("Ada: count", "one two")]
