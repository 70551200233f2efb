"""Says to whoever did something that it failed."""

import logging
from contextlib import suppress

import aiohttp
import discord
from discord import app_commands

from bot.core.errors import BotError
from bot.platforms.discord.commands.wiring import Interaction, Wiring
from bot.platforms.discord.guests import channel_of

log = logging.getLogger(__name__)


async def report(interaction: Interaction, failure: Exception, wiring: Wiring) -> None:
    """Tell whoever typed a command, or pressed something, that it failed: it would be "thinking" for ever."""
    error = failure.original if isinstance(failure, app_commands.CommandInvokeError) else failure
    channel, command = channel_of(interaction), interaction.command.name if interaction.command else "?"
    if isinstance(error, BotError):
        log.warning("channel=%d /%s failed: %s", channel, command, error)
        notice = error.notice
    elif isinstance(error, discord.HTTPException | aiohttp.ClientError | TimeoutError):
        # Discord's failure, and not the bot's own.
        log.warning("channel=%d /%s failed: %s: %s", channel, command, type(error).__name__, error)
        notice = BotError.notice
    else:
        log.error("channel=%d /%s failed", channel, command, exc_info=error)
        notice = BotError.notice
    said = wiring.privately(interaction, notice)
    with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
        if interaction.response.is_done():
            await interaction.edit_original_response(content=said)
        else:
            await interaction.response.send_message(said, ephemeral=True)
