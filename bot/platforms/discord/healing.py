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
from bot.platforms.discord.failures import is_refusal

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
# What could not be put right, or looked through, is tried again by itself after so many seconds, each time after twice
# as many, up to the longest.
FIRST_WAIT, LONGEST_WAIT = 5.0, 600.0

OnServer = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
Place = OnServer | discord.PartialMessageable


class Healing:
    """
    Heals whenever `there_is_a_way`, and lets buttons go that are older than `buttons`, while it runs.

    What was asked within `missed` before, by what `read` makes of messages, is given to `answer`, after the healing,
    and edits of what is on record of that time to `follow`; a time of 0 is never. Whatever fails is tried again, ever
    less often, until there is a way again.
    """

    def __init__(
        self,
        client: discord.Client,
        conversation: Conversation,
        take_up: TakeUp,
        *,
        read: Callable[[discord.Message, discord.ClientUser], Awaitable[Incoming | None]],
        answer: Callable[[discord.Message], object],
        follow: Callable[[discord.Message], object],
        missed: timedelta,
        buttons: timedelta,
    ) -> None:
        self._client = client
        self._conversation = conversation
        self._take_up = take_up
        self._read = read
        self._answer = answer
        self._follow = follow
        self._missed = missed
        self._buttons = buttons
        self._way = asyncio.Event()
        self._looks_for_missed = False
        self._unseen: list[tuple[Place, datetime]] = []
        self._wait = FIRST_WAIT
        self._again_at: float | None = None

    def there_is_a_way(self, *, was_away: bool = False) -> None:
        """A server, a channel or a permission may have come back; after a time away, questions may have been missed."""
        self._looks_for_missed = self._looks_for_missed or was_away
        self._wait = FIRST_WAIT
        self._way.set()

    async def run(self) -> None:
        """Heal, and retire buttons, for as long as the bot is there."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause()):
                    await self._way.wait()
            if self._again_at is not None and self._again_at <= _now():
                self._way.set()
            try:
                await self._once()
            except BotError as error:
                log.warning("what was left behind could not be put right: %s", error)
            except Exception:
                log.exception("healing failed")

    def _pause(self) -> float | None:
        """The seconds until something is to be done that nobody tells of; `None` where nothing is."""
        pauses = [RETIRING_INTERVAL] if self._buttons else []
        if self._again_at is not None:
            pauses.append(max(0.0, self._again_at - _now()))
        return min(pauses, default=None)

    async def _once(self) -> None:
        if self._way.is_set():
            self._way.clear()
            # Until it is known to have gone well.
            self._again_at, self._wait = _now() + self._wait, min(2 * self._wait, LONGEST_WAIT)
            is_whole = await self._conversation.heal(self._take_up)
            if self._looks_for_missed:
                self._looks_for_missed = False
                await self._find_missed()
            await self._answer_missed()
            if is_whole and not self._unseen:
                self._again_at, self._wait = None, FIRST_WAIT
        if self._buttons:
            await self._conversation.retire_controls(datetime.now(UTC) - self._buttons, self._take_up)

    async def _find_missed(self) -> None:
        """Note where something may have been asked while the bot was away."""
        if self._missed:
            since, known = datetime.now(UTC) - self._missed, {place.id for place, _ in self._unseen}
            found = [*self._with_news(since), *await self._direct()]
            self._unseen += [(place, since) for place in found if place.id not in known]

    async def _answer_missed(self) -> None:
        async def answer_those_in(unseen: tuple[Place, datetime]) -> None:
            missed = await self._missed_in(*unseen)
            if missed is None:
                return
            self._unseen.remove(unseen)
            for message in missed:
                self._answer(message)

        await for_each(list(self._unseen), answer_those_in, at_once=LOOKING)

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

    async def _missed_in(self, channel: Place, since: datetime) -> list[discord.Message] | None:
        """
        The newest questions there that nobody who asked them has got an answer to, or a later one, oldest first;
        `None` where nobody can tell just now. Edits are followed on the way.
        """
        me = self._client.user
        assert me is not None  # Known since the login.
        answered: set[int] = set()
        missed: list[discord.Message] = []
        try:
            async for message in channel.history(after=since, limit=100, oldest_first=False):
                if await self._is_edited_question(message):
                    self._follow(message)
                if message.author.id in answered or await self._read(message, me) is None:
                    continue
                if await self._conversation.was_asked(message.id):
                    answered.add(message.author.id)
                elif len(missed) < MISSED_PER_CHANNEL:
                    missed.insert(0, message)
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
            log.info("channel=%d could not be looked through for questions: %s", channel.id, error)
            return missed if is_refusal(error) else None
        return missed

    async def _is_edited_question(self, message: discord.Message) -> bool:
        """Whether it may read otherwise than on record. One that was never answered is read as it stands now."""
        is_edited = message.edited_at is not None and not message.author.bot
        return is_edited and await self._conversation.is_known(message.id)


def _now() -> float:
    return asyncio.get_running_loop().time()
