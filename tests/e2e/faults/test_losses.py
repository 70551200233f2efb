"""What an answer needs goes away in the midst of it: it ends, nothing is left over, and elsewhere nobody notices."""

import asyncio

import pytest

from bot.sandbox import Permission
from tests.conftest import ScriptedEngine
from tests.e2e.faults.holding import HURRYING, LONG, memory_returns
from tests.e2e.waiting import answers, own

pytestmark = HURRYING


def lose_answer(sandbox, channel):
    [message] = sandbox.messages(channel, by=sandbox.bot)
    sandbox.ada.delete(message)


def lose_question(sandbox, channel):
    [message] = sandbox.messages(channel, by=sandbox.ada)
    sandbox.ada.delete(message)


def lose_channel(sandbox, channel):
    sandbox.delete_channel(channel)


def lose_sight(sandbox, channel):
    sandbox.permit(channel, sandbox.bot, deny=Permission.VIEW_CHANNEL)


def lose_voice(sandbox, channel):
    sandbox.permit(channel, sandbox.bot, deny=Permission.SEND_MESSAGES)


def lose_server(sandbox, channel):
    sandbox.remove_bot_from(channel.guild)


LOSSES = [lose_answer, lose_question, lose_channel, lose_sight, lose_voice, lose_server]


@pytest.mark.parametrize(
    ("loss", "begun"), [(loss, begun) for loss in LOSSES for begun in (False, True) if begun or loss is not lose_answer]
)
async def test_what_is_lost_ends_the_answer_and_touches_no_other(sandbox, start_bot, loss, begun):
    go_on, elsewhere = asyncio.Event(), sandbox.add_guild("Elsewhere", members=(sandbox.linus.user,))
    away, there = sandbox.add_channel("away"), sandbox.add_channel("there", guild=elsewhere)
    engine = ScriptedEngine(*["one "] * begun, go_on, *["two "] * 1500, slots=2)
    async with start_bot(engine) as bot:
        sandbox.ada.say(away, f"{sandbox.mention} count")
        if begun:
            await sandbox.until(lambda: own(sandbox, away), timeout=LONG)
        else:
            await engine.started.wait()
        loss(sandbox, away)
        engine.script = ("one two",)
        sandbox.linus.say(there, f"{sandbox.mention} count")
        await answers(sandbox, there, within=LONG)
        go_on.set()
        await memory_returns(bot)
        assert own(sandbox, there) == ["one two"]
        assert len(own(sandbox, away)) <= 4
