"""What can be made to go wrong does go wrong, once, and in the way that was asked for."""

import asyncio

import aiohttp
import discord
import pytest

from bot.sandbox import Sandbox

from .conftest import LogIn, MakeApi


async def test_a_request_can_be_refused_without_taking_effect(sandbox: Sandbox, api: MakeApi) -> None:
    path = f"/channels/{sandbox.general.id}/messages"
    sandbox.faults.next("POST", "/channels/*/messages", status=503)
    bot = api(sandbox, sandbox.bot)
    assert [(await bot("POST", path, {"content": text})).status for text in "ab"] == [503, 200]
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["b"]
    assert [request.status for request in sandbox.journal.requests] == [503, 200]


async def test_or_it_takes_effect_all_the_same(sandbox: Sandbox, api: MakeApi) -> None:
    sandbox.faults.next("POST", "/channels/*/messages", status=502, body="<html>Bad gateway</html>", applied=True)
    answer = await api(sandbox, sandbox.bot)("POST", f"/channels/{sandbox.general.id}/messages", {"content": "a"})
    assert (answer.status, answer.body) == (502, "<html>Bad gateway</html>")
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["a"]


async def test_discord_py_goes_on_after_a_429_that_was_arranged(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    sandbox.faults.next("POST", "/channels/*/messages", status=429, times=2, retry_after=0.05)
    await client.get_channel(sandbox.general.id).send("at last")
    posts = [request.status for request in sandbox.journal.requests if request.method == "POST"]
    assert posts == [429, 429, 200]


async def test_but_not_after_one_from_the_edge(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    sandbox.faults.next("POST", "/channels/*/messages", status=429, body="<html>error code: 1015</html>")
    with pytest.raises(discord.HTTPException) as refused:
        await client.get_channel(sandbox.general.id).send("never")
    assert refused.value.status == 429


async def test_a_connection_torn_in_an_edit_is_seen_by_discord_py(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    message = await client.get_channel(sandbox.general.id).send("before")
    sandbox.faults.next("PATCH", "/channels/*/messages/*", reset=True, applied=True)
    with pytest.raises(aiohttp.ClientError):
        await message.edit(content="after")
    assert sandbox.general.messages[message.id].content == "after"
    await message.edit(content="once more")
    assert sandbox.general.messages[message.id].content == "once more"


async def test_an_answer_can_be_slow(sandbox: Sandbox, api: MakeApi) -> None:
    fault = sandbox.faults.next("GET", "/users/@me", delay=0.1)
    bot, loop = api(sandbox, sandbox.bot), asyncio.get_running_loop()
    started = loop.time()
    assert (await bot("GET", "/users/@me")).status == 200
    assert loop.time() - started >= 0.1
    assert fault.times == 0


async def test_faults_can_be_taken_back(sandbox: Sandbox, api: MakeApi) -> None:
    sandbox.faults.next("GET", "*", status=500, times=10)
    bot = api(sandbox, sandbox.bot)
    assert (await bot("GET", "/users/@me")).status == 500
    sandbox.faults.clear()
    assert (await bot("GET", "/users/@me")).status == 200
