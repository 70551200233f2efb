"""When Discord is told of the commands."""

import copy

import discord
import pytest
from discord import app_commands
from discord.app_commands import locale_str

from bot.platforms.discord.commands.mentions import Mentions
from bot.platforms.discord.commands.sync import sync
from tests.platforms.discord.commands.typed import CommandsOfDiscord, tree_of


class German(app_commands.Translator):
    async def translate(self, string, locale, context):
        return f"{string.message}e" if locale is discord.Locale.german else None


def varied(client):
    """Commands with everything there is to them."""
    tree = app_commands.CommandTree(client)

    @tree.command(description=locale_str("Speak"), nsfw=True)
    @app_commands.default_permissions(manage_channels=True)
    @app_commands.choices(mood=[app_commands.Choice(name="glad", value=0), app_commands.Choice(name="sad", value=1)])
    async def say(
        interaction: discord.Interaction,
        mood: int,
        text: app_commands.Range[str, 2, 9],
        number: app_commands.Range[int, 0, 5] = 0,
        where: discord.TextChannel = None,
    ):
        """Never called."""

    @say.autocomplete("text")
    async def complete(interaction, current):
        return []

    group = app_commands.Group(name="group", description="Several")
    inner = app_commands.Group(name="inner", description="Of them", parent=group)

    @inner.command(name="leaf", description="One")
    async def leaf(interaction: discord.Interaction, name: str):
        """Never called."""

    tree.add_command(group)

    @tree.context_menu(name="say")
    async def say_this(interaction: discord.Interaction, message: discord.Message):
        """Never called."""

    return tree


def at(commands, path):
    for step in path:
        commands = commands[step]
    return commands


async def told_after(change):
    """How often Discord is told, in three starts, where it knows what `change` makes of the commands."""
    client = CommandsOfDiscord(German())
    tree = varied(client)
    await sync(tree)
    change(client.known)
    for _ in range(3):
        await sync(tree)
    return client.told - 1


async def test_discord_is_told_once():
    client = CommandsOfDiscord()
    tree = tree_of(None, client)
    for _ in range(3):
        assert [each["name"] for each in await sync(tree)] == [each.name for each in tree.get_commands()]
    assert client.told == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ([0, "name"], "other"),
        ([0, "description"], "Shout"),
        ([0, "description_localizations"], {"de": "Rede"}),
        ([0, "description_localizations"], None),
        ([0, "name_localizations"], {"fr": "dire"}),
        ([0, "default_member_permissions"], "8"),
        ([0, "default_member_permissions"], "0"),
        ([0, "default_member_permissions"], None),
        ([0, "nsfw"], False),
        ([0, "contexts"], [0]),
        ([0, "integration_types"], [0, 1]),
        ([0, "options"], []),
        ([0, "options", 0, "type"], 10),
        ([0, "options", 0, "name"], "temper"),
        ([0, "options", 0, "description"], "How"),
        ([0, "options", 0, "name_localizations"], {"de": "Laune"}),
        ([0, "options", 0, "description_localizations"], {"de": "Wie"}),
        ([0, "options", 0, "required"], False),
        ([0, "options", 0, "choices"], []),
        ([0, "options", 0, "choices", 0, "name"], "happy"),
        ([0, "options", 0, "choices", 0, "value"], 2),
        ([0, "options", 0, "choices", 0, "name_localizations"], {"de": "froh"}),
        ([0, "options", 1, "autocomplete"], False),
        ([0, "options", 1, "min_length"], 3),
        ([0, "options", 1, "max_length"], 8),
        ([0, "options", 2, "min_value"], None),
        ([0, "options", 2, "max_value"], 6),
        ([0, "options", 3, "channel_types"], [0]),
        ([1, "options", 0, "name"], "outer"),
        ([1, "options", 0, "options", 0, "description"], "Two"),
        ([1, "options", 0, "options", 0, "options", 0, "required"], False),
        ([2, "name_localizations"], {"de": "sagt"}),
        ([2, "type"], 2),
    ],
)
async def test_discord_is_told_once_more_where_it_knows_another_command(path, value):
    def change(known):
        assert at(known, path[:-1]).get(path[-1]) != value
        at(known, path[:-1])[path[-1]] = value

    assert await told_after(change) == 1


async def test_discord_is_told_where_the_order_of_options_is_another():
    assert await told_after(lambda known: known[0]["options"].reverse()) == 1


async def test_discord_is_told_where_it_knows_one_more_or_one_less():
    assert await told_after(lambda known: known.append(known[0] | {"name": "former"})) == 1
    assert await told_after(lambda known: known.pop()) == 1


def of_its_own(known):
    """What Discord adds to what it was told, at every level, and the freedom that it has."""
    for command in known:
        command |= {"name_localized": "sage", "dm_permission": False, "version": "7"}
        for option in command.get("options") or []:
            option |= {"required": option.get("required", False), "autocomplete": option.get("autocomplete", False)}
            option |= {
                "channel_types": list(reversed(option.get("channel_types", []))),
                "choices": option.get("choices", []),
            }
        if command["type"] == discord.AppCommandType.chat_input.value and command["name"] == "say":
            del command["type"]
    known.reverse()


async def test_what_discord_adds_by_itself_is_no_change():
    assert await told_after(of_its_own) == 0


async def test_commands_are_mentioned_by_the_number_that_discord_gave_them():
    client, mentions = CommandsOfDiscord(), Mentions()
    assert mentions.of("ask") == "`/ask`"
    mentions.learn(await sync(tree_of(None, client)))
    assert mentions.of("ask") == "</ask:9ask>"
    assert mentions.of("Regenerate") == "`/Regenerate`"
    mentions.learn(copy.deepcopy([{"name": "system", "id": "4"}]))
    assert mentions.of("system show") == "</system show:4>"
