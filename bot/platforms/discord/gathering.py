"""Gathers what a message points at: its files, the messages it replies to, and those it links to."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace

import aiohttp
import discord

from bot.core.chat import File
from bot.core.joining import Complete
from bot.core.record import Incoming
from bot.platforms.discord.downloads import Downloads
from bot.platforms.discord.embedded import attachments, reply_target, with_all_it_shows
from bot.platforms.discord.readable import display_name, readable

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
        own, links = attachments(message), _links(message)
        replied_to = reply_target(message)
        others: list[discord.Attachment] = []
        chained = None
        if replied_to is not None and not self._is_own(replied_to):
            others = attachments(replied_to)
            chained = replied_to if replied_to.reference else None
        if not (own or others or links or chained):
            return None

        async def complete() -> Incoming:
            quote = incoming.quote
            if chained and quote:
                quote = replace(quote, text="\n".join([*await self._chain(chained), quote.text]))
            linked = [file for link in links if (file := await _linked(message, *link))]
            read = await self._downloads.read([*own, *others]) if own or others else []
            came = [*read[: len(own)], *(replace(each, is_quoted=True) for each in read[len(own) :])]
            return replace(incoming, parts=(*incoming.parts, *linked, *came), quote=quote)

        return complete

    def attached(self, incoming: Incoming, files: Sequence[discord.Attachment]) -> Complete:
        """What adds `files` to the question of a command."""

        async def complete() -> Incoming:
            return replace(incoming, parts=(*incoming.parts, *await self._downloads.read(files)))

        return complete

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    async def _chain(self, message: discord.Message) -> list[str]:
        """What stands behind a reply to `message`, the oldest first, up to the bot's own words: those it remembers."""
        lines: list[str] = []
        while len(lines) < CHAIN and (reference := message.reference) and reference.message_id:
            before = reference.cached_message or await _fetched(message.channel, reference.message_id)
            if before is None or self._is_own(before):
                break
            text = readable(before.content, users=before.mentions, guild=before.guild)
            lines.insert(0, f"{display_name(before.author)}: {with_all_it_shows(before, text, with_cards=True)}")
            message = before
        return lines


def _links(message: discord.Message) -> list[tuple[int, int]]:
    """The channels and numbers of messages of the same server that it links to."""
    if message.guild is None:
        return []
    found = [
        (int(match[2]), int(match[3])) for match in _LINK.finditer(message.content) if int(match[1]) == message.guild.id
    ]
    return list(dict.fromkeys(found))[:LINKS]


async def _linked(message: discord.Message, channel_id: int, message_id: int) -> File | None:
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
    text = with_all_it_shows(
        linked, readable(linked.content, users=linked.mentions, guild=linked.guild), with_cards=True
    )
    return File(f"a message by {display_name(linked.author)} in #{channel.name}", text, length=len(text))


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
