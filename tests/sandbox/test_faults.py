"""What can be made to go wrong does go wrong, once, and in the way that was asked for."""

import asyncio
import errno
from typing import Any

import aiohttp
import discord
import pytest

from bot.sandbox import Permission, Sandbox

from .conftest import Connect, LogIn, MakeApi, heard

pytestmark = pytest.mark.hurrying


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


async def test_some_things_go_wrong_for_a_while(sandbox: Sandbox, api: MakeApi) -> None:
    bot = api(sandbox, sandbox.bot)
    fault = sandbox.faults.lasting("GET", "/users/*", status=503, seconds=16)
    assert [(await bot("GET", "/users/@me")).status for _ in range(3)] == [503] * 3
    assert (await bot("GET", "/gateway/bot")).status == 200
    sandbox.clock.advance(15.9)
    assert (await bot("GET", "/users/@me")).status == 503
    sandbox.clock.advance(0.1)
    assert (await bot("GET", "/users/@me")).status == 200
    assert fault.struck == 4


async def test_or_until_a_block_ends(sandbox: Sandbox, api: MakeApi) -> None:
    bot = api(sandbox, sandbox.bot)
    with sandbox.faults.lasting("*", "*", status=500) as fault:
        assert [(await bot(method, "/users/@me")).status for method in ("GET", "PATCH")] == [500, 500]
    assert (await bot("GET", "/users/@me")).status == 200
    assert fault.struck == 2


LIMITED = {"message": "You are being rate limited.", "retry_after": 7.5, "global": False}


@pytest.mark.parametrize(
    ("trouble", "body", "headers", "missing"),
    [
        (
            {},
            LIMITED,
            {"Scope": "user", "Limit": "5", "Remaining": "0", "Reset-After": "7.500"},
            {"X-RateLimit-Global"},
        ),
        (
            {"scope": "shared"},
            LIMITED | {"message": "The resource is being rate limited."},
            {"Scope": "shared", "Limit": "5"},
            {"X-RateLimit-Global"},
        ),
        ({"scope": "global"}, LIMITED | {"global": True}, {"Scope": "global", "Global": "true"}, {"X-RateLimit-Limit"}),
        ({"via": False}, LIMITED, {"Scope": "user"}, {"Via"}),
        ({"scope": "edge"}, "error code: 1015", {}, {"Via", "X-RateLimit-Limit", "X-RateLimit-Scope"}),
    ],
)
async def test_each_kind_of_429_can_be_arranged(
    sandbox: Sandbox, api: MakeApi, trouble: Any, body: Any, headers: dict[str, str], missing: set[str]
) -> None:
    sandbox.faults.next("POST", "/channels/*/messages", status=429, retry_after=7.5, **trouble)
    path = f"/channels/{sandbox.general.id}/messages"
    answers = [await api(sandbox, sandbox.bot)("POST", path, {"content": "x"}) for _ in range(2)]
    refused = answers[0]
    assert [answer.status for answer in answers] == [429, 200]
    assert refused.body == body or body in refused.body
    assert refused.headers["Retry-After"] == "8"
    assert {name: refused.headers[f"X-RateLimit-{name}"] for name in headers} == headers
    assert missing.isdisjoint(refused.headers)
    assert "Via" in refused.headers or "Via" in missing
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["x"]


@pytest.mark.parametrize(("applied", "texts"), [(False, []), (True, ["x"])])
async def test_a_connection_is_reset_before_or_after_discord_took_the_request(
    sandbox: Sandbox, api: MakeApi, applied: bool, texts: list[str]
) -> None:
    sandbox.faults.next("POST", "/channels/*/messages", reset=True, applied=applied)
    with pytest.raises(aiohttp.ClientOSError) as torn:
        await api(sandbox, sandbox.bot)("POST", f"/channels/{sandbox.general.id}/messages", {"content": "x"})
    assert torn.value.errno == errno.ECONNRESET
    assert [message.content for message in sandbox.messages(sandbox.general)] == texts
    assert [request.status for request in sandbox.journal.requests] == [0]


async def test_or_in_the_middle_of_the_answer(sandbox: Sandbox, api: MakeApi) -> None:
    sandbox.faults.next("POST", "/channels/*/messages", status=200, reset=True, applied=True)
    with pytest.raises((aiohttp.ClientPayloadError, ConnectionResetError)):
        await api(sandbox, sandbox.bot)("POST", f"/channels/{sandbox.general.id}/messages", {"content": "x"})
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["x"]


@pytest.mark.parametrize("body", ["<html>fine, thank you</html>", b'{"id": "1', b""])
async def test_a_success_can_be_told_in_a_way_that_nobody_can_read(sandbox: Sandbox, log_in: LogIn, body: Any) -> None:
    client = await log_in(sandbox)
    sandbox.faults.next("POST", "/channels/*/messages", status=200, body=body, applied=True)
    with pytest.raises((ValueError, TypeError)):  # what discord.py makes of it
        await client.get_channel(sandbox.general.id).send("there all the same")
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["there all the same"]


@pytest.mark.parametrize(("applied", "texts"), [(False, []), (True, ["x"])])
async def test_discord_can_say_nothing_at_all(sandbox: Sandbox, api: MakeApi, applied: bool, texts: list[str]) -> None:
    path = f"/channels/{sandbox.general.id}/messages"
    with sandbox.faults.lasting("POST", path, silent=True, applied=applied) as fault:
        sending = asyncio.create_task(api(sandbox, sandbox.bot)("POST", path, {"content": "x"}))
        await sandbox.until(lambda: fault.struck and sandbox.journal.requests)
        assert not sending.done()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await sending
    assert [message.content for message in sandbox.messages(sandbox.general)] == texts


async def test_closing_does_not_wait_for_those_who_get_no_answer(api: MakeApi) -> None:
    sandbox = Sandbox()
    await sandbox.start()
    fault = sandbox.faults.next("GET", "/users/@me", silent=True)
    asking = asyncio.create_task(api(sandbox, sandbox.bot)("GET", "/users/@me"))
    await sandbox.until(lambda: fault.struck)
    await sandbox.close()
    with pytest.raises(aiohttp.ClientError):
        await asking


async def test_a_bot_is_kicked_and_comes_back(sandbox: Sandbox, log_in: LogIn, connect: Connect) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    client = await log_in(sandbox)
    gone, back = (asyncio.create_task(heard(client, f"guild_{what}")) for what in ("remove", "join"))
    await asyncio.sleep(0)
    sandbox.remove_bot_from(sandbox.guild)
    await gone
    with pytest.raises(discord.Forbidden):
        await client.http.send_message(sandbox.general.id, params=discord.http.handle_message_parameters("x"))
    sandbox.return_bot_to(sandbox.guild)
    guild = await back
    await guild.get_channel(sandbox.general.id).send("here again")
    assert [role.name for role in guild.roles] == ["@everyone", "Qwen", "Moderators"]
    for event in ("GUILD_ROLE_DELETE", "GUILD_MEMBER_REMOVE", "GUILD_ROLE_CREATE", "GUILD_MEMBER_ADD"):
        assert (await wire.event(event))["guild_id"] == str(sandbox.guild.id)


async def test_a_guild_is_unavailable_for_a_while(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    gone, back = (asyncio.create_task(heard(client, f"guild_{what}")) for what in ("unavailable", "available"))
    await asyncio.sleep(0)
    sandbox.outage(sandbox.guild)
    sandbox.ada.say(sandbox.general, "not heard")
    assert (await gone).id == sandbox.guild.id
    hearing = asyncio.create_task(heard(client, "message"))
    await asyncio.sleep(0)
    sandbox.outage_over(sandbox.guild)
    await back
    sandbox.ada.say(sandbox.general, "heard")
    assert (await hearing).content == "heard"


async def test_what_a_bot_may_do_can_be_withdrawn_and_given_back(sandbox: Sandbox, api: MakeApi) -> None:
    bot, path = api(sandbox, sandbox.bot), f"/channels/{sandbox.general.id}/messages"
    sandbox.permit(sandbox.general, sandbox.bot, deny=Permission.SEND_MESSAGES)
    assert (await bot("POST", path, {"content": "x"})).code == 50013
    sandbox.permit(sandbox.general, sandbox.bot)
    assert (await bot("POST", path, {"content": "x"})).status == 200


async def test_faults_can_be_taken_back(sandbox: Sandbox, api: MakeApi) -> None:
    sandbox.faults.next("GET", "*", status=500, times=10)
    bot = api(sandbox, sandbox.bot)
    assert (await bot("GET", "/users/@me")).status == 500
    sandbox.faults.clear()
    assert (await bot("GET", "/users/@me")).status == 200
