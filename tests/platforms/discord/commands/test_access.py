"""What an administrator says to /access, and what is entered for it."""

from types import SimpleNamespace

import discord
import pytest
from discord import app_commands

from bot.core import notices
from bot.core.access import Entry, Rules
from bot.core.admission import MOST_ENTRIES, Admission
from bot.stores.memory_access import MemoryAccess
from tests.conftest import english
from tests.platforms.discord.commands.typed import tree_of
from tests.platforms.discord.recording import RecordingInteraction

HERE, AWAY = 8, 9
DEFERRED = ("defer", {"ephemeral": True, "thinking": True})


@pytest.fixture
def admission():
    return Admission(Rules(), MemoryAccess())


async def type_access(name, admission, *, server=HERE, **given):
    interaction = RecordingInteraction(guild_id=server)
    tree = tree_of(None, admission=admission)
    command = interaction.command = tree.get_command("access").get_command(name)
    things = {option: SimpleNamespace(id=id) for option, id in given.items()}
    try:
        await command.callback(interaction, **things)
    except Exception as error:
        await tree.on_error(interaction, app_commands.CommandInvokeError(command, error))
    assert interaction.told[0] == DEFERRED
    return interaction.told[1]


async def test_whoever_and_whatever_is_named_is_entered_on_that_server(admission):
    told = await type_access("deny", admission, member=1, role=2, channel=3)
    assert told == ("edit", {"content": "⛔ Kept out of this server: <@1>, <@&2>, <#3>"})
    assert await type_access("allow", admission, member=4) == (
        "edit",
        {"content": "✅ Let in on this server: <@4>"},
    )
    assert await admission.entries(HERE) == [
        Entry("user", 1, "deny"),
        Entry("role", 2, "deny"),
        Entry("channel", 3, "deny"),
        Entry("user", 4, "allow"),
    ]
    assert await admission.entries(AWAY) == []


async def test_what_is_removed_is_named_and_what_was_on_no_list_is_not(admission):
    await type_access("deny", admission, member=1)
    await type_access("deny", admission, server=AWAY, member=1)
    assert await type_access("remove", admission, member=1, role=2) == (
        "edit",
        {"content": "On neither list any more: <@1>"},
    )
    assert await type_access("remove", admission, member=1) == ("edit", {"content": "That is on neither list."})
    assert await admission.entries(AWAY) == [Entry("user", 1, "deny")]


@pytest.mark.parametrize("name", ["allow", "deny", "remove"])
async def test_nobody_and_nothing_named_is_said(admission, name):
    assert await type_access(name, admission) == ("edit", {"content": english(notices.NOBODY_NAMED)})


async def test_the_lists_are_shown_with_their_sides_even_when_they_are_full(admission):
    verb, named = await type_access("list", admission)
    assert named["embed"].description.startswith("Nothing is entered")
    await admission.enter(HERE, Entry("channel", 10**19, "allow"))
    for number in range(MOST_ENTRIES - 1):
        await admission.enter(HERE, Entry("user", 10**19 + number, "deny"))
    verb, named = await type_access("list", admission)
    text = named["embed"].description
    assert verb == "edit"
    assert text.splitlines()[0] == f"✅ Let in on this server: <#{10**19}>"
    assert text.splitlines()[1].startswith(f"⛔ Kept out of this server: <@{10**19}>, <@{10**19 + 1}>")
    assert len(text) <= 4096


def test_discord_offers_it_to_administrators_and_on_servers_alone():
    told = tree_of(None).get_command("access").to_dict(tree_of(None))
    assert told["default_member_permissions"] == discord.Permissions(administrator=True).value
    assert told["contexts"] == [0]
