"""What goes wrong with the gateway while an answer streams: it goes on, and what was said meanwhile is answered."""

import asyncio
from functools import partial

import pytest

from bot.sandbox import Sandbox
from tests.conftest import ScriptedEngine
from tests.e2e.faults.holding import HURRYING, LONG, memory_returns
from tests.e2e.waiting import answers, own


def hurrying(test):
    for mark in HURRYING:
        test = mark(test)
    return test


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


@hurrying
async def test_a_session_that_is_not_valid_any_more_costs_no_answer(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        await sandbox.until(lambda: own(sandbox, sandbox.general), timeout=LONG)
        sandbox.invalidate(resumable=False)
        sandbox.linus.say(sandbox.random, f"{sandbox.mention} count")
        go_on.set()
        for channel in (sandbox.general, sandbox.random):
            await sandbox.until(lambda channel=channel: own(sandbox, channel) == ["one two"], timeout=LONG)
        await memory_returns(bot)
        assert sandbox.journal.connections.count("identify") == 2


@hurrying
async def test_a_connection_that_is_open_and_dead_is_given_up_and_what_was_said_there_is_answered(sandbox, start_bot):
    go_on = asyncio.Event()
    engine = ScriptedEngine("one ", go_on, "two")
    async with start_bot(engine, as_client={"heartbeat_timeout": 60.0}) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        await sandbox.until(lambda: own(sandbox, sandbox.general), timeout=LONG)
        assert sandbox.numb_gateway() == 1
        sandbox.linus.say(sandbox.random, f"{sandbox.mention} count")
        go_on.set()
        for channel in (sandbox.general, sandbox.random):
            await sandbox.until(lambda channel=channel: own(sandbox, channel) == ["one two"], timeout=LONG)
        await memory_returns(bot)
        assert "resume" in sandbox.journal.connections


@pytest.mark.parametrize("mishap", ["lost", "doubled", "late"])
@pytest.mark.parametrize("event", ["MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE"])
async def test_an_event_that_goes_astray_leaves_nothing_behind_and_nothing_stands_twice(
    sandbox, start_bot, event, mishap
):
    async with start_bot(ScriptedEngine("one two", slots=2)) as bot:
        sandbox.misdirect(event, mishap)
        first = sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        sandbox.linus.say(sandbox.random, "nothing for the bot")
        sandbox.ada.command(sandbox.code, "ask", prompt="count")
        sandbox.linus.say(sandbox.random, "nothing for the bot")
        if (event, mishap) != ("MESSAGE_CREATE", "lost"):
            await answers(sandbox, sandbox.general)
        if (event, mishap) != ("INTERACTION_CREATE", "lost"):
            await answers(sandbox, sandbox.code)
        await memory_returns(bot)
        sandbox.ada.edit(first, f"{sandbox.mention} count on")
        sandbox.linus.say(sandbox.random, f"{sandbox.mention} count")
        await answers(sandbox, sandbox.random)
        await memory_returns(bot)
        for channel in (sandbox.general, sandbox.code, sandbox.random):
            assert len(own(sandbox, channel)) <= 1
            assert "\u258c" not in "".join(own(sandbox, channel))


async def test_whoever_watches_over_the_bot_knows_while_discord_does_not_hear_it(sandbox, start_bot):
    sessions = []
    async with start_bot(ScriptedEngine("one"), as_client={"online": lambda: sessions.append(None)}) as bot:
        assert bot.client.is_online()
        sandbox.drop_gateway()
        async with asyncio.timeout(LONG):
            for expected in (False, True):
                while bot.client.is_online() is not expected:  # noqa: ASYNC110 - a socket tells nobody that it was closed
                    await asyncio.sleep(0)
    assert not bot.client.is_online()
    assert len(sessions) == 1
