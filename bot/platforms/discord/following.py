"""Follows what people do to messages that the bot knows: edits, deletions, and places that go with all in them."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager

import discord

from bot.core.conversation import Conversation
from bot.core.errors import BotError
from bot.core.record import Incoming
from bot.core.settling import TakeUp
from bot.platforms.discord import triggers
from bot.platforms.discord.guard import Guard

log = logging.getLogger(__name__)


class Following:
    """
    Turns raw events into the conversation's verbs: raw, so that messages of before the start are followed, too.

    A failure is logged: whoever edited or deleted a message does not wait for an answer. A message that is for the bot
    only since it was edited is given to `answer`, like a new one.
    """

    def __init__(
        self,
        conversation: Conversation,
        take_up: TakeUp,
        guard: Guard,
        *,
        read: Callable[[discord.Message, discord.ClientUser], Awaitable[Incoming | None]],
        answer: Callable[[discord.Message], object],
    ) -> None:
        self._conversation = conversation
        self._take_up = take_up
        self._guard = guard
        self._read = read
        self._answer = answer

    async def edited(
        self, message: discord.Message, me: discord.ClientUser, *, before: discord.Message | None = None
    ) -> None:
        """
        A message was edited, and read as `before`, where that is remembered.

        Discord says so, too, when it shows what a link leads to. One that reads as it is on record changes nothing.
        """
        if message.author.bot or message.edited_at is None:
            return
        with _logged("an edit", message.channel.id):
            is_asked_now = await self._is_asked_now(before, message, me)
            if is_asked_now and not await self._conversation.is_known(message.id):
                self._answer(message)
                return
            asked = triggers.incoming(message, me)
            # Whoever only mentions the bot, still, means what he said before.
            if asked.text or asked.quote:
                is_let_in = await self._guard.lets_speak(message)
                await self._conversation.revise(asked, self._take_up, answers=is_let_in)

    async def deleted(self, messages: Collection[int], channel: int) -> None:
        """Messages were deleted."""
        with _logged("a deletion", channel):
            await self._conversation.withdraw(messages, self._take_up)

    async def vanished(self, channel: int) -> None:
        """A channel or thread was deleted."""
        with _logged("a channel's deletion", channel):
            await self._conversation.vanish(channel)

    async def left(self, server: int) -> None:
        """The bot is in a server no more, or there is none any more."""
        with _logged("the leaving of a server", server):
            await self._conversation.leave(server)

    async def _is_asked_now(
        self, before: discord.Message | None, after: discord.Message, me: discord.ClientUser
    ) -> bool:
        """
        Whether nothing was asked of the bot before the edit, and something is after it.

        Of what discord.py does not remember, nobody knows what it said: it may have been answered, and taken back.
        """
        return before is not None and not await self._asks(before, me) and await self._asks(after, me)

    async def _asks(self, message: discord.Message, me: discord.ClientUser) -> bool:
        asked = await self._read(message, me)
        return asked is not None and bool(asked.text or asked.quote)


@contextmanager
def _logged(event: str, place: int) -> Iterator[None]:
    try:
        yield
    except BotError as error:
        log.warning("%s in %d could not be followed: %s", event, place, error)
