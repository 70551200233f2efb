"""The gateway's protocol: heartbeats, resuming, and the code for each thing a client can do wrong."""

import asyncio
import importlib.util
import json
import sys
from typing import Any

import aiohttp
import discord
import pytest

from bot.sandbox import Limits, Sandbox, Window

from .clients import Wire
from .conftest import Connect, LogIn, StartSandbox, heard

pytestmark = pytest.mark.hurrying


async def test_hello_then_heartbeats_are_acknowledged(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    assert (await wire.receive())["d"]["heartbeat_interval"] == 41250
    await wire.send(1, None)  # discord.py beats once before it identifies
    assert (await wire.receive())["op"] == 11


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ('{"op": 99, "d": null}', 4001),
        ("no json", 4002),
        ('{"d": 1}', 4002),
        ('{"op": 2, "d": "token"}', 4002),
        (json.dumps({"op": 1, "d": "x" * 5000}), 4002),
        (json.dumps({"op": 1, "d": "🦜" * 1100}, ensure_ascii=False), 4002),  # it is the bytes that are counted
        ('{"op": 3, "d": {}}', 4003),
        ('{"op": 8, "d": {}}', 4003),
        ('{"op": 2, "d": {"token": "wrong", "intents": 0}}', 4004),
        ('{"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}', 4004),
    ],
)
async def test_each_mistake_before_login_has_its_code(
    sandbox: Sandbox, connect: Connect, frame: str, code: int
) -> None:
    wire = await connect(sandbox)
    await wire.op(10)
    await wire.socket.send_str(frame)
    assert await wire.closed() == code
    assert f"close {code}" in sandbox.journal.connections


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"intents": None}, 4013),
        ({"intents": 1 << 30}, 4013),
        ({"shard": [3, 2]}, 4010),
        ({"shard": "both"}, 4010),
        ({"presence": "online"}, 4002),
    ],
)
async def test_a_login_that_makes_no_sense_has_its_code(
    sandbox: Sandbox, connect: Connect, more: dict[str, Any], code: int
) -> None:
    wire = await connect(sandbox)
    await wire.op(10)
    await wire.send(2, {"token": sandbox.bot.token, "intents": 513, **more})
    assert await wire.closed() == code


async def test_one_cannot_log_in_twice(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.bot)
    await wire.send(2, {"token": sandbox.bot.token, "intents": 0})
    assert await wire.closed() == 4005


async def test_an_old_version_of_the_gateway_is_4012(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox, query="v=6&encoding=json")
    assert await wire.closed() == 4012


async def test_who_sends_too_much_is_4008(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(gateway_sends=Window(3, 60.0)))
    wire = await connect(sandbox)
    for _ in range(4):
        await wire.send(1, None)
    assert await wire.closed() == 4008


async def test_who_does_not_beat_is_4009_and_has_no_session_left(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(heartbeat_interval=0.5, heartbeat_patience=1.0))
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.bot)
    assert await wire.closed() == 4009
    again = await connect(sandbox)
    await resume(again, sandbox, ready, seen=1)
    assert (await again.op(9))["d"] is False


async def test_who_does_not_even_read_is_cut_off_as_well(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(heartbeat_interval=0.5, heartbeat_patience=1.0))
    wire = await connect(sandbox)
    await wire.identify(sandbox.bot)
    for _ in range(5000):  # more than all the buffers on the way can hold
        sandbox.ada.say(sandbox.general, "x" * 2000)
    await sandbox.until(lambda: "goodbye" in sandbox.journal.connections)


async def test_an_acknowledgement_takes_as_long_as_the_way_to_discord(
    start_sandbox: StartSandbox, connect: Connect
) -> None:
    sandbox = await start_sandbox(Limits(heartbeat_delay=0.2))
    wire = await connect(sandbox)
    await wire.receive()
    sent = asyncio.get_running_loop().time()
    await wire.send(1, None)
    assert (await wire.receive())["op"] == 11
    assert asyncio.get_running_loop().time() - sent >= 0.2


async def test_a_heartbeat_in_time_keeps_the_connection(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(heartbeat_interval=0.1, heartbeat_patience=8.0))
    wire = await connect(sandbox)
    await wire.identify(sandbox.bot)
    for _ in range(10):
        await asyncio.sleep(0.1)
        await wire.send(1, wire.sequence)
        await wire.op(11)


async def test_a_stream_can_be_compressed_with_one_context(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox, query="v=10&encoding=json&compress=zlib-stream", inflate=True)
    await wire.identify(sandbox.bot)
    for number in range(3):
        sandbox.ada.say(sandbox.general, f"message {number}")
        assert (await wire.event("MESSAGE_CREATE"))["content"] == f"message {number}"


async def test_zstd_is_spoken_where_there_is_a_library_for_it_and_text_elsewhere(
    sandbox: Sandbox, connect: Connect
) -> None:
    wire = await connect(sandbox, query="v=10&encoding=json&compress=zstd-stream")
    known = sys.version_info >= (3, 14) or importlib.util.find_spec("zstandard") is not None
    frame = await wire.socket.receive()
    assert frame.type is (aiohttp.WSMsgType.BINARY if known else aiohttp.WSMsgType.TEXT)


async def test_a_bots_guilds_are_unavailable_until_they_are_told(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(guild_ready_delay=0.1))
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.bot)
    assert ready["guilds"] == [{"id": str(sandbox.guild.id), "unavailable": True}]
    assert ready["resume_gateway_url"].startswith("ws://127.0.0.1:")
    ready_at = asyncio.get_running_loop().time()
    guild = await wire.event("GUILD_CREATE")
    assert asyncio.get_running_loop().time() - ready_at > 0.05
    assert guild["unavailable"] is False


async def test_nothing_is_told_of_a_guild_before_the_guild_is(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(guild_ready_delay=0.5))
    wire = await connect(sandbox)
    await wire.identify(sandbox.bot)
    sandbox.ada.say(sandbox.general, "too early")
    sandbox.ada.dm("in time")
    await wire.event("GUILD_CREATE")
    sandbox.ada.say(sandbox.general, "in time")
    await wire.event("MESSAGE_CREATE")
    assert [event["t"] for event in wire.events] == ["READY", "MESSAGE_CREATE", "GUILD_CREATE", "MESSAGE_CREATE"]


async def test_a_guild_is_told_before_anybody_can_say_a_word(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    login = asyncio.create_task(wire.identify(sandbox.bot))
    await sandbox.until(lambda: "identify" in sandbox.journal.connections)
    sandbox.ada.say(sandbox.general, "welcome")
    await login
    await wire.event("MESSAGE_CREATE")
    assert [event["t"] for event in wire.events] == ["READY", "GUILD_CREATE", "MESSAGE_CREATE"]


async def test_resuming_replays_what_was_missed_in_order_then_says_so(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.bot)
    await wire.event("GUILD_CREATE")
    sandbox.ada.say(sandbox.general, "seen")
    await wire.event("MESSAGE_CREATE")
    assert sandbox.drop_gateway() == 1
    await sandbox.until(lambda: "lost" in sandbox.journal.connections)
    for number in range(3):
        sandbox.ada.say(sandbox.general, f"missed {number}")
    again = await connect(sandbox)
    await resume(again, sandbox, ready, seen=wire.sequence)
    await again.event("RESUMED")
    assert [event["d"].get("content") for event in again.events] == ["missed 0", "missed 1", "missed 2", None]
    sequences = [event["s"] for event in again.events]
    assert sequences == list(range(wire.sequence + 1, wire.sequence + 5))
    sandbox.ada.say(sandbox.general, "live again")
    assert (await again.event("MESSAGE_CREATE"))["content"] == "live again"


async def test_a_session_that_is_not_known_cannot_be_resumed(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    await resume(wire, sandbox, {"session_id": "unknown"}, seen=1)
    assert (await wire.op(9))["d"] is False


async def test_nobody_can_resume_what_somebody_else_began(sandbox: Sandbox, connect: Connect) -> None:
    owner = await connect(sandbox)
    ready = await owner.identify(sandbox.ada.user)
    for thief in (sandbox.bot, sandbox.linus.user):
        wire = await connect(sandbox)
        await wire.op(10)
        await wire.send(6, {"token": thief.token, "session_id": ready["session_id"], "seq": 1})
        assert (await wire.op(9))["d"] is False
    sandbox.ada.say(sandbox.general, "mine still")
    assert (await owner.event("MESSAGE_CREATE"))["content"] == "mine still"


async def test_what_has_left_the_buffer_cannot_be_resumed(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(resume_buffer=2))
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.bot)
    for number in range(4):
        sandbox.ada.say(sandbox.general, str(number))
    again = await connect(sandbox)
    await resume(again, sandbox, ready, seen=1)
    assert (await again.op(9))["d"] is False


async def test_a_session_ends_when_nobody_comes_back(start_sandbox: StartSandbox, connect: Connect) -> None:
    sandbox = await start_sandbox(Limits(session_life=0.05))
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.bot)
    sandbox.drop_gateway()
    await sandbox.until(lambda: sandbox.journal.presences[-1].status == "offline")
    again = await connect(sandbox)
    await resume(again, sandbox, ready, seen=1)
    assert (await again.op(9))["d"] is False


async def test_a_session_cannot_have_seen_what_was_not_sent(sandbox: Sandbox, connect: Connect) -> None:
    ready = await (await connect(sandbox)).identify(sandbox.bot)
    again = await connect(sandbox)
    await resume(again, sandbox, ready, seen=999)
    assert await again.closed() == 4007


async def test_a_goodbye_ends_the_session(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    await wire.socket.close(code=1000)
    await sandbox.until(lambda: "goodbye" in sandbox.journal.connections)
    assert sandbox.journal.presences[-1].status == "offline"


async def test_discord_py_resumes_after_a_torn_connection_and_misses_nothing(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    said: list[str] = []

    async def on_message(message: Any) -> None:
        said.append(message.content)

    client.event(on_message)
    sandbox.drop_gateway()
    await sandbox.until(lambda: "lost" in sandbox.journal.connections)
    for number in range(3):
        sandbox.ada.say(sandbox.general, str(number))
    await heard(client, "resumed")
    sandbox.ada.say(sandbox.general, "after")
    await heard(client, "message", lambda message: message.content == "after")
    assert said == ["0", "1", "2", "after"]
    assert sandbox.journal.connections == ["identify", "lost", "resume"]


async def test_discord_py_resumes_when_asked_to_reconnect(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    sandbox.reconnect()
    await heard(client, "resumed")
    assert sandbox.journal.connections == ["identify", "lost", "resume"]


async def test_discord_py_logs_in_anew_when_its_session_is_invalid(sandbox: Sandbox, log_in: LogIn) -> None:
    class Impatient(discord.Client):
        async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
            """The library would wait five seconds between two logins."""

    client = await log_in(sandbox, Impatient(intents=discord.Intents.default(), guild_ready_timeout=0.02))
    sandbox.invalidate()
    await sandbox.until(lambda: sandbox.journal.connections.count("identify") == 2)
    sandbox.ada.say(sandbox.general, "still there?")
    await heard(client, "message")


async def test_discord_py_resumes_a_session_that_is_invalid_only_for_now(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    sandbox.invalidate(resumable=True)
    await heard(client, "resumed")


async def test_after_an_invalid_session_one_can_log_in_on_the_same_connection(
    sandbox: Sandbox, connect: Connect
) -> None:
    wire = await connect(sandbox)
    first = await wire.identify(sandbox.bot)
    sandbox.invalidate()
    assert (await wire.op(9))["d"] is False
    await wire.send(2, {"token": sandbox.bot.token, "intents": 0})
    assert (await wire.event("READY"))["session_id"] != first["session_id"]


async def resume(wire: Wire, sandbox: Sandbox, ready: dict[str, Any], *, seen: int | None) -> None:
    await wire.op(10)
    await wire.send(6, {"token": sandbox.bot.token, "session_id": ready["session_id"], "seq": seen})


@pytest.mark.parametrize(
    ("mishap", "heard"), [("lost", ["b", "c"]), ("doubled", ["a", "a", "b", "c"]), ("late", ["b", "a", "c"])]
)
async def test_one_event_goes_astray_on_its_way_to_the_bot_and_to_nobody_else(sandbox, connect, mishap, heard):
    bot, person = await connect(sandbox), await connect(sandbox)
    await bot.identify(sandbox.bot)
    await person.identify(sandbox.linus.user)
    sandbox.misdirect("MESSAGE_CREATE", mishap)
    for text in "abc":
        sandbox.ada.say(sandbox.general, text)
    assert [(await bot.event("MESSAGE_CREATE"))["content"] for _ in heard] == heard
    assert [(await person.event("MESSAGE_CREATE"))["content"] for _ in "abc"] == ["a", "b", "c"]


async def test_a_connection_can_stay_open_and_say_nothing_until_the_client_comes_anew(sandbox, connect):
    bot = await connect(sandbox)
    await bot.identify(sandbox.bot)
    assert sandbox.numb_gateway() == 1
    sandbox.ada.say(sandbox.general, "not heard")
    again = await connect(sandbox)
    await again.identify(sandbox.bot)
    sandbox.ada.say(sandbox.general, "heard")
    assert (await again.event("MESSAGE_CREATE"))["content"] == "heard"
