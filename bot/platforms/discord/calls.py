"""Calls people whose answer is there, by a short message that pings them and goes again."""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress

import aiohttp
import discord

log = logging.getLogger(__name__)


class Calls:
    """
    The messages by which somebody was called and has not come yet, one for each person and channel.

    One goes when its person does something in the channel, when there is a newer one, when the bot leaves, or after
    `kept` seconds. What Discord refuses is let be: the answer itself stands.
    """

    def __init__(self, *, kept: float = 600.0) -> None:
        self._kept = kept
        self._going: set[asyncio.Task[None]] = set()
        self._open: dict[tuple[int, int], tuple[discord.PartialMessage, asyncio.Task[None]]] = {}

    async def call(self, channel: discord.PartialMessageable, person: int, text: str, *, answer: int) -> None:
        """Say `text` to the person, and nobody else, below the answer."""
        self.came(channel.id, person)
        reference = discord.MessageReference(message_id=answer, channel_id=channel.id, fail_if_not_exists=False)
        # The author of what is replied to is the bot itself.
        pinged = discord.AllowedMentions(users=[discord.Object(person)], replied_user=False)
        said = f"<@{person}> {text}"
        sent = await _tried(channel.send(said, reference=reference, allowed_mentions=pinged))
        if sent is not None:
            waits = asyncio.create_task(self._expire(channel.id, person), name="a call waits")
            self._open[channel.id, person] = (channel.get_partial_message(sent.id), waits)

    def came(self, channel: int, person: int) -> None:
        """The person does something there, and need not be called any more. Returns at once."""
        if (channel, person) in self._open:
            message, waits = self._open.pop((channel, person))
            waits.cancel()
            goes = asyncio.create_task(_delete(message), name="a call goes")
            self._going.add(goes)
            goes.add_done_callback(self._going.discard)

    async def close(self) -> None:
        """Leave none behind."""
        for channel, person in list(self._open):
            self.came(channel, person)
        await asyncio.gather(*self._going)

    async def _expire(self, channel: int, person: int) -> None:
        await asyncio.sleep(self._kept)
        message, _ = self._open.pop((channel, person))
        await _delete(message)


async def _delete(message: discord.PartialMessage) -> None:
    await _tried(message.delete())


async def _tried(request: Awaitable[discord.Message | None]) -> discord.Message | None:
    with suppress(discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError):
        return await request
    log.info("a call could not be made, or taken away")
    return None
