"""Joins Discord and hands what is for the bot to the conversation."""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress

import discord

from bot.core.conversation import Conversation
from bot.platforms.discord import commands, triggers
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.surfaces import ChannelSurface

log = logging.getLogger(__name__)

# How long, in seconds, the replies may take to say that the bot is leaving.
FAREWELL = 10.0

GREETING = "Yes? Ask me something in the same message, like: {mention} what is a haiku?"
LOADING = discord.CustomActivity("Loading the model…")
READY = discord.CustomActivity("Mention me, or use /ask")
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)

# The bot does not speak, so nobody need be warned that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class BotClient(discord.Client):
    """
    The bot as Discord sees it.

    `model` says when the model is loaded: until then the bot is shown as idle, loading.
    `guild_ready_timeout` is discord.py's: the seconds without news of a server after which it is ready.
    """

    def __init__(
        self,
        conversation: Conversation,
        *,
        model: Awaitable[object],
        mention_author: bool = False,
        guild_ready_timeout: float = 2.0,
    ) -> None:
        lanes = EditLanes()
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=lanes.trace(),
            status=discord.Status.idle,
            activity=LOADING,
            guild_ready_timeout=guild_ready_timeout,
        )
        self._conversation = conversation
        self._lanes = lanes
        self._model = asyncio.ensure_future(model)
        self._mention_author = mention_author
        self._tree = commands.command_tree(self, conversation, lanes)
        self._announcement: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Register the commands, once logged in."""
        try:
            await commands.sync(self._tree)
        except discord.HTTPException as error:
            log.warning("Discord did not take the slash commands: %s", error)

    async def on_ready(self) -> None:
        """Say whether the model is there; Discord forgets it with each new session."""
        log.info("online as %s in %d servers", self.user, len(self.guilds))
        if self._announcement is None or self._announcement.done():
            self._announcement = asyncio.create_task(self._announce(), name="presence")

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is for the bot."""
        if self.user is None or (incoming := triggers.read(message, self.user)) is None:
            return
        if not incoming.text and incoming.quote is None:
            await message.reply(GREETING.format(mention=self.user.mention), mention_author=False)
            return
        channel = self.get_partial_messageable(message.channel.id)
        surface = ChannelSurface(channel, me=self.user.id, question=message.id, mention_author=self._mention_author)
        async with DiscordReply(surface, self._lanes, nonce=str(message.id)) as reply:
            await self._conversation.answer(incoming, reply)

    async def close(self) -> None:
        """Stop what is being written, so that no reply is left with a cursor, and leave."""
        if not self.is_closed():
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self._conversation.close()
            # Whatever waits out an outage is left as it is.
            self._lanes.close()
        await super().close()

    async def _announce(self) -> None:
        await asyncio.wait([self._model])
        if not self._model.cancelled() and self._model.exception() is None:
            await self.change_presence(status=discord.Status.online, activity=READY)
