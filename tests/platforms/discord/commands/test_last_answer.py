"""What is asked of the conversation to change an answer that stands, and what is said of it."""

from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.core import notices
from bot.core.job import Person
from tests.conftest import english
from tests.platforms.discord.commands.typed import DEFERRED, TAKE_UP, type_command
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction


@pytest.mark.parametrize(("name", "verb"), [("regenerate", "regenerate"), ("continue", "go_on")])
async def test_what_shows_by_itself_leaves_no_answer_of_the_command(name, verb):
    conversation = RecordingConversation()
    interaction = await type_command(name, conversation, RecordingInteraction(is_moderator=True))
    assert conversation.asked == [("last", 7), (verb, 77, Person(2, is_moderator=True, where=7), TAKE_UP)]
    assert interaction.told == [DEFERRED, ("delete", {})]


async def test_undo_says_that_it_did():
    conversation = RecordingConversation()
    interaction = await type_command("undo", conversation)
    assert conversation.asked == [("undo", 7, Person(2, where=7), TAKE_UP)]
    assert interaction.told == [DEFERRED, ("edit", {"content": english(notices.UNDONE)})]


async def test_the_entry_in_a_messages_menu_regenerates_what_is_behind_that_message():
    conversation = RecordingConversation()
    kind, message, person = discord.AppCommandType.message, SimpleNamespace(id=61), Person(2, where=7)
    interaction = await type_command("Regenerate", conversation, kind=kind, message=message)
    assert conversation.asked == [("behind", 61, person), ("regenerate", 77, person, TAKE_UP)]
    assert interaction.told == [DEFERRED, ("delete", {})]


@pytest.mark.parametrize("failure", [refusal(404, 10062), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
async def test_an_answer_of_a_command_that_cannot_be_taken_away_stays(failure):
    interaction = await type_command("regenerate", RecordingConversation(), RecordingInteraction(failure=failure))
    assert interaction.told == [DEFERRED, ("delete", {})]
