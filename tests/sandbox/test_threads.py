"""Threads: from a message, without one, archived, and what is said in them."""

import asyncio

import discord
import pytest

from bot.sandbox import Permission, Refusal, Sandbox

from .conftest import Connect, LogIn, MakeApi, heard


async def test_a_thread_from_a_message_has_its_id(sandbox: Sandbox, log_in: LogIn, connect: Connect) -> None:
    client, wire = await log_in(sandbox), await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    said = sandbox.ada.say(sandbox.general, "let us talk about this")
    message = await heard(client, "message")
    thread = await message.create_thread(name="this")
    assert (thread.id, thread.parent_id, thread.owner_id) == (said.id, sandbox.general.id, sandbox.bot.id)
    created = await wire.event("THREAD_CREATE")
    assert (created["name"], created["newly_created"]) == ("this", True)
    update = await wire.event("MESSAGE_UPDATE")
    assert update["thread"]["id"] == str(said.id)
    with pytest.raises(discord.HTTPException, match="160004"):
        await message.create_thread(name="again")


async def test_the_bot_hears_and_answers_in_a_thread_that_a_person_began(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    thread = sandbox.ada.thread(sandbox.general, "aside")
    joined = await heard(client, "thread_create")
    assert (joined.id, joined.name, joined.parent.name) == (thread.id, "aside", "general")
    sandbox.ada.say(thread, "hello in here")
    message = await heard(client, "message", lambda message: message.content != "aside")
    assert isinstance(message.channel, discord.Thread)
    await message.reply("hello")
    assert [each.content for each in sandbox.messages(thread)] == ["hello in here", "hello"]
    assert sandbox.bot.id in thread.thread.members


async def test_a_thread_without_a_message_is_announced(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    channel = client.get_channel(sandbox.general.id)
    created = asyncio.ensure_future(heard(client, "thread_create"))
    thread = await channel.create_thread(name="new one", type=discord.ChannelType.public_thread)
    assert (await created).id == thread.id
    (announcement,) = sandbox.messages(sandbox.general)
    assert (announcement.type, announcement.content) == (18, "new one")


async def test_a_private_thread_is_seen_by_its_members(sandbox: Sandbox, log_in: LogIn, api: MakeApi) -> None:
    client = await log_in(sandbox)
    channel = client.get_channel(sandbox.general.id)
    thread = await channel.create_thread(name="between us")
    linus = api(sandbox, sandbox.linus.user)
    assert (await linus("GET", f"/channels/{thread.id}")).code == 50001
    await thread.add_user(discord.Object(sandbox.linus.user.id))
    assert (await linus("GET", f"/channels/{thread.id}")).body["name"] == "between us"
    assert {member.id for member in await thread.fetch_members()} == {sandbox.bot.id, sandbox.linus.user.id}
    await thread.remove_user(discord.Object(sandbox.linus.user.id))
    assert (await linus("GET", f"/channels/{thread.id}")).code == 50001


async def test_an_archived_thread_opens_when_somebody_writes_but_not_to_edit(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    channel = client.get_channel(sandbox.general.id)
    thread = await channel.create_thread(name="old", type=discord.ChannelType.public_thread)
    message = await thread.send("first")
    await thread.edit(archived=True)
    assert [each.id async for each in channel.archived_threads()] == [thread.id]
    with pytest.raises(discord.HTTPException) as refused:
        await message.edit(content="changed")
    assert refused.value.code == 50083
    sandbox.ada.say(sandbox.world.channels[thread.id], "hello?")
    await heard(client, "raw_thread_update", lambda update: not update.data["thread_metadata"]["archived"])
    assert [each async for each in channel.archived_threads()] == []
    await message.edit(content="changed")


async def test_a_locked_thread_stays_closed_to_people(sandbox: Sandbox) -> None:
    thread = sandbox.ada.thread(sandbox.general, "done")
    thread.thread.archived = thread.thread.locked = True
    with pytest.raises(Refusal, match="50013"):
        sandbox.linus.say(thread, "one more thing")


async def test_threads_go_with_their_channel(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    thread = sandbox.ada.thread(sandbox.random, "aside")
    await heard(client, "thread_create")
    sandbox.delete_channel(sandbox.random)
    await heard(client, "guild_channel_delete")
    assert client.get_channel(thread.id) is None


async def test_active_threads_are_listed(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    thread = sandbox.ada.thread(sandbox.general, "aside")
    assert [each.id for each in await client.guilds[0].active_threads()] == [thread.id]
    thread_here = sandbox.ada.thread(sandbox.general, "from this", message=sandbox.ada.say(sandbox.general, "this"))
    starter = sandbox.messages(thread_here)[0]
    assert (starter.type, starter.reference.message.content) == (21, "this")


async def test_only_who_may_takes_others_out_of_a_thread_or_locks_it(sandbox: Sandbox, api: MakeApi) -> None:
    bot, thread = api(sandbox, sandbox.bot), sandbox.ada.thread(sandbox.general, "aside")
    sandbox.linus.say(thread, "hello")
    other = f"/channels/{thread.id}/thread-members/{sandbox.linus.user.id}"
    assert (await bot("DELETE", other)).code == 50013
    own = (await bot("POST", f"/channels/{sandbox.general.id}/threads", {"name": "mine", "type": 11})).body
    assert (await bot("PATCH", f"/channels/{own['id']}", {"locked": True})).code == 50013
    sandbox.permit(sandbox.general, sandbox.bot, allow=Permission.MANAGE_THREADS)
    assert (await bot("DELETE", other)).status == 204
    assert (await bot("PATCH", f"/channels/{own['id']}", {"locked": True})).status == 200


async def test_nobody_reacts_in_an_archived_thread(sandbox: Sandbox) -> None:
    thread = sandbox.ada.thread(sandbox.general, "aside")
    said = sandbox.ada.say(thread, "hello")
    thread.thread.archived = True
    with pytest.raises(Refusal, match="50083"):
        sandbox.linus.react(said, "👍")


async def test_a_private_thread_is_told_of_to_whom_it_is_opened(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    thread = sandbox.ada.thread(sandbox.general, "between us", private=True)
    with pytest.raises(Refusal, match="50001"):
        sandbox.linus.say(thread, "what is this?")
    sandbox.ada.invite(thread, sandbox.bot)
    joined = await heard(client, "thread_join")
    assert (joined.id, joined.is_private()) == (thread.id, True)
    sandbox.ada.say(thread, "hello")
    assert (await heard(client, "message")).channel.id == thread.id


async def test_a_thread_is_archived_where_nothing_is_said_for_a_day(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    thread = sandbox.ada.thread(sandbox.general, "aside")
    sandbox.clock.advance(20 * 3600)
    sandbox.ada.say(thread, "still here")
    sandbox.clock.advance(20 * 3600)
    assert not thread.thread.archived
    sandbox.clock.advance(5 * 3600)
    assert thread.thread.archived
    await heard(client, "raw_thread_update", lambda update: update.data["thread_metadata"]["archived"])
    sandbox.ada.say(thread, "here again")
    sandbox.clock.advance(20 * 3600)
    assert not thread.thread.archived
    sandbox.clock.advance(30 * 3600)
    assert thread.thread.archived
