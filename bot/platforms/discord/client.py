"""Joins Discord and hands what is for the bot to the conversation."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from bot.core import notices
from bot.core.admission import Admission
from bot.core.conversation import Conversation
from bot.core.ports import Words
from bot.core.profiles import Profiles
from bot.core.retention import retain
from bot.core.scheduler import Load
from bot.core.speech import spoken
from bot.platforms.discord import locales, triggers
from bot.platforms.discord.acknowledgement import acknowledged
from bot.platforms.discord.bare_mentions import meant_by
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.commands.mentions import Mentions
from bot.platforms.discord.commands.sync import sync
from bot.platforms.discord.commands.translation import Translation
from bot.platforms.discord.commands.tree import command_tree
from bot.platforms.discord.commands.wiring import Wiring
from bot.platforms.discord.downloads import Downloads
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.following import Following
from bot.platforms.discord.forgetting import choices
from bot.platforms.discord.forms import is_outdated
from bot.platforms.discord.gathering import Gathering
from bot.platforms.discord.guard import Guard
from bot.platforms.discord.guests import channel_of
from bot.platforms.discord.healing import Healing
from bot.platforms.discord.hearing import Hearing
from bot.platforms.discord.panel.presses import item_of
from bot.platforms.discord.presses import button_under
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.surfaces import ChannelSurface
from bot.platforms.discord.taking_up import taking_up
from bot.platforms.discord.threads import can_have_threads, opened

log = logging.getLogger(__name__)

# How long, in seconds, the replies may take to say that the bot is leaving.
FAREWELL = 10.0

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)

# The bot does not speak, so nobody need be warned that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class BotClient(discord.Client):
    """
    The bot as Discord sees it.

    `admission` says who may use it, and `model` when the model is loaded: until then the bot is shown as idle, loading.
    `downloads` reads what people attach. What was asked within `missed` before the bot came is answered, and buttons go
    from answers older than `buttons`; 0 is never. What was asked longer than `keep` ago is forgotten, if that is not 0.
    At the end, what is being written has `grace` seconds left. What it shows of itself is the same everywhere, in
    `language`. `online` is called with each new session, once Discord has told all there is to it.
    `guild_ready_timeout` and `heartbeat_timeout` are discord.py's: the seconds without news of a server after which it
    is ready, and without any from the gateway after which it connects anew.
    """

    def __init__(
        self,
        conversation: Conversation,
        *,
        admission: Admission,
        profiles: Profiles,
        model: Awaitable[object],
        words: Words,
        language: str | None = None,
        downloads: Downloads,
        mention_author: bool = False,
        missed: timedelta = timedelta(minutes=5),
        buttons: timedelta = timedelta(minutes=30),
        grace: float = 0.0,
        keep: timedelta = timedelta(0),
        online: Callable[[], None] = lambda: None,
        guild_ready_timeout: float = 2.0,
        heartbeat_timeout: float = 60.0,
    ) -> None:
        lanes = EditLanes()
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=lanes.trace(),
            status=discord.Status.idle,
            activity=discord.CustomActivity(words(notices.PRESENCE_LOADING, language)),
            guild_ready_timeout=guild_ready_timeout,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.guard = Guard(admission, words)
        self.forms = secrets.token_hex(4)
        self._conversation = conversation
        self._words = words
        self._language = language
        self._heard = locales.Heard()
        self._lanes = lanes
        self._model = asyncio.ensure_future(model)
        self._mention_author = mention_author
        self._grace = grace
        self._keep = keep
        self._online = online
        self._calls = Calls()
        take_up = taking_up(self, lanes, conversation.is_known, self._calls)

        def answer(message: discord.Message) -> None:
            self.dispatch("message", message)

        def follow(message: discord.Message) -> None:
            self.dispatch("missed_edit", message)

        self._mentions = Mentions()
        self._gathering = Gathering(self, downloads)
        wiring = Wiring(
            conversation=conversation,
            profiles=profiles,
            lanes=lanes,
            calls=self._calls,
            take_up=take_up,
            mentions=self._mentions,
            words=words,
            admission=admission,
            gathering=self._gathering,
        )
        self._tree = command_tree(self, wiring)
        self._hearing = Hearing(profiles)
        read = self._hearing.read
        self._following = Following(conversation, take_up, self.guard, read=read, answer=answer)
        self._healing = Healing(
            self, conversation, take_up, read=read, answer=answer, follow=follow, missed=missed, buttons=buttons
        )
        self.add_dynamic_items(button_under(conversation, take_up, words), item_of(wiring), choices(wiring))
        self._announcement: asyncio.Task[None] | None = None
        self._healer: asyncio.Task[None] | None = None
        self._retention: asyncio.Task[None] | None = None

    @property
    def load(self) -> Load:
        """What the model has to do just now, everywhere."""
        return self._conversation.load

    @property
    def too_many_requests(self) -> int:
        """How often Discord has answered a request by 429."""
        return self._lanes.too_many_requests

    def is_online(self) -> bool:
        """Whether Discord hears it now, and it Discord."""
        return self.is_ready() and self.ws.open

    async def setup_hook(self) -> None:
        """Register the commands, once logged in."""
        self._healer = asyncio.create_task(self._healing.run(), name="healing")
        await self._tree.set_translator(Translation(self._words))
        if self._keep:
            retaining = retain(self._keep, self._conversation.own_data.expire)
            self._retention = asyncio.create_task(retaining, name="retention")
        try:
            self._mentions.learn(await sync(self._tree))
        except discord.HTTPException as error:
            log.warning("Discord did not take the slash commands: %s", error)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell of nothing any more once closed: discord.py 2.7.1 may do so from its `_delay_ready`, and fails then."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Say whether the model is there, which Discord forgets with each new session, and put right what was left."""
        log.info("online as %s in %d servers", self.user, len(self.guilds))
        self._online()
        if self._announcement is None or self._announcement.done():
            self._announcement = asyncio.create_task(self._announce(), name="presence")
        self._healing.there_is_a_way(was_away=True)

    async def on_resumed(self) -> None:
        """The connection was lost for a while, and Discord with it, maybe."""
        self._healing.there_is_a_way()

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is for the bot."""
        self._calls.came(message.channel.id, message.author.id)
        if self.user is None or (asked := await self._hearing.read(message, self.user)) is None:
            return
        if not await self.guard.lets_speak(message):
            return
        if asked.is_private:
            asked = replace(asked, language=self._heard.of(asked.author.id))
        profile = await self._hearing.profile(asked)
        said = message
        if not asked.text and asked.quote is None and self._gathering.of(message, asked) is None:
            meant = await meant_by(message, self._conversation, self.user)
            if meant is None:
                greeting = self._words(notices.greeting(self.user.mention), spoken(profile, asked.language))
                await message.reply(profile.greeting or greeting, mention_author=False)
                return
            said, asked = meant, triggers.in_words_of(meant, asked, self.user)
        if profile.opens_threads and can_have_threads(asked):
            asked = await opened(self, asked, message.id) or asked
        channel = self.get_partial_messageable(asked.channel)
        surface = ChannelSurface(channel, me=self.user.id, question=message.id, mention_author=self._mention_author)
        async with DiscordReply(surface, self._lanes, nonce=str(message.id), calls=self._calls) as reply:
            await self._conversation.answer(asked, reply, complete=self._gathering.of(said, asked))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Whoever types a command or presses something tells their language by it, and has seen any call there."""
        self._heard.note(interaction)
        self._calls.came(channel_of(interaction), interaction.user.id)
        if is_outdated(interaction):
            said = self._words(notices.FORM_OUTDATED, locales.of_person(interaction))
            with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
                await acknowledged(interaction, interaction.response.send_message(said, ephemeral=True))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Follow the edit of a question."""
        if self.user is not None:
            await self._following.edited(event.message, self.user, before=event.cached_message)

    async def on_missed_edit(self, message: discord.Message) -> None:
        """Follow the edit of a question of which the bot was told nothing."""
        if self.user is not None:
            await self._following.edited(message, self.user)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Follow the deletion of a question or a page."""
        await self._following.deleted([event.message_id], event.channel_id)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Follow the deletion of many messages."""
        await self._following.deleted(event.message_ids, event.channel_id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forget what was said in a channel that is gone."""
        await self._following.vanished(channel.id)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Forget what was said in a thread that is gone."""
        await self._following.vanished(event.thread_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget what was said on a server that the bot left."""
        await self._following.left(guild.id)

    async def on_guild_join(self, _: discord.Guild) -> None:
        """The bot is on a server, perhaps again."""
        self._healing.there_is_a_way()

    async def on_guild_available(self, _: discord.Guild) -> None:
        """An outage of a server is over."""
        self._healing.there_is_a_way()

    async def on_guild_channel_update(self, _: discord.abc.GuildChannel, __: discord.abc.GuildChannel) -> None:
        """Permissions in a channel may have changed."""
        self._healing.there_is_a_way()

    async def on_guild_role_update(self, _: discord.Role, __: discord.Role) -> None:
        """Permissions of a role may have changed."""
        self._healing.there_is_a_way()

    async def close(self) -> None:
        """Stop what is being written, so that no reply is left with a cursor, and leave."""
        if not self.is_closed():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._grace + FAREWELL):
                    await self._conversation.close(self._grace)
            with suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self._calls.close()
            # Whatever waits out an outage is left as it is.
            self._lanes.close()
            for task in filter(None, (self._healer, self._retention)):
                task.cancel()
        await super().close()

    async def _announce(self) -> None:
        await asyncio.wait([self._model])
        if not self._model.cancelled() and self._model.exception() is None:
            ready = discord.CustomActivity(self._words(notices.PRESENCE_READY, self._language))
            await self.change_presence(status=discord.Status.online, activity=ready)
