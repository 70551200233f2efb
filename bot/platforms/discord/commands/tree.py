"""All commands in one tree, and what is said where one fails."""

import logging
from contextlib import suppress

import aiohttp
import discord
from discord import app_commands

from bot.core.errors import BotError
from bot.platforms.discord.commands import (
    access,
    asides,
    asking,
    helping,
    last_answer,
    personas,
    status,
    stopping,
    system,
)
from bot.platforms.discord.commands.translation import describe
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring
from bot.platforms.discord.guard import GuardedTree
from bot.platforms.discord.guests import channel_of

log = logging.getLogger(__name__)

GROUPS = (asking, stopping, last_answer, asides, personas, system, helping, status, access)


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


async def report(interaction: Interaction, failure: app_commands.AppCommandError, wiring: Wiring) -> None:
    """Tell whoever typed a command that it failed: a deferred one would be "thinking" for ever."""
    error = failure.original if isinstance(failure, app_commands.CommandInvokeError) else failure
    channel, command = channel_of(interaction), interaction.command.name if interaction.command else "?"
    if isinstance(error, BotError):
        log.warning("channel=%d /%s failed: %s", channel, command, error)
        notice = error.notice
    else:
        log.error("channel=%d /%s failed", channel, command, exc_info=error)
        notice = BotError.notice
    said = wiring.privately(interaction, notice)
    with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
        if interaction.response.is_done():
            await interaction.edit_original_response(content=said)
        else:
            await interaction.response.send_message(said, ephemeral=True)
