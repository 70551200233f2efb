"""What somebody means who only mentions the bot: what he said just before."""

from datetime import timedelta

import aiohttp
import discord

from bot.core.conversation import Conversation
from bot.core.errors import HistoryError
from bot.platforms.discord import triggers
from bot.platforms.discord.embedded import attachments

# What was said longer ago is not meant, nor what others have said so much since.
MEANT_FOR, LOOKED_THROUGH = timedelta(minutes=5), 50


async def meant_by(
    message: discord.Message, conversation: Conversation, me: discord.ClientUser
) -> discord.Message | None:
    """The last message of the same author before this one; `None` without one, or where it was answered already."""
    try:
        async for earlier in message.channel.history(before=message, limit=LOOKED_THROUGH):
            if message.created_at - earlier.created_at > MEANT_FOR:
                break
            if earlier.author.id == message.author.id and triggers.is_somebodys(earlier):
                says_something = attachments(earlier) or triggers.incoming(earlier, me).text
                return earlier if says_something and not await _is_known(earlier, conversation) else None
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError):
        pass  # What was said cannot be looked up.
    return None


async def _is_known(message: discord.Message, conversation: Conversation) -> bool:
    try:
        return await conversation.is_known(message.id)
    except HistoryError:
        return False  # What is asked then fails, and says so.
