"""The two places an answer can stand: messages in a channel, and the response to a slash command."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import discord

Edit = Callable[[str], Awaitable[object]]


class Surface(Protocol):
    """Sends the messages of one answer."""

    async def send(self, number: int, text: str, /) -> Edit:
        """Send the message with this number, counted from 0; returns what edits it."""
        ...

    async def type(self) -> None:
        """Show the typing indicator for the next ten seconds."""
        ...


class ChannelSurface:
    """Replies to a message; further messages follow in its channel."""

    def __init__(self, question: discord.Message, *, mention_author: bool) -> None:
        self._question = question
        self._mention_author = mention_author

    async def send(self, number: int, text: str, /) -> Edit:
        # A nonce of our own, so that Discord drops the second of two tries if the first did arrive.
        nonce = f"{self._question.id}-{number}"
        channel = self._question.channel
        if number:
            message = await channel.send(text, nonce=nonce)
        else:
            # Somebody may have deleted the question meanwhile: then the answer stands by itself.
            reference = self._question.to_reference(fail_if_not_exists=False)
            message = await channel.send(text, nonce=nonce, reference=reference, mention_author=self._mention_author)
        return lambda text: message.edit(content=text)

    async def type(self) -> None:
        await self._question.channel.typing()


class InteractionSurface:
    """Fills a deferred response to a slash command; further messages follow up on it."""

    def __init__(self, interaction: discord.Interaction[discord.Client]) -> None:
        self._interaction = interaction

    async def send(self, number: int, text: str, /) -> Edit:
        message: discord.WebhookMessage | discord.InteractionMessage
        if number:
            message = await self._interaction.followup.send(text, wait=True)
        else:
            message = await self._interaction.edit_original_response(content=text)
        return lambda text: self._edit(message, text)

    async def type(self) -> None:
        """Discord itself shows that the bot is thinking, from the deferral to the first text."""

    async def _edit(self, message: discord.WebhookMessage | discord.InteractionMessage, text: str) -> None:
        # An interaction's token lives 15 minutes; the message itself stays the bot's own to edit.
        channel = self._interaction.channel
        if self._interaction.is_expired() and isinstance(channel, discord.abc.Messageable):
            await (await channel.fetch_message(message.id)).edit(content=text)
            return
        await message.edit(content=text)
