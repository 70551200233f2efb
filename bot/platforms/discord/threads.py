"""Opens a thread for a question, in which it is answered."""

import logging
from dataclasses import replace

import aiohttp
import discord

from bot.core.record import Incoming
from bot.core.thread_name import thread_name

# A thread has already been created for this message.
ALREADY_THERE = 160004

log = logging.getLogger(__name__)


def can_have_threads(asked: Incoming) -> bool:
    """Whether a thread of its own makes sense for the question: direct messages and threads are as good already."""
    return asked.server is not None and asked.parent is None


async def opened(client: discord.Client, asked: Incoming, message: int) -> Incoming | None:
    """
    The question as it is asked in a thread that is opened at the message, which stands for it.

    `None` where there can be no thread, or the bot may not open any.
    """
    at = client.get_partial_messageable(asked.channel, guild_id=asked.server).get_partial_message(message)
    try:
        await at.create_thread(name=thread_name(asked))
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, ValueError) as error:
        # As before a restart, say.
        is_there = isinstance(error, discord.HTTPException) and error.code == ALREADY_THERE
        if not is_there:
            log.info("channel=%d no thread could be opened: %s", asked.channel, error)
            return None
    # A thread has the number of the message that it was opened at.
    return replace(asked, message=message, channel=message, parent=asked.channel)
