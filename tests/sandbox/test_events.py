"""What happens reaches bot and people as events, and answers say the same as events."""

import asyncio

import discord
import pytest

from bot.sandbox import Limits, Sandbox, Window

from .conftest import Connect, LogIn, MakeApi, StartSandbox, heard


async def test_the_bot_hears_what_people_say_in_a_guild(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    said = sandbox.ada.say(sandbox.general, f"{sandbox.mention} hello")
    message = await heard(client, "message")
    assert (message.id, message.content) == (said.id, f"<@{sandbox.bot.id}> hello")
    assert isinstance(message.author, discord.Member)
    assert message.author.display_name == "Ada"
    assert message.guild == client.guilds[0]
    assert client.user in message.mentions


async def test_the_bot_hears_direct_messages(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    sandbox.linus.dm("psst")
    message = await heard(client, "message")
    assert isinstance(message.channel, discord.DMChannel)
    assert isinstance(message.author, discord.User)
    answer = await message.channel.send("yes?")
    assert sandbox.linus.dm_channel.messages[answer.id].content == "yes?"


async def test_the_bot_opens_direct_messages_itself(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    user = await client.fetch_user(sandbox.ada.user.id)
    await user.send("hello")
    assert [message.content for message in sandbox.messages(sandbox.ada.dm_channel)] == ["hello"]


async def test_a_reply_names_the_message_it_answers(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    sandbox.ada.say(sandbox.general, "what is two and two?")
    question = await heard(client, "message")
    answer = await question.reply("four")
    assert answer.type is discord.MessageType.reply
    sandbox.ada.say(sandbox.general, "and three?", reply_to=sandbox.general.messages[answer.id])
    further = await heard(client, "message", lambda message: message.content == "and three?")
    assert further.reference.resolved == answer
    assert client.user in further.mentions


async def test_edits_and_deletes_are_told_to_bot_and_people(sandbox: Sandbox, log_in: LogIn, connect: Connect) -> None:
    client, wire = await log_in(sandbox), await connect(sandbox)
    await wire.identify(sandbox.linus.user)
    said = sandbox.ada.say(sandbox.code, "frist")
    await heard(client, "message")
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "frist"
    sandbox.ada.edit(said, "first")
    before, after = await client.wait_for("message_edit", timeout=60)
    assert (before.content, after.content) == ("frist", "first")
    update = await wire.event("MESSAGE_UPDATE")
    assert (update["content"], update["author"]["username"], update["guild_id"]) == (
        "first",
        "ada",
        str(sandbox.guild.id),
    )
    assert update["edited_timestamp"] is not None
    sandbox.ada.delete(said)
    assert (await heard(client, "message_delete")).id == said.id
    assert (await wire.event("MESSAGE_DELETE"))["id"] == str(said.id)


async def test_the_bots_own_messages_are_told_to_people_as_they_are_edited(
    sandbox: Sandbox, log_in: LogIn, connect: Connect
) -> None:
    client, wire = await log_in(sandbox), await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    message = await client.get_channel(sandbox.general.id).send("th")
    await message.edit(content="the answer")
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "th"
    update = await wire.event("MESSAGE_UPDATE")
    assert (update["content"], update["member"]["roles"] != []) == ("the answer", True)


async def test_an_edit_is_applied_before_its_answer_returns(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    message = await client.get_channel(sandbox.general.id).send("a")
    await message.edit(content="b")
    assert sandbox.general.messages[message.id].content == "b"
    assert [revision.content for revision in sandbox.journal.revisions] == ["a", "b"]


async def test_typing_is_told(sandbox: Sandbox, log_in: LogIn, connect: Connect) -> None:
    client, wire = await log_in(sandbox), await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    await client.get_channel(sandbox.general.id).typing()
    started = await wire.event("TYPING_START")
    assert (started["channel_id"], started["user_id"]) == (str(sandbox.general.id), str(sandbox.bot.id))
    assert [(typing.user, typing.channel) for typing in sandbox.journal.typings] == [(sandbox.bot, sandbox.general)]
    sandbox.linus.typing(sandbox.general)
    channel, user, _ = await client.wait_for("typing", timeout=60)
    assert (channel.id, user.id) == (sandbox.general.id, sandbox.linus.user.id)


async def test_reactions_are_told(sandbox: Sandbox, log_in: LogIn, connect: Connect) -> None:
    client, wire = await log_in(sandbox), await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    said = sandbox.ada.say(sandbox.general, "good?")
    message = await heard(client, "message")
    await message.add_reaction("👍")
    assert (await wire.event("MESSAGE_REACTION_ADD"))["emoji"]["name"] == "👍"
    sandbox.linus.react(said, "👍")
    reaction, _ = await client.wait_for("reaction_add", check=lambda _, user: user.id != sandbox.bot.id, timeout=60)
    assert reaction.count == 2
    await message.remove_reaction("👍", client.user)
    assert (await wire.event("MESSAGE_REACTION_REMOVE"))["user_id"] == str(sandbox.bot.id)


async def test_several_messages_deleted_at_once_are_one_event(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    channel = client.get_channel(sandbox.general.id)
    sandbox.permit(sandbox.general, sandbox.bot, allow=1 << 13)
    messages = [await channel.send(text) for text in "abc"]
    deleted = asyncio.create_task(heard(client, "raw_bulk_message_delete"))
    await asyncio.sleep(0)
    await channel.delete_messages(messages)
    assert (await deleted).message_ids == {message.id for message in messages}
    assert sandbox.messages(sandbox.general) == []


async def test_the_bots_presence_reaches_people_who_are_there_and_who_come_later(
    start_sandbox: StartSandbox, log_in: LogIn, connect: Connect
) -> None:
    sandbox = await start_sandbox(Limits(session_life=0.05))
    early, late = await connect(sandbox), await connect(sandbox)
    await early.identify(sandbox.ada.user)
    client = await log_in(sandbox)
    await client.change_presence(activity=discord.CustomActivity("loading the model"), status=discord.Status.idle)
    while (update := await early.event("PRESENCE_UPDATE"))["status"] != "idle":
        pass
    assert update["activities"][0]["state"] == "loading the model"
    ready = await late.identify(sandbox.linus.user)
    of_bot = next(each for each in ready["presences"] if each["user"]["id"] == str(sandbox.bot.id))
    assert of_bot["status"] == "idle"
    await client.close()  # discord.py leaves with 4000, so its session could be resumed for a while
    while (update := await early.event("PRESENCE_UPDATE"))["status"] != "offline":
        pass
    assert update["user"]["id"] == str(sandbox.bot.id)


async def test_a_person_is_told_everything_at_once(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.ada.user)
    (guild,), (direct,) = ready["guilds"], ready["private_channels"]
    assert [channel["name"] for channel in guild["channels"]] == ["general", "code", "random"]
    assert {member["user"]["username"] for member in guild["members"]} == {"ada", "linus", "grace", "Qwen"}
    assert (direct["type"], [user["id"] for user in direct["recipients"]]) == (1, [str(sandbox.bot.id)])
    assert {"threads", "roles", "id", "name"} <= guild.keys()


async def test_events_can_be_overtaken_by_answers(start_sandbox: StartSandbox, connect: Connect, api: MakeApi) -> None:
    sandbox = await start_sandbox(Limits(event_delay=0.1))
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    loop = asyncio.get_running_loop()
    await api(sandbox, sandbox.bot)("POST", f"/channels/{sandbox.general.id}/messages", {"content": "hi"})
    answered = loop.time()
    await wire.event("MESSAGE_CREATE")
    assert loop.time() - answered > 0.05


async def test_a_channel_that_is_deleted_is_gone_for_all(sandbox: Sandbox, log_in: LogIn, connect: Connect) -> None:
    client, wire = await log_in(sandbox), await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    channel = client.get_channel(sandbox.random.id)
    sandbox.delete_channel(sandbox.random)
    await heard(client, "guild_channel_delete")
    assert (await wire.event("CHANNEL_DELETE"))["id"] == str(channel.id)
    with pytest.raises(discord.NotFound, match="10003"):
        await channel.send("hello?")
    assert client.get_channel(channel.id) is None


async def test_new_guilds_channels_and_people_appear(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox, intents=discord.Intents.all())
    sandbox.add_channel("later")
    assert (await heard(client, "guild_channel_create")).name == "later"
    grace = sandbox.add_person("Grace")
    assert (await heard(client, "member_join")).display_name == "Grace"
    grace.say(sandbox.general, "hello")
    assert (await heard(client, "message")).author.name == "grace"
    guild = sandbox.add_guild("Elsewhere")
    assert (await heard(client, "guild_join")).name == "Elsewhere"
    sandbox.remove_bot_from(guild)
    assert (await heard(client, "guild_remove")).name == "Elsewhere"


async def test_a_bucket_of_another_size_is_told_truly(start_sandbox: StartSandbox, log_in: LogIn) -> None:
    sandbox = await start_sandbox(Limits(posts=Window(2, 0.2)))
    client = await log_in(sandbox)
    loop = asyncio.get_running_loop()
    started = loop.time()
    for text in "abcde":
        await client.get_channel(sandbox.general.id).send(text)
    assert 0.35 < loop.time() - started < 2.0
    assert all(request.status == 200 for request in sandbox.journal.requests if request.method == "POST")
