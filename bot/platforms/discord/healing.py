"""Puts right what a restart, an outage or a lost permission left behind, and answers what was asked meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import aiohttp
import discord

from bot.core.conversation import Conversation
from bot.core.errors import BotError
from bot.core.for_each import for_each
from bot.core.record import Incoming
from bot.core.settling import TakeUp

log = logging.getLogger(__name__)

# Of what was asked while the bot was away, so many questions a channel are answered: the newest ones.
MISSED_PER_CHANNEL = 3
# In how many channels it is looked for at once: one that does not answer keeps nobody elsewhere waiting.
LOOKING = 5
# Discord names no direct messages to a bot that comes: those are looked through in which somebody asked so lately, the
# last few of them.
DIRECT_FOR, MOST_DIRECT = timedelta(days=7), 50
# Seconds between two looks for buttons that have become old.
RETIRING_INTERVAL = 60.0

OnServer = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


class Healing:
    """
    Heals whenever `there_is_a_way`, and lets buttons go that are older than `buttons`, while it runs.

    What was asked within `missed` before, by what `read` makes of messages, is given to `answer`, after the healing; a
    time of 0 is never.
    """

    def __init__(
        self,
        client: discord.Client,
        conversation: Conversation,
        take_up: TakeUp,
        *,
        read: Callable[[discord.Message, discord.ClientUser], Awaitable[Incoming | None]],
        answer: Callable[[discord.Message], object],
        missed: timedelta,
        buttons: timedelta,
    ) -> None:
        self._client = client
        self._conversation = conversation
        self._take_up = take_up
        self._read = read
        self._answer = answer
        self._missed = missed
        self._buttons = buttons
        self._way = asyncio.Event()
        self._looks_for_missed = False

    def there_is_a_way(self, *, was_away: bool = False) -> None:
        """A server, a channel or a permission may have come back; after a time away, questions may have been missed."""
        self._looks_for_missed = self._looks_for_missed or was_away
        self._way.set()

    async def run(self) -> None:
        """Heal, and retire buttons, for as long as the bot is there."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(RETIRING_INTERVAL if self._buttons else None):
                    await self._way.wait()
            try:
                await self._once()
            except BotError as error:
                log.warning("what was left behind could not be put right: %s", error)
            except Exception:
                log.exception("healing failed")

    async def _once(self) -> None:
        if self._way.is_set():
            self._way.clear()
            await self._conversation.heal(self._take_up)
        if self._looks_for_missed:
            self._looks_for_missed = False
            await self._answer_missed()
        if self._buttons:
            await self._conversation.retire_controls(datetime.now(UTC) - self._buttons, self._take_up)

    async def _answer_missed(self) -> None:
        if not self._missed:
            return
        since = datetime.now(UTC) - self._missed

        async def answer_those_in(channel: OnServer | discord.PartialMessageable) -> None:
            for message in await self._missed_in(channel, since):
                self._answer(message)

        await for_each([*self._with_news(since), *await self._direct()], answer_those_in, at_once=LOOKING)

    def _with_news(self, since: datetime) -> Iterator[OnServer]:
        """The channels of servers in which something was said since then, and can be read."""
        earliest = discord.utils.time_snowflake(since)
        for guild in self._client.guilds:
            channels: list[OnServer] = [*guild.text_channels, *guild.voice_channels, *guild.stage_channels]
            for channel in [*channels, *guild.threads]:
                is_news = (channel.last_message_id or 0) >= earliest
                if is_news and channel.permissions_for(guild.me).read_message_history:
                    yield channel

    async def _direct(self) -> list[discord.PartialMessageable]:
        asked_in = await self._conversation.direct_channels(datetime.now(UTC) - DIRECT_FOR)
        return [self._client.get_partial_messageable(channel) for channel in asked_in[:MOST_DIRECT]]

    async def _missed_in(
        self, channel: OnServer | discord.PartialMessageable, since: datetime
    ) -> list[discord.Message]:
        """The newest questions there that nobody who asked them has got an answer to, or a later one, oldest first."""
        me = self._client.user
        assert me is not None  # Known since the login.
        answered: set[int] = set()
        missed: list[discord.Message] = []
        try:
            async for message in channel.history(after=since, limit=100, oldest_first=False):
                if message.author.id in answered or await self._read(message, me) is None:
                    continue
                if await self._conversation.was_asked(message.id):
                    answered.add(message.author.id)
                elif len(missed) < MISSED_PER_CHANNEL:
                    missed.insert(0, message)
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
            log.info("channel=%d could not be looked through for questions: %s", channel.id, error)
        return missed
