"""Tells which messages are for the bot, as it is set for the places where they stand."""

import logging
from collections import OrderedDict
from contextlib import suppress

import aiohttp
import discord

from bot.core.errors import HistoryError
from bot.core.profile import Place, Profile, Trigger
from bot.core.profiles import Profiles
from bot.core.record import Incoming
from bot.platforms.discord import triggers
from bot.platforms.discord.places import category_of, parent_of

log = logging.getLogger(__name__)

# How many messages of a thread are looked through for another bot, and of how many threads it is remembered.
LOOKED_THROUGH, REMEMBERED = 100, 1000


class Hearing:
    """Hears what is said, in `profiles`' way."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles
        self._other_bots: OrderedDict[int, bool] = OrderedDict()

    async def read(self, message: discord.Message, me: discord.ClientUser) -> Incoming | None:
        """What the message asks of the bot; `None` where it is not for it. The text may be blank."""
        if triggers.is_another_bots(message, me) and isinstance(message.channel, discord.Thread):
            self._remember(message.channel.id, True)
        if not triggers.is_somebodys(message):
            return None
        if triggers.calls_nobody(message) and await self._trigger(message) != "all":
            return None
        asked = triggers.incoming(message, me)
        trigger = (await self.profile(asked)).trigger
        if not triggers.is_for_bot(message, me, trigger):
            return None
        depends = not triggers.is_for_bot(message, me, trigger, has_other_bots=True)
        return None if depends and await self._has_other_bots(message, me) else asked

    async def _trigger(self, message: discord.Message) -> Trigger:
        """Which messages are for the bot where this one stands; what the operator wants, where that cannot be read."""
        channel, server = message.channel, message.guild
        place = Place(channel.id, parent_of(channel), category_of(channel), server.id if server else None)
        try:
            return await self._profiles.trigger(place)
        except HistoryError as error:
            log.warning("channel=%d what is set for it cannot be read: %s", place.channel, error)
            return self._profiles.defaults.trigger

    async def profile(self, asked: Incoming) -> Profile:
        """What holds for the question; what the operator wants, where the rest cannot be read."""
        try:
            return await self._profiles.resolve(asked)
        except HistoryError as error:
            log.warning("channel=%d what is set for it cannot be read: %s", asked.channel, error)
            return self._profiles.defaults

    async def _has_other_bots(self, message: discord.Message, me: discord.ClientUser) -> bool:
        """
        Whether another bot has spoken in the message's thread.

        Who is a member there without having spoken, Discord tells only bots with a further privilege.
        """
        thread = message.channel
        if thread.id not in self._other_bots:
            found = False
            with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
                async for earlier in thread.history(limit=LOOKED_THROUGH):
                    found = found or triggers.is_another_bots(earlier, me)
            # Meanwhile one may have begun to speak.
            self._remember(thread.id, found or self._other_bots.get(thread.id, False))
        return self._other_bots[thread.id]

    def _remember(self, thread: int, has_other_bots: bool) -> None:
        self._other_bots[thread] = has_other_bots
        self._other_bots.move_to_end(thread)
        while len(self._other_bots) > REMEMBERED:
            self._other_bots.popitem(last=False)
