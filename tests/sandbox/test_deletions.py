"""What is told when messages, threads, channels and guilds go: what Discord tells, also to clients without a cache."""

import asyncio
from typing import Any

import discord
import pytest

from bot.sandbox import Permission, Sandbox

from .clients import Wire
from .conftest import Connect, LogIn, heard, make_client

RAW = ("raw_message_edit", "raw_message_delete", "raw_bulk_message_delete", "raw_thread_delete", "guild_remove")


@pytest.fixture
async def wire(sandbox: Sandbox, connect: Connect) -> Wire:
    """The bot's own line to the gateway."""
    wire = await connect(sandbox)
    await wire.identify(sandbox.bot)
    return wire


def of(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    return {"channel_id": str(sandbox.general.id), "guild_id": str(sandbox.guild.id), **more}


async def test_messages_go_alone_or_together(sandbox: Sandbox, wire: Wire) -> None:
    said = [sandbox.ada.say(sandbox.general, str(number)) for number in range(3)]
    sandbox.ada.delete(said[0])
    assert await wire.event("MESSAGE_DELETE") == of(sandbox, id=str(said[0].id))
    sandbox.ada.delete(*said[1:])
    assert await wire.event("MESSAGE_DELETE_BULK") == of(sandbox, ids=[str(message.id) for message in said[1:]])


async def test_an_edit_tells_the_whole_message(sandbox: Sandbox, wire: Wire) -> None:
    said = sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
    created = await wire.event("MESSAGE_CREATE")
    sandbox.ada.edit(said, f"{sandbox.mention} two")
    updated = await wire.event("MESSAGE_UPDATE")
    assert updated.keys() == created.keys()
    assert (updated["content"], updated["member"]) == (f"{sandbox.mention} two", created["member"])
    assert updated["edited_timestamp"] > created["timestamp"]


async def test_of_a_thread_only_its_place_is_told(sandbox: Sandbox, wire: Wire) -> None:
    thread = sandbox.ada.thread(sandbox.general, "aside")
    sandbox.delete_channel(thread)
    assert await wire.event("THREAD_DELETE") == {
        "id": str(thread.id),
        "guild_id": str(sandbox.guild.id),
        "parent_id": str(sandbox.general.id),
        "type": 11,
    }


async def test_the_threads_of_a_channel_go_with_it_without_a_word(sandbox: Sandbox, wire: Wire) -> None:
    thread = sandbox.ada.thread(sandbox.general, "aside")
    said = sandbox.ada.say(thread, "in it")
    sandbox.delete_channel(sandbox.general)
    gone = await wire.event("CHANNEL_DELETE")
    assert (gone["id"], gone["name"], gone["type"]) == (str(sandbox.general.id), "general", 0)
    assert said.deleted
    assert thread.id not in sandbox.world.channels
    assert [event["t"] for event in wire.events if event["t"] in ("THREAD_DELETE", "MESSAGE_DELETE")] == []


async def test_a_bot_that_is_taken_out_is_told_the_id_alone(sandbox: Sandbox, wire: Wire) -> None:
    sandbox.outage(sandbox.guild)
    assert await wire.event("GUILD_DELETE") == {"id": str(sandbox.guild.id), "unavailable": True}
    sandbox.outage_over(sandbox.guild)
    assert (await wire.event("GUILD_CREATE"))["id"] == str(sandbox.guild.id)
    sandbox.remove_bot_from(sandbox.guild)
    assert await wire.event("GUILD_DELETE") == {"id": str(sandbox.guild.id)}


async def test_a_client_that_knew_none_of_it_hears_of_it_all(sandbox: Sandbox, log_in: LogIn) -> None:
    thread = sandbox.ada.thread(sandbox.general, "aside")
    said = [sandbox.ada.say(sandbox.general, str(number)) for number in range(4)]
    client = await log_in(sandbox, make_client(max_messages=None))
    hearing = {name: asyncio.create_task(heard(client, name)) for name in RAW}
    await asyncio.sleep(0)
    sandbox.ada.edit(said[0], "better")
    sandbox.ada.delete(said[1])
    sandbox.ada.delete(*said[2:])
    sandbox.delete_channel(thread)
    sandbox.remove_bot_from(sandbox.guild)
    told = {name: await task for name, task in hearing.items()}
    assert (told["raw_message_edit"].message.content, told["raw_message_edit"].cached_message) == ("better", None)
    assert told["raw_message_delete"].message_id == said[1].id
    assert told["raw_bulk_message_delete"].message_ids == {message.id for message in said[2:]}
    assert told["raw_thread_delete"].thread_id == thread.id
    assert told["guild_remove"].id == sandbox.guild.id


async def test_of_a_channel_that_one_may_not_view_only_its_being_there_is_told(
    sandbox: Sandbox, log_in: LogIn, wire: Wire
) -> None:
    sandbox.permit(sandbox.code, sandbox.bot, deny=Permission.VIEW_CHANNEL)
    hidden = await wire.event("CHANNEL_UPDATE")
    assert (hidden["id"], hidden["name"], hidden["topic"]) == (str(sandbox.code.id), "___hidden___", None)
    assert hidden["flags"] & 1 << 17
    client = await log_in(sandbox)
    assert client.get_channel(sandbox.code.id).name == "___hidden___"
    assert [channel.name for channel in await client.get_guild(sandbox.guild.id).fetch_channels()] == [
        "general",
        "random",
    ]
    sandbox.ada.say(sandbox.code, "not heard")
    thread = sandbox.ada.thread(sandbox.code, "aside")
    sandbox.permit(sandbox.code, sandbox.bot)
    assert (await wire.event("CHANNEL_UPDATE"))["name"] == "code"
    shown = await wire.event("THREAD_LIST_SYNC")
    assert (shown["channel_ids"], [each["id"] for each in shown["threads"]]) == (
        [str(sandbox.code.id)],
        [str(thread.id)],
    )
    assert isinstance(client.get_channel(thread.id) or await client.fetch_channel(thread.id), discord.Thread)
    assert "not heard" not in [event["d"].get("content") for event in wire.events]
