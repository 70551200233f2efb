"""What the bot does when Discord ends its connection, by each of the codes that it gives."""

import asyncio

import pytest

from bot.core.errors import StartError
from bot.sandbox.gateway.connection import CloseCode
from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers

FOR_GOOD = {
    CloseCode.AUTHENTICATION_FAILED: "code 4004.*DISCORD_TOKEN holds no longer",
    CloseCode.INVALID_SHARD: "code 4010.*Install a newer one",
    CloseCode.SHARDING_REQUIRED: "code 4011.*so many servers",
    CloseCode.INVALID_VERSION: "code 4012.*Install a newer one",
    CloseCode.INVALID_INTENTS: "code 4013.*Install a newer one",
    CloseCode.DISALLOWED_INTENTS: "“Message Content Intent”",
}


@pytest.mark.parametrize("code", FOR_GOOD)
async def test_an_end_for_good_is_a_sentence_for_the_operator(sandbox, start_bot, code):
    async def run_until_it_ends():
        async with start_bot(ScriptedEngine("hi")) as bot:
            assert sandbox.drop_gateway(code) == 1
            await asyncio.wait([bot.connection])

    with pytest.raises(StartError, match=FOR_GOOD[code]):
        await run_until_it_ends()


async def test_after_any_other_end_the_bot_comes_back_and_answers_what_was_said_meanwhile(sandbox, start_bot):
    # With these the session is over, too, and discord.py waits for five seconds before it begins another.
    new = {CloseCode.GOING_AWAY, CloseCode.SESSION_TIMED_OUT}
    others = [code for code in CloseCode if code not in FOR_GOOD and code not in new]
    assert len(others) == 8
    async with start_bot(ScriptedEngine("hi")):
        for code in others:
            channel = sandbox.add_channel(code.name.lower())
            assert sandbox.drop_gateway(code) == 1
            sandbox.ada.say(channel, f"{sandbox.mention} are you there?")
            await answers(sandbox, channel)
