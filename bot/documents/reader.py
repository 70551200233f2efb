"""Reads one file."""

import asyncio
import logging
from collections.abc import Callable

from bot.core.chat import Attachment, File, Image
from bot.documents import content, conversion
from bot.documents.conversion import Bounds, Damaged, TooHeavy

log = logging.getLogger(__name__)

# A process for each would want the memory of all of them at once.
_AT_ONCE = 2


class Reader:
    """
    Reads files of any kind, within `bounds`; what cannot be read is told, never raised.

    Pictures are read where `sees` says that the model may see them.
    """

    def __init__(self, bounds: Bounds | None = None, *, sees: Callable[[], bool] = lambda: False) -> None:
        self._bounds, self._sees = bounds or Bounds(), sees
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def read(self, name: str, data: bytes) -> Attachment:
        """What is in the file, which whoever sent it calls `name`."""
        # An archive may have a list of a hundred thousand parts.
        kind = await asyncio.to_thread(content.known, data)
        match kind:
            case "image" if self._sees():
                return await self._shrunk(name, data)
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
        except (Damaged, TooHeavy) as error:
            return _unread(name, error)
        return File(name, text, length=length)

    async def _shrunk(self, name: str, data: bytes) -> Attachment:
        if not conversion.can_picture():
            return File(name, unread="picture")
        try:
            async with self._places:
                kept = await conversion.shrink(data, self._bounds)
        except (Damaged, TooHeavy) as error:
            return _unread(name, error)
        return Image.of(name, kept.data, width=kept.width, height=kept.height)


def _unread(name: str, error: Damaged | TooHeavy) -> File:
    log.info("a file was not read: %s", error)
    return File(name, unread="damaged" if isinstance(error, Damaged) else "large")
