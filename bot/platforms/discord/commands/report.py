"""Says to whoever did something that it failed."""

import asyncio
import logging

import aiohttp
import discord
from discord import app_commands

from bot.core.errors import BotError
from bot.platforms.discord.acknowledgement import acknowledged
from bot.platforms.discord.commands.wiring import Interaction, Wiring
from bot.platforms.discord.failures import Retries
from bot.platforms.discord.guests import channel_of

log = logging.getLogger(__name__)

# How often it is tried to say so: for about a quarter of a minute, as waits double.
TRIES = 6


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
    await _say(interaction, wiring.privately(interaction, notice))


async def _say(interaction: Interaction, said: str) -> None:
    """Say it, and try some times: a moment's failure of Discord's may be what is reported."""
    retries = Retries()
    for _ in range(TRIES):
        try:
            if interaction.response.is_done():
                await interaction.edit_original_response(content=said)
            else:
                await acknowledged(interaction, interaction.response.send_message(said, ephemeral=True))
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
            wait = retries.wait_after(error)
            if wait is None:
                return
            await asyncio.sleep(wait)
        else:
            return
