"""What /help says to whom, and of which commands."""

import discord
import pytest
from discord import app_commands

from bot.core import notices
from bot.languages.sentences import sentence
from bot.platforms.discord.commands.helping import whose
from tests.platforms.discord.commands.typed import tree_of, type_command
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction


async def page_of(*, is_there=True, locale=discord.Locale.german, **more):
    interaction = RecordingInteraction(locale=locale, **more)
    interaction.client.user.mention = "<@1>"
    interaction.client.get_guild = lambda number: object() if is_there else None
    await type_command("help", RecordingConversation(), interaction)
    [(verb, said)] = interaction.told
    assert (verb, said["ephemeral"]) == ("send", True)
    return said["embed"].description


def named(page):
    commands = (each for each in tree_of(None).walk_commands() if isinstance(each, app_commands.Command))
    return {each.qualified_name for each in commands if f"`/{each.qualified_name}` " in page}


@pytest.mark.parametrize("locale", list(discord.Locale))
async def test_it_names_each_command_in_the_persons_language_within_discords_limit(locale):
    page = await page_of(locale=locale, guild_id=30)
    commands = [each for each in tree_of(None).walk_commands() if isinstance(each, app_commands.Command)]
    assert named(page) == {each.qualified_name for each in commands}
    for command in commands:
        words = sentence(notices.COMMANDS[command.qualified_name], locale.value)
        assert f"`/{command.qualified_name}` {words}\n" in page
    assert sentence(notices.MENU_ENTRIES["Translate for me"], locale.value) in page
    assert sentence(notices.help_talking("<@1>"), locale.value) in page
    assert len(page) <= 4096


async def test_a_guest_names_only_what_can_be_used_there():
    page = await page_of(is_there=False, guild_id=30)
    assert {"ask", "help", "reset", "stop"} <= named(page)
    assert not named(page) & {"regenerate", "undo", "access allow"}
    assert sentence(notices.HELP_GUEST, "de") in page
    assert sentence(notices.MENU_ENTRIES["Regenerate"], "de") not in page


async def test_in_direct_messages_nothing_is_said_to_be_for_moderators():
    page = await page_of()
    assert "settings" in named(page)
    assert sentence(notices.FOR_EVERYBODY, "de") in page
    assert sentence(notices.FOR_MODERATORS, "de") not in page


@pytest.mark.parametrize(
    ("needed", "who"),
    [
        (None, notices.FOR_EVERYBODY),
        (discord.Permissions(manage_channels=True), notices.FOR_MODERATORS),
        (discord.Permissions(administrator=True), notices.FOR_ADMINISTRATORS),
    ],
)
def test_who_may_use_a_command_is_what_discord_is_told_by_default(needed, who):
    async def callback(interaction: discord.Interaction):
        """Never called."""

    group = app_commands.Group(name="group", description="x", default_permissions=needed)
    inner = app_commands.Command(name="inner", description="x", callback=callback, parent=group)
    assert whose(inner) == who
