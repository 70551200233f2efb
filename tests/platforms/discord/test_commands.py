"""What the commands ask of the conversation, what they answer, and when Discord is told of them."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import aiohttp
import discord
import pytest
from discord import app_commands

from bot.core.chat import Text
from bot.core.errors import BotError, HistoryError, Refused
from bot.core.job import Person
from bot.core.record import Author, Incoming
from bot.platforms.discord import commands
from bot.platforms.discord.commands import SUMMARY, command_tree, heading, sync
from bot.platforms.discord.edits import EditLanes
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.models import GENERAL, THREAD, World
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TAKE_UP = object()
DEFERRED = ("defer", {"ephemeral": True, "thinking": True})


class CommandsOfDiscord:
    """Stands for `discord.Client`, with what Discord knows of the commands."""

    application_id = 5

    def __init__(self):
        self.http = self
        self._connection = SimpleNamespace(_command_tree=None, _translator=None)
        self.known = []
        self.told = 0

    async def get_global_commands(self, application):
        assert application == self.application_id
        return self.known

    async def bulk_upsert_global_commands(self, application, *, payload):
        self.told += 1
        # Discord adds its own, and what was left unset.
        self.known = [each | {"id": "1", "version": "1", "dm_permission": True, "nsfw": False} for each in payload]
        return []


def tree_of(conversation, client=None):
    return command_tree(client or CommandsOfDiscord(), conversation, EditLanes(), TAKE_UP)


async def type_command(name, conversation, interaction=None, kind=discord.AppCommandType.chat_input, **given):
    """Call the command; what fails is told as discord.py does it."""
    interaction = interaction or RecordingInteraction()
    tree = tree_of(conversation)
    command = interaction.command = tree.get_command(name, type=kind)
    try:
        await command.callback(interaction, **given)
    except Exception as error:
        await tree.on_error(interaction, app_commands.CommandInvokeError(command, error))
    return interaction


def asking(**more):
    client = SimpleNamespace(user=SimpleNamespace(id=1), get_partial_messageable=lambda channel: None)
    return RecordingInteraction(client=client, is_expired=lambda: False, created_at=NOON, **more)


def test_the_summary_names_each_command_and_no_other():
    slash = tree_of(None).get_commands(type=discord.AppCommandType.chat_input)
    assert {f"/{command.name}" for command in slash} == set(re.findall(r"/\w+", SUMMARY))


def test_the_commands_are_there_on_servers_and_in_direct_messages_with_the_bot_alone():
    for command in tree_of(None).get_commands():
        told = command.to_dict(tree_of(None))
        assert (told["contexts"], told["integration_types"]) == ([0, 1], [0])


async def test_ask_is_a_question_without_a_message():
    conversation = RecordingConversation()
    interaction = await type_command("ask", conversation, asking(), prompt="  what is <@7>? ")
    [(verb, incoming, reply)] = conversation.asked
    assert verb == "answer"
    assert incoming == Incoming(
        channel=7, author=Author(2, "Ada L."), parts=(Text("what is @somebody?"),), is_private=True, at=NOON
    )
    assert reply.heading == "> what is @somebody?\n"
    assert interaction.told == [("defer", {"thinking": True})]


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


@pytest.mark.parametrize(("stops", "notice"), [(0, commands.NOTHING_RUNS), (1, "⏹ Stopped."), (2, "⏹ Stopped.")])
async def test_stop_stops_here_and_says_whether_there_was_anything(stops, notice):
    conversation = RecordingConversation(stops=stops)
    interaction = await type_command("stop", conversation)
    assert conversation.asked == [("stop", 7, 2)]
    assert interaction.told == [("send", notice, {"ephemeral": True})]


@pytest.mark.parametrize(("name", "verb"), [("regenerate", "regenerate"), ("continue", "go_on")])
async def test_what_shows_by_itself_leaves_no_answer_of_the_command(name, verb):
    conversation = RecordingConversation()
    interaction = await type_command(name, conversation, RecordingInteraction(is_moderator=True))
    assert conversation.asked == [("last", 7), (verb, 77, Person(2, is_moderator=True), TAKE_UP)]
    assert interaction.told == [DEFERRED, ("delete", {})]


async def test_undo_says_that_it_did():
    conversation = RecordingConversation()
    interaction = await type_command("undo", conversation)
    assert conversation.asked == [("undo", 7, Person(2), TAKE_UP)]
    assert interaction.told == [DEFERRED, ("edit", {"content": commands.UNDONE})]


async def test_the_entry_in_a_messages_menu_regenerates_what_is_behind_that_message():
    conversation = RecordingConversation()
    kind, message = discord.AppCommandType.message, SimpleNamespace(id=61)
    interaction = await type_command("Regenerate", conversation, kind=kind, message=message)
    assert conversation.asked == [("behind", 61), ("regenerate", 77, Person(2), TAKE_UP)]
    assert interaction.told == [DEFERRED, ("delete", {})]


@pytest.mark.parametrize("failure", [refusal(404, 10062), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
async def test_an_answer_of_a_command_that_cannot_be_taken_away_stays(failure):
    interaction = await type_command("regenerate", RecordingConversation(), RecordingInteraction(failure=failure))
    assert interaction.told == [DEFERRED, ("delete", {})]


@pytest.mark.parametrize(
    ("error", "notice"),
    [
        (HistoryError("disk gone"), HistoryError.notice),
        (Refused("Not here."), "Not here."),
        (KeyError(), BotError.notice),
    ],
)
@pytest.mark.parametrize("name", ["reset", "undo", "regenerate", "continue"])
async def test_a_command_that_fails_says_so_in_place_of_thinking_for_ever(name, error, notice):
    interaction = await type_command(name, RecordingConversation(error))
    assert [verb for verb, *_ in interaction.told] == ["defer", "edit"]
    assert interaction.told[1] == ("edit", {"content": notice})


async def test_one_that_fails_before_it_answered_tells_whoever_typed_it_alone():
    interaction = RecordingInteraction(command=None)
    await tree_of(None).on_error(interaction, app_commands.AppCommandError("odd"))
    assert interaction.told == [("send", BotError.notice, {"ephemeral": True})]


@pytest.mark.parametrize("failure", [refusal(404, 10062), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
async def test_who_cannot_be_told_of_a_failure_is_not(failure):
    interaction = RecordingInteraction(failure=failure)
    await tree_of(None).on_error(interaction, app_commands.AppCommandError("odd"))
    assert interaction.told == [("send", BotError.notice, {"ephemeral": True})]


class TestSync:
    async def test_discord_is_told_once(self):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        assert [await sync(tree) for _ in range(3)] == [True, False, False]
        assert client.told == 1
        assert len(client.known) == len(tree.get_commands())

    @pytest.mark.parametrize(
        "change",
        [
            {"description": "Something else"},
            {"name": "other"},
            {"nsfw": True},
            {"contexts": [0]},
            {"integration_types": [0, 1]},
            {"default_member_permissions": "8"},
            {"options": []},
            {"options": [{"type": 3, "name": "prompt", "description": "What you want to ask", "required": False}]},
            {"options": [{"type": 3, "name": "prompt", "description": "Another", "required": True}]},
            {"options": [{"type": 4, "name": "prompt", "description": "What you want to ask", "required": True}]},
            {"options": [{"type": 3, "name": "text", "description": "What you want to ask", "required": True}]},
        ],
    )
    async def test_discord_is_told_again_where_it_knows_another_command(self, change):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        await sync(tree)
        client.known = [each | change if each["name"] == "ask" else each for each in client.known]
        assert await sync(tree)

    async def test_discord_is_told_again_where_it_knows_one_more_or_one_less(self):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        await sync(tree)
        client.known.append(client.known[0] | {"name": "former"})
        assert await sync(tree)
        client.known.pop()
        assert await sync(tree)

    async def test_a_command_that_names_no_type_is_a_slash_command(self):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        await sync(tree)
        for each in client.known:
            if each["type"] == discord.AppCommandType.chat_input.value:
                del each["type"]
        assert not await sync(tree)


class TestHeading:
    def of(self, text, **more):
        return heading(Incoming(channel=7, author=Author(2, "Ada"), parts=(Text(text),), **more))

    def test_the_question_stands_above_its_answer_on_one_line_and_neither_pings_nor_formats(self):
        assert self.of("what\n is **it**, @everyone?") == "> what is \\*\\*it\\*\\*, @\u200beveryone?\n"

    def test_a_long_one_is_cut(self):
        assert self.of("x" * 200) == f"> {'x' * 200}\n"
        assert self.of("x" * 201) == f"> {'x' * 200}…\n"

    def test_a_message_speaks_for_itself(self):
        assert self.of("hi", message=60) == ""
