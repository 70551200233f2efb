"""Fetches what people attached, from where Discord keeps it and nowhere else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence

import aiohttp
import discord
import yarl
from aiohttp.abc import AbstractResolver

from bot.core.chat import Attachment, File
from bot.platforms.discord.public_addresses import PublicResolver
from bot.platforms.discord.readable import one_line

log = logging.getLogger(__name__)

Read = Callable[[str, bytes], Awaitable[Attachment]]
"""Reads a file of that name."""

DISCORD = ("https://cdn.discordapp.com", "https://media.discordapp.net")
"""The origins that Discord gives out addresses of attachments at."""
_HOSTS = frozenset(yarl.URL(origin).host or "" for origin in DISCORD)
_CHUNK = 2**16


class Downloads:
    """
    Files of at most `most_bytes` each, and `most` of a message; 0 bytes are none at all. One has `seconds` to come.

    Only addresses of `origins` are asked, and where they point elsewhere, nobody is. `read` says what is in a file. The
    names of Discord's own are looked up by `resolver`, aiohttp's by default, and are none of a machine nearby.
    """

    def __init__(
        self,
        read: Read,
        *,
        origins: Collection[str] = DISCORD,
        most_bytes: int = 8 * 2**20,
        most: int = 10,
        seconds: float = 30.0,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._read = read
        self._origins = {yarl.URL(origin).origin() for origin in origins}
        self._most_bytes, self._most, self._seconds = most_bytes, most, seconds
        self._resolver = resolver

    async def read(self, attachments: Sequence[discord.Attachment]) -> list[Attachment]:
        """What is in the files, in their order; what cannot be had, or read, is among them and says why."""
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        resolver = PublicResolver(self._resolver or aiohttp.DefaultResolver(), public=_HOSTS)
        connector = aiohttp.TCPConnector(resolver=resolver)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as session:
            read = [self._one(attachment, session) for attachment in attachments[: self._most]]
            left_out = [File(_name(each), unread="many") for each in attachments[self._most :]]
            return [*await asyncio.gather(*read), *left_out]

    async def _one(self, attachment: discord.Attachment, session: aiohttp.ClientSession) -> Attachment:
        name = _name(attachment)
        if attachment.size > self._most_bytes:
            return File(name, unread="large")
        if not self._is_known(attachment.url):
            log.warning("attachment=%d is not fetched from another place than Discord's", attachment.id)
            return File(name, unread="unreachable")
        try:
            data = await self._fetch(attachment.url, session)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("attachment=%d could not be fetched: %s", attachment.id, type(error).__name__)
            return File(name, unread="unreachable")
        return File(name, unread="large") if data is None else await self._read(name, data)

    def _is_known(self, url: str) -> bool:
        """Whether `url`, as it is asked, is an address of one of the origins."""
        try:
            address = yarl.URL(url, encoded=True)
            return address.origin() in self._origins and address.raw_user is None and address.raw_password is None
        except ValueError:
            return False

    async def _fetch(self, url: str, session: aiohttp.ClientSession) -> bytes | None:
        """The file; `None` where it is longer than it may be, whatever was said of it."""
        # As it was signed: another spelling of the address would be refused.
        async with session.get(yarl.URL(url, encoded=True), allow_redirects=False) as response:
            if response.status != 200:
                raise aiohttp.ClientResponseError(response.request_info, (), status=response.status)
            data = bytearray()
            async for chunk in response.content.iter_chunked(_CHUNK):
                data += chunk
                if len(data) > self._most_bytes:
                    return None
            return bytes(data)


def _name(attachment: discord.Attachment) -> str:
    return one_line(attachment.title or attachment.filename)
