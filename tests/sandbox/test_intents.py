"""Intents decide which events a bot is sent, and whether it may read what people write."""

import asyncio

import discord
import pytest

from bot.sandbox import Intent, Sandbox
from bot.sandbox.gateway.intents import PRIVILEGED, wants

from .conftest import Connect, LogIn, MakeApi, StartSandbox, heard


@pytest.fixture
async def blind(sandbox: Sandbox, log_in: LogIn) -> discord.Client:
    """A bot without the message content intent."""
    return await log_in(sandbox, intents=discord.Intents.default())


async def test_without_the_content_intent_messages_are_blank(sandbox: Sandbox, blind: discord.Client) -> None:
    sandbox.ada.say(sandbox.general, "secret")
    assert (await heard(blind, "message")).content == ""


async def test_but_not_those_that_mention_the_bot(sandbox: Sandbox, blind: discord.Client) -> None:
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} hello")
    assert (await heard(blind, "message")).content.endswith("hello")


async def test_nor_direct_ones(sandbox: Sandbox, blind: discord.Client) -> None:
    sandbox.ada.dm("hello")
    assert (await heard(blind, "message")).content == "hello"


async def test_nor_its_own_nor_a_reply_to_them(sandbox: Sandbox, blind: discord.Client) -> None:
    sent = await blind.get_channel(sandbox.general.id).send("I said")
    sandbox.ada.say(sandbox.general, "you did", reply_to=sandbox.general.messages[sent.id])
    reply = await heard(blind, "message", lambda message: message.author.id != sandbox.bot.id)
    assert (reply.content, reply.reference.resolved.content) == ("you did", "I said")


async def test_a_quoted_message_is_as_blank_as_it_was(sandbox: Sandbox, blind: discord.Client) -> None:
    said = sandbox.ada.say(sandbox.general, "secret")
    sandbox.linus.say(sandbox.general, f"{sandbox.mention} look", reply_to=said)
    message = await heard(blind, "message", lambda message: message.content != "")
    assert message.reference.resolved.content == ""


async def test_rest_shows_what_the_application_has_enabled(start_sandbox: StartSandbox, api: MakeApi) -> None:
    for privileged, shown in ((PRIVILEGED, "secret"), (0, "")):
        sandbox = await start_sandbox(privileged_intents=privileged)
        sandbox.ada.say(sandbox.general, "secret")
        page = await api(sandbox, sandbox.bot)("GET", f"/channels/{sandbox.general.id}/messages")
        assert [message["content"] for message in page.body] == [shown]


async def test_members_are_listed_if_the_application_has_enabled_that(
    start_sandbox: StartSandbox, api: MakeApi
) -> None:
    for privileged, status in ((PRIVILEGED, 200), (0, 403)):
        sandbox = await start_sandbox(privileged_intents=privileged)
        path = f"/guilds/{sandbox.guild.id}/members?limit=1000"
        assert (await api(sandbox, sandbox.bot)("GET", path)).status == status


async def test_events_without_their_intent_are_not_sent(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.bot, intents=int(Intent.DIRECT_MESSAGES))
    sandbox.ada.say(sandbox.general, "in the guild")
    sandbox.ada.typing(sandbox.general)
    sandbox.ada.typing(sandbox.ada.dm_channel)
    sandbox.add_channel("new")
    sandbox.ada.dm("directly")
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "directly"
    assert [event["t"] for event in wire.events] == ["READY", "MESSAGE_CREATE"]


async def test_what_a_bot_cannot_see_it_is_not_told(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.bot)
    sandbox.permit(sandbox.code, sandbox.bot, deny=1 << 10)
    sandbox.ada.say(sandbox.code, "hidden")
    sandbox.ada.say(sandbox.general, "open")
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "open"


async def test_people_do_not_hear_what_is_said_to_others(sandbox: Sandbox, connect: Connect) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    sandbox.linus.dm("not for Ada")
    sandbox.linus.say(sandbox.general, "for all")
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "for all"


def test_what_is_meant_for_peoples_clients_is_never_sent_to_bots() -> None:
    for event in ("INTERACTION_SUCCESS", "INTERACTION_FAILURE", "GUILD_APPLICATION_COMMAND_INDEX_UPDATE"):
        assert not wants((1 << 26) - 1, event, direct=False)
        assert wants(None, event, direct=False)


async def test_everything_still_arrives_in_order(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    heard_texts: asyncio.Queue[str] = asyncio.Queue()

    async def on_message(message: discord.Message) -> None:
        heard_texts.put_nowait(message.content)

    client.event(on_message)
    for number in range(50):
        sandbox.ada.say(sandbox.general, str(number))
    assert [await heard_texts.get() for _ in range(50)] == [str(number) for number in range(50)]
