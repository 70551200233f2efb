"""Ends an answer on which the engine has fallen silent."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from bot.core.chat import Piece
from bot.core.errors import EngineStalled


async def unless_stalled(pieces: AsyncGenerator[Piece, None], seconds: float) -> AsyncGenerator[Piece, None]:
    """
    The same pieces. Raises `EngineStalled` where one does not come within `seconds`; with 0, that takes for ever.

    Reading a long prompt brings no piece, so that it must be possible within that time.
    """
    async with aclosing(pieces):
        while True:
            limit = asyncio.timeout(seconds or None)
            try:
                async with limit:
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                if limit.expired():
                    raise EngineStalled(f"the engine wrote nothing for {seconds:g} s") from error
                raise
            yield piece
