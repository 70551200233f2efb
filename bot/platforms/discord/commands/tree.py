"""All commands in one tree."""

import discord
from discord import app_commands

from bot.platforms.discord.commands import (
    access,
    asides,
    asking,
    context,
    helping,
    inspecting,
    last_answer,
    personas,
    privacy,
    settings,
    status,
    stopping,
    system,
)
from bot.platforms.discord.commands.report import report
from bot.platforms.discord.commands.translation import describe
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring
from bot.platforms.discord.guard import GuardedTree

GROUPS = (
    asking,
    stopping,
    last_answer,
    asides,
    helping,
    status,
    context,
    inspecting,
    personas,
    system,
    settings,
    access,
    privacy,
)


def command_tree(client: discord.Client, wiring: Wiring) -> Tree:
    """Return the commands, wired; `sync` makes Discord know them."""
    tree = GuardedTree(
        client,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for group in GROUPS:
        group.add(tree, wiring)
    describe(tree, wiring.words)

    @tree.error
    async def on_error(interaction: Interaction, failure: app_commands.AppCommandError) -> None:
        await report(interaction, failure, wiring)

    return tree
