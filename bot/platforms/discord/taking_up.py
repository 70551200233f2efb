"""Opens the messages in which an answer stands, to be written on again: after a press, an edit, or a restart."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.core.asides import is_aside
from bot.core.errors import PlatformError
from bot.core.record import Exchange
from bot.core.settling import TakeUp
from bot.platforms.discord import triggers
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.heading import heading
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.surfaces import ChannelSurface

IsPage = Callable[[int], Awaitable[bool]]

# How many messages after the question are looked through for pages that are not on record.
LOOKED_THROUGH = 50


def is_there(client: discord.Client, exchange: Exchange) -> bool:
    """Whether the bot is where that was asked: on its server, or in a direct message; in an aside it was but once."""
    if is_aside(exchange.question.asked.channel):
        return False
    server = exchange.question.asked.server
    guild = client.get_guild(server) if server is not None else None
    return server is None or (guild is not None and not guild.unavailable)


def taking_up(client: discord.Client, lanes: EditLanes, is_page: IsPage, calls: Calls | None = None) -> TakeUp:
    """
    Return what opens an exchange's answer. It raises `PlatformError` where the bot is not any more.

    A process that was killed may have sent a page that is not on record yet, which `is_page` tells: it is looked for
    where the answer had not ended well, and written on like the others.
    """

    @asynccontextmanager
    async def take_up(exchange: Exchange) -> AsyncIterator[DiscordReply]:
        if not is_there(client, exchange) or client.user is None:
            raise PlatformError(f"the bot is not on the server {exchange.question.asked.server} any more")
        asked = exchange.question.asked
        channel = client.get_partial_messageable(asked.channel, guild_id=asked.server)
        pages = list(exchange.answer.pages)
        if not exchange.answer.is_settled:
            pages += [page async for page in _unrecorded(channel, exchange, client.user.id, is_page)]
        surface = ChannelSurface(channel, me=client.user.id, question=asked.message)
        async with DiscordReply(surface, lanes, heading=heading(asked), messages=pages, calls=calls) as reply:
            yield reply

    return take_up


async def _unrecorded(
    channel: discord.PartialMessageable, exchange: Exchange, me: int, is_page: IsPage
) -> AsyncIterator[int]:
    """The pages of the answer that were sent, and are not on record: the first replies to the question."""
    question = exchange.question.asked.message
    last = exchange.answer.pages[-1] if exchange.answer.pages else question
    if last is None:
        return
    # Nothing in a thread replies to the message it was opened at.
    is_begun = bool(exchange.answer.pages) or question == channel.id
    try:
        async for message in channel.history(after=discord.Object(last), limit=LOOKED_THROUGH):
            is_written = message.author.id == me and message.type in triggers.ANSWERED_TYPES
            if not is_written or await is_page(message.id):
                continue
            replied_to = message.reference.message_id if message.reference else None
            goes_on = is_begun and replied_to is None
            if goes_on or (replied_to is not None and replied_to == question):
                is_begun = True
                yield message.id
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise PlatformError(f"{type(error).__name__}: {error}") from error
