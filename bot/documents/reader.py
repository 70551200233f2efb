"""Reads one file."""

import asyncio
import logging

from bot.core.chat import File
from bot.documents import content, conversion
from bot.documents.conversion import Bounds, Damaged, TooHeavy

log = logging.getLogger(__name__)

# A process for each would want the memory of all of them at once.
_AT_ONCE = 2


class Reader:
    """Reads files of any kind, within `bounds`; what cannot be read is told, never raised."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def read(self, name: str, data: bytes) -> File:
        """What is in the file, which whoever sent it calls `name`."""
        kind = content.known(data)
        match kind:
            case "archive" | "image" | "media":
                return File(name, unread=kind)
            case "pdf" | "docx" | "pptx" | "xlsx":
                return await self._converted(name, data, kind)
        text = await asyncio.to_thread(content.decoded, data)
        if text is None:
            return File(name, unread="binary")
        if content.is_html(text) and conversion.is_possible():
            return await self._converted(name, text.encode(), "html")
        return File(name, text[: self._bounds.characters], length=len(text))

    async def _converted(self, name: str, data: bytes, kind: str) -> File:
        if not conversion.is_possible():
            return File(name, unread="document")
        try:
            async with self._places:
                text, length = await conversion.convert(data, kind, self._bounds)
        except Damaged as error:
            log.info("a file was not read: %s", error)
            return File(name, unread="damaged")
        except TooHeavy as error:
            log.info("a file was not read: %s", error)
            return File(name, unread="large")
        return File(name, text, length=length)
