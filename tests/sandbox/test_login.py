"""An unmodified discord.py logs in and finds what it needs."""

from collections.abc import Callable

import discord
import pytest

from bot.sandbox import Intent, Sandbox
from bot.sandbox.gateway.intents import PRIVILEGED

from .conftest import Connect, LogIn, MakeApi, StartSandbox, make_client

pytestmark = pytest.mark.hurrying


async def test_a_client_finds_its_guild_its_channels_and_itself(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    (guild,) = client.guilds
    assert client.user is not None
    assert (client.user.id, guild.me.id) == (sandbox.bot.id, sandbox.bot.id)
    assert (guild.name, guild.owner_id) == ("Qwen's Corner", sandbox.ada.user.id)
    assert [channel.name for channel in guild.text_channels] == ["general", "code", "random"]
    assert guild.self_role is not None
    assert guild.text_channels[0].permissions_for(guild.me).send_messages
    assert client.application_flags.gateway_message_content_limited


async def test_with_the_members_intent_everybody_is_known(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox, intents=discord.Intents.all())
    assert {member.display_name for member in client.guilds[0].members} == {"Ada", "Linus", "Grace", "Qwen"}


async def test_without_it_members_are_asked_for(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    (guild,) = client.guilds
    assert [member.id for member in guild.members] == [sandbox.bot.id]
    assert [member.name for member in await guild.query_members("li")] == ["linus"]
    assert (await guild.fetch_member(sandbox.ada.user.id)).global_name == "Ada"


async def test_a_wrong_token_is_401(
    sandbox: Sandbox, api: MakeApi, discord_addresses: Callable[[Sandbox], None]
) -> None:
    refused = await api(sandbox, None)("GET", "/users/@me", headers={"Authorization": "Bot wrong"})
    assert (refused.status, refused.body) == (401, {"message": "401: Unauthorized", "code": 0})
    discord_addresses(sandbox)
    async with make_client() as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")


async def test_a_token_is_only_good_for_its_own_kind_of_login(sandbox: Sandbox, api: MakeApi) -> None:
    for header in (sandbox.bot.token, f"Bot {sandbox.ada.user.token}", "", "Bot ", "Bearer x", "Bot ümlaut"):
        answer = await api(sandbox, None)("GET", "/users/@me", headers={"Authorization": header})
        assert answer.status == 401


async def test_an_intent_that_is_not_enabled_is_4014(start_sandbox: StartSandbox, log_in: LogIn) -> None:
    sandbox = await start_sandbox(privileged_intents=PRIVILEGED & ~Intent.MESSAGE_CONTENT)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await log_in(sandbox)
    assert "close 4014" in sandbox.journal.connections


async def test_a_sharded_client_logs_in(sandbox: Sandbox, log_in: LogIn) -> None:
    client = discord.AutoShardedClient(intents=discord.Intents.default(), guild_ready_timeout=0.02)
    await log_in(sandbox, client)
    assert [guild.id for guild in client.guilds] == [sandbox.guild.id]


async def test_a_guild_belongs_to_one_shard(sandbox: Sandbox, connect: Connect) -> None:
    told = []
    for number in (0, 1):
        wire = await connect(sandbox)
        ready = await wire.identify(sandbox.bot, shard=[number, 2])
        told.append([guild["id"] for guild in ready["guilds"]])
    assert sorted(told) == [[], [str(sandbox.guild.id)]]


async def test_and_that_shard_is_told_when_it_is_gone(sandbox: Sandbox, connect: Connect) -> None:
    wires = [await connect(sandbox), await connect(sandbox)]
    for number, wire in enumerate(wires):
        await wire.identify(sandbox.bot, shard=[number, 2])
    sandbox.remove_bot_from(sandbox.guild)
    sandbox.invalidate()
    for wire in wires:
        await wire.op(9)
    assert sum(event["t"] == "GUILD_DELETE" for wire in wires for event in wire.events) == 1


async def test_two_sandboxes_cannot_have_one_port(sandbox: Sandbox) -> None:
    other = Sandbox()
    with pytest.raises(OSError, match="in use"):
        await other.start(port=sandbox.port)
