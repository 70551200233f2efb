"""Guilds, channels, members and roles, as discord.py fetches and changes them."""

import discord
import pytest

from bot.sandbox import Permission, Sandbox

from .conftest import LogIn, MakeApi, heard


@pytest.fixture
async def client(sandbox: Sandbox, log_in: LogIn) -> discord.Client:
    return await log_in(sandbox)


async def test_what_there_is_can_be_fetched(sandbox: Sandbox, client: discord.Client) -> None:
    guild = await client.fetch_guild(sandbox.guild.id)
    assert (guild.name, guild.approximate_member_count) == ("Qwen's Corner", 4)
    assert [channel.name for channel in await guild.fetch_channels()] == ["general", "code", "random"]
    assert [role.name for role in await guild.fetch_roles()] == ["@everyone", "Qwen", "Moderators"]
    assert (await guild.fetch_member(sandbox.linus.user.id)).display_name == "Linus"
    channel = await client.fetch_channel(sandbox.code.id)
    assert isinstance(channel, discord.TextChannel)
    assert channel.topic == "Programs and their problems"
    assert [each.name async for each in client.fetch_guilds()] == ["Qwen's Corner"]
    assert (await client.fetch_user(sandbox.ada.user.id)).global_name == "Ada"


async def test_messages_can_be_fetched(sandbox: Sandbox, client: discord.Client) -> None:
    said = [sandbox.ada.say(sandbox.general, text) for text in "abc"]
    channel = client.get_channel(sandbox.general.id)
    assert [message.content async for message in channel.history(oldest_first=True)] == ["a", "b", "c"]
    assert (await channel.fetch_message(said[1].id)).content == "b"
    with pytest.raises(discord.NotFound, match="10008"):
        await channel.fetch_message(1)


async def test_changing_a_channel_needs_a_permission(sandbox: Sandbox, client: discord.Client) -> None:
    channel = client.get_channel(sandbox.random.id)
    with pytest.raises(discord.Forbidden, match="50013"):
        await channel.edit(name="renamed")
    sandbox.permit(sandbox.random, sandbox.bot, allow=Permission.MANAGE_CHANNELS)
    edited = await channel.edit(name="renamed", topic="about")
    assert (edited.name, sandbox.random.name, sandbox.random.topic) == ("renamed", "renamed", "about")
    await channel.delete()
    with pytest.raises(discord.NotFound, match="10003"):
        await client.fetch_channel(channel.id)


async def test_a_guild_that_the_bot_left_is_closed_to_it(sandbox: Sandbox, client: discord.Client) -> None:
    sandbox.remove_bot_from(sandbox.guild)
    assert (await heard(client, "guild_remove")).id == sandbox.guild.id
    for call in (client.fetch_guild(sandbox.guild.id), client.fetch_channel(sandbox.general.id)):
        with pytest.raises(discord.Forbidden, match="50001"):
            await call


async def test_people_and_the_bot_share_one_direct_channel(
    sandbox: Sandbox, client: discord.Client, api: MakeApi
) -> None:
    opened = await (await client.fetch_user(sandbox.ada.user.id)).create_dm()
    mine = await api(sandbox, sandbox.ada.user)("POST", "/users/@me/channels", {"recipient_id": str(sandbox.bot.id)})
    assert int(mine.body["id"]) == opened.id == sandbox.ada.dm_channel.id
    listed = await api(sandbox, sandbox.ada.user)("GET", "/users/@me/channels")
    assert [channel["id"] for channel in listed.body] == [mine.body["id"]]
    assert (await api(sandbox, sandbox.linus.user)("GET", f"/channels/{opened.id}")).code == 50001
