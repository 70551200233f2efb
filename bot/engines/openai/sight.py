"""Finds out whether a server's model sees, and how many tokens a picture is to it: no list says so, so it is tried."""

import asyncio
import base64
import logging
import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.core.chat import Image

if TYPE_CHECKING:
    from bot.engines.openai.server import Server

log = logging.getLogger(__name__)

_SIDE = 448
# Where a server takes a picture and does not say of how many tokens: those of squares of 16 x 16 pixels, the smallest
# in use (Pixtral's), and one for each of their rows.
_UNTOLD = (_SIDE // 16) * (_SIDE // 16 + 1)
# Models round the sides of a picture to whole squares, of which these are as large as any in use (Qwen's).
_SQUARE = 32


@dataclass(frozen=True, slots=True)
class Sight:
    """What a picture of 448 x 448 pixels is to the model, in tokens."""

    tokens: int

    def bound(self, images: Iterable[Image]) -> int:
        """A number of tokens that the pictures do not pass, by their size; no small one is taken for less."""
        sizes = [(image.width + _SQUARE) * (image.height + _SQUARE) for image in images]
        return sum(max(self.tokens, math.ceil(self.tokens * size / _SIDE**2)) for size in sizes)


async def find_sight(server: "Server", *, patience: float) -> Sight | None:
    """Have the model look at a grey picture; `None` where it cannot in so many seconds, or takes no notice of it."""
    try:
        async with asyncio.timeout(patience):
            seen = await _read(server, [picture(_png(), "png"), _HELLO])
            unseen = await _read(server, [_HELLO]) if seen is not None else None
    except Exception as error:
        # A server that knows nothing of pictures may answer anything.
        log.info("%s takes no pictures: %s", server.address, type(error).__name__)
        return None
    if seen is None or unseen is None:
        return Sight(_UNTOLD)
    return Sight(seen - unseen) if seen > unseen else None


def picture(data: bytes, kind: str) -> dict[str, Any]:
    """The file as a part of a message."""
    return {"type": "image_url", "image_url": {"url": f"data:image/{kind};base64,{base64.b64encode(data).decode()}"}}


_HELLO = {"type": "text", "text": "Hello"}


async def _read(server: "Server", content: list[dict[str, Any]]) -> int | None:
    """How many tokens the server says that such a message is, asked for one more."""
    asked = {"model": server.model, "messages": [{"role": "user", "content": content}], "max_tokens": 1}
    usage = (await server.post(f"{server.base}/chat/completions", asked)).get("usage") or {}
    read = usage.get("prompt_tokens")
    return read if isinstance(read, int) else None


def _png() -> bytes:
    """A grey picture, so small a file that it is nothing to send."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x80" * 3 * _SIDE) * _SIDE
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
