"""The first response to an interaction, for which Discord waits three seconds."""

import logging
from collections.abc import Awaitable
from typing import Any, TypeVar

import discord

log = logging.getLogger(__name__)

T = TypeVar("T")

# "Interaction has already been acknowledged": by the same request, whose answer was torn.
_ACKNOWLEDGED = 40060


async def acknowledged(interaction: discord.Interaction[Any], response: Awaitable[T]) -> T | None:
    """
    Send `response`, and return what Discord answers; `None` where it took it, but its answer cannot be read.

    Raises `discord.HTTPException` where it did not take it; `aiohttp.ClientError` and `TimeoutError` where nobody
    knows.
    """
    try:
        return await response
    except (KeyError, TypeError, ValueError) as error:
        # discord.py 2.7.1 fails so at a 200 that is no JSON, or lacks something, having noted that it has responded.
        if not interaction.response.is_done():
            raise
        log.warning("channel=%s an acknowledgement could not be read: %s", interaction.channel_id, error)
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise
    return None


async def defer(interaction: discord.Interaction[Any], **how: bool) -> int | None:
    """
    Have Discord wait for a quarter of an hour, with `how` as discord.py has it. Raises as `acknowledged` does.

    Returns the id of the message in which the answer will stand, where that is told.
    """
    taken = await acknowledged(interaction, interaction.response.defer(**how))
    return taken.message_id if taken else None
