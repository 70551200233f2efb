"""What /ask hands to the conversation."""

from datetime import UTC, datetime
from types import SimpleNamespace

from bot.core.chat import File, Text
from bot.core.record import Author, Incoming
from tests.platforms.discord.commands.typed import type_command
from tests.platforms.discord.models import GENERAL, THREAD, World
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def asking(**more):
    client = SimpleNamespace(user=SimpleNamespace(id=1), get_partial_messageable=lambda channel: None)
    client.get_guild = lambda server: more.get("guild")
    return RecordingInteraction(client=client, is_expired=lambda: False, created_at=NOON, **more)


async def test_ask_is_a_question_without_a_message():
    conversation = RecordingConversation()
    interaction = await type_command("ask", conversation, asking(), prompt="  what is <@7>? ")
    [(verb, incoming, reply)] = conversation.asked
    assert verb == "answer"
    assert incoming == Incoming(
        channel=7,
        author=Author(2, "Ada L."),
        parts=(Text("what is @somebody?"),),
        is_private=True,
        language="en-US",
        at=NOON,
    )
    assert reply.heading == "> what is @somebody?\n"
    assert interaction.told == [("defer", {"thinking": True})]
    # Where it will stand is known from the deferral on, so that it can be put on record before there is any text.
    assert reply.messages == [901]


async def test_ask_in_a_thread_on_a_server_says_so():
    world = World()
    conversation = RecordingConversation()
    interaction = asking(channel=THREAD, guild_id=world.guild.id, guild=world.guild)
    interaction.channel_id, interaction.channel = THREAD, world.thread
    await type_command("ask", conversation, interaction, prompt=f"<#{GENERAL}>")
    incoming = conversation.asked[0][1]
    assert (incoming.channel, incoming.parent, incoming.server) == (THREAD, GENERAL, world.guild.id)
    assert incoming.text == "#general"
    assert not incoming.is_private


async def test_a_file_is_read_once_the_question_has_its_place():
    conversation = RecordingConversation()
    huge = SimpleNamespace(filename="video.mp4", title=None, size=10**12)
    await type_command("ask", conversation, asking(), prompt="sum it up", file=huge)
    [(_, incoming, _, (_, complete))] = conversation.asked
    assert incoming.files == ()
    completed = await complete()
    assert completed.files == (File("video.mp4", unread="large"),)
    assert completed.text == "sum it up"
