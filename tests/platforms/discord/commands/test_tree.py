"""Which commands there are and where, and what is said of one that fails."""

import re

import aiohttp
import discord
import pytest
from discord import app_commands

from bot.core import notices
from bot.core.errors import BotError, HistoryError, Refused
from bot.platforms.discord.commands.summary import SUMMARY
from tests.conftest import english
from tests.platforms.discord.commands.typed import tree_of, type_command
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction


def test_the_summary_names_no_command_that_there_is_not():
    slash = tree_of(None).get_commands(type=discord.AppCommandType.chat_input)
    assert set(re.findall(r"/(\w+)", SUMMARY)) <= {command.name for command in slash}


EVERYWHERE = {
    *("ask", "help", "status", "context", "stop", "reset", "Ask about this", "Translate for me"),
    *("history", "forget-me"),
}
ON_SERVERS_ALONE = {"access"}


def test_what_one_can_bring_along_is_there_everywhere_and_all_else_where_the_bot_is():
    for command in tree_of(None).get_commands():
        told = command.to_dict(tree_of(None))
        if command.name in ON_SERVERS_ALONE:
            assert (told["contexts"], told["integration_types"]) == ([0], [0])
            continue
        here = ([0, 1, 2], [0, 1]) if command.name in EVERYWHERE else ([0, 1], [0])
        assert (told["contexts"], told["integration_types"]) == here


@pytest.mark.parametrize(
    ("error", "notice"),
    [
        (HistoryError("disk gone"), HistoryError.notice),
        (Refused(notices.NOTHING_HERE), notices.NOTHING_HERE),
        (KeyError(), BotError.notice),
    ],
)
@pytest.mark.parametrize("name", ["reset", "undo", "regenerate", "continue"])
async def test_a_command_that_fails_says_so_in_place_of_thinking_for_ever(name, error, notice):
    interaction = await type_command(name, RecordingConversation(error))
    assert [verb for verb, *_ in interaction.told] == ["defer", "edit"]
    assert interaction.told[1] == ("edit", {"content": english(notice)})


@pytest.mark.parametrize(
    ("error", "level"),
    [(aiohttp.ClientOSError(104, "reset"), "WARNING"), (refusal(404, 10062), "WARNING"), (KeyError(), "ERROR")],
)
async def test_what_discord_makes_fail_is_no_error_of_the_bots(error, level, caplog):
    await type_command("undo", RecordingConversation(error))
    assert [record.levelname for record in caplog.records] == [level]


@pytest.mark.parametrize("name", ["help", "stop"])
async def test_what_discord_took_is_not_told_to_have_failed_where_its_answer_cannot_be_read(name, caplog):
    interaction = RecordingInteraction(failure=TypeError("string indices must be integers"))
    interaction.client.user.mention = "<@1>"
    await type_command(name, RecordingConversation(), interaction)
    assert [verb for verb, *_ in interaction.told] == ["send"]
    assert [record.levelname for record in caplog.records] == ["WARNING"]


async def test_one_that_fails_before_it_answered_tells_whoever_typed_it_alone():
    interaction = RecordingInteraction(command=None)
    await tree_of(None).on_error(interaction, app_commands.AppCommandError("odd"))
    assert interaction.told == [("send", english(BotError.notice), {"ephemeral": True})]


@pytest.mark.parametrize("failure", [refusal(404, 10062), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
async def test_who_cannot_be_told_of_a_failure_is_not(failure):
    interaction = RecordingInteraction(failure=failure)
    await tree_of(None).on_error(interaction, app_commands.AppCommandError("odd"))
    assert interaction.told[0] == ("send", english(BotError.notice), {"ephemeral": True})
