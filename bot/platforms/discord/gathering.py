"""Gathers what a message points at: its files, the messages it replies to, and those it links to."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace

import aiohttp
import discord

from bot.core.chat import File, Source
from bot.core.joining import Complete
from bot.core.record import Incoming, Quote
from bot.platforms.discord.downloads import Downloads
from bot.platforms.discord.embedded import attachments, forwarded_from, reply_target, with_all_it_shows
from bot.platforms.discord.readable import display_name, one_line, readable

log = logging.getLogger(__name__)

# How many messages behind the one that is replied to, and how many linked ones, are looked up.
CHAIN, LINKS = 3, 3
_LINK = re.compile(r"https://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/channels/(\d{1,20})/(\d{1,20})/(\d{1,20})")


class Gathering:
    """Completes messages that `client` sees; `downloads` reads their files."""

    def __init__(self, client: discord.Client, downloads: Downloads) -> None:
        self._client = client
        self._downloads = downloads

    def of(self, message: discord.Message, incoming: Incoming) -> Complete | None:
        """What completes `incoming`, made of `message`; `None` where there is nothing to be looked up."""
        files, links, replied_to = attachments(message), _links(message), reply_target(message)
        if replied_to is not None and self._is_own(replied_to):
            replied_to = None
        files_of_others = attachments(replied_to) if replied_to else []
        points_on = replied_to and (replied_to.reference or replied_to.message_snapshots)
        if not (files or files_of_others or links or points_on or message.message_snapshots):
            return None

        async def complete() -> Incoming:
            forwards = await self._forwarded_from(message)
            parts = [replace(part, sources=forwards) if part.sources else part for part in incoming.parts]
            linked = [file for link in links if (file := await self._linked(message, *link))]
            quote, others = incoming.quote, await self._sources(replied_to) if replied_to else ()
            if replied_to and quote:
                quote = replace(quote, forwards=others[1:], chain=tuple(await self._chain(replied_to)))
            read = await self._downloads.read([*files, *files_of_others]) if files or files_of_others else []
            sources = [forwards] * len(files) + [others] * len(files_of_others)
            read = [replace(file, sources=each) for file, each in zip(read, sources, strict=True)]
            return replace(incoming, parts=(*parts, *linked, *read), quote=quote)

        return complete

    def attached(self, incoming: Incoming, files: Sequence[discord.Attachment]) -> Complete:
        """What adds `files` to the question of a command."""

        async def complete() -> Incoming:
            return replace(incoming, parts=(*incoming.parts, *await self._downloads.read(files)))

        return complete

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    async def _chain(self, message: discord.Message) -> list[Quote]:
        """What stands behind a reply to `message`, the oldest first, up to the bot's own words: those it remembers."""
        chain: list[Quote] = []
        while len(chain) < CHAIN and not message.message_snapshots and (before := await self._referred_to(message)):
            if self._is_own(before):
                break
            sources = await self._sources(before)
            chain.insert(0, Quote(display_name(before.author), _said(before), before.author.id, before.id, sources[1:]))
            message = before
        return chain

    async def _linked(self, message: discord.Message, channel_id: int, message_id: int) -> File | None:
        """The message that is linked to, where whoever links to it can read it."""
        assert message.guild is not None  # Else it has no links.
        channel = message.guild.get_channel_or_thread(channel_id)
        if not isinstance(channel, discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread):
            return None
        if not isinstance(message.author, discord.Member) or not _may_read(channel, message.author):
            return None
        linked = await _fetched(channel, message_id)
        if linked is None:
            return None
        name, text = f"a message by {display_name(linked.author)} in #{one_line(channel.name)}", _said(linked)
        return File(name, text, length=len(text), sources=await self._sources(linked))

    async def _sources(self, message: discord.Message) -> tuple[Source, ...]:
        """Whose words `message` holds: of whoever wrote it, and then of those that it passes on."""
        return (Source(message.author.id, message.id), *await self._forwarded_from(message))

    async def _forwarded_from(self, message: discord.Message) -> tuple[Source, ...]:
        """The message that is passed on, and where that is a forward in turn, what that passes on."""
        found: list[Source] = []
        while len(found) < CHAIN and (passed_on := forwarded_from(message)):
            before = await self._referred_to(message)
            found += [Source(before.author.id, before.id)] if before else passed_on
            if before is None:
                break
            message = before
        return tuple(found)

    async def _referred_to(self, message: discord.Message) -> discord.Message | None:
        """The message that `message` replies to, or passes on, where the bot can read it."""
        reference = message.reference
        if reference is None or reference.message_id is None:
            return None
        if reference.cached_message is not None:
            return reference.cached_message
        if reference.channel_id == message.channel.id:
            return await _fetched(message.channel, reference.message_id)
        elsewhere = self._client.get_partial_messageable(reference.channel_id, guild_id=reference.guild_id)
        return await _fetched(elsewhere, reference.message_id)


def _said(message: discord.Message) -> str:
    text = readable(message.content, users=message.mentions, guild=message.guild)
    return with_all_it_shows(message, text, with_cards=True)


def _links(message: discord.Message) -> list[tuple[int, int]]:
    """The channels and numbers of messages of the same server that it links to."""
    if message.guild is None:
        return []
    found = [
        (int(match[2]), int(match[3])) for match in _LINK.finditer(message.content) if int(match[1]) == message.guild.id
    ]
    return list(dict.fromkeys(found))[:LINKS]


def _may_read(channel: discord.abc.GuildChannel | discord.Thread, member: discord.Member) -> bool:
    if isinstance(channel, discord.Thread) and channel.is_private():
        return False
    permissions = channel.permissions_for(member)
    return permissions.read_messages and permissions.read_message_history


async def _fetched(channel: discord.abc.Messageable, number: int) -> discord.Message | None:
    try:
        return await channel.fetch_message(number)
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        log.info("message=%d could not be looked up: %s", number, type(error).__name__)
        return None
