"""Shows one answer as Discord messages."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Literal, Self

import aiohttp
import discord

from bot.core.errors import PlatformError
from bot.platforms.discord.edits import EditLane
from bot.platforms.discord.surfaces import Edit, Surface

log = logging.getLogger(__name__)

# Discord shows the typing indicator for 10 seconds.
TYPING_INTERVAL = 8.0
# Seconds before each further try where Discord, or the way to it, fails for a moment.
RETRIES = (0.5, 1.0, 2.0, 4.0, 8.0)


class DiscordReply:
    """
    Keeps the messages of one answer equal to the newest pages, whenever the channel's lane lets it.

    Enter it to answer; leaving it gives up what has not been shown.
    """

    page_limit = 2000

    def __init__(self, surface: Surface, lane: EditLane, *, heading: str = "") -> None:
        self.heading = heading
        self._surface = surface
        self._lane = lane
        self._wanted: list[str] = []
        self._shown: list[str] = []
        self._edits: list[Edit] = []
        self._pending: tuple[int, str] | None = None
        self._failures = 0
        self._refusal: PlatformError | None = None
        self._settled = asyncio.Event()
        self.is_final = False

    async def __aenter__(self) -> Self:
        self._lane.join(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lane.leave(self)

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show the typing indicator inside the block."""
        indicator = asyncio.create_task(self._keep_typing(), name="typing")
        try:
            yield
        finally:
            indicator.cancel()

    def show(self, pages: Sequence[str], /) -> None:
        """Ask for the answer to read `pages`. Raises `PlatformError` once Discord has refused it."""
        if self._refusal:
            raise self._refusal
        self._wanted = list(pages)
        self._lane.wake()

    async def finish(self, pages: Sequence[str], /) -> None:
        """Return when the answer reads `pages`. Raises `PlatformError` if it never will."""
        self.is_final = True
        self.show(pages)
        self._settle()
        await self._settled.wait()
        if self._refusal:
            raise self._refusal

    @property
    def is_begun(self) -> bool:
        """Whether there is anything of the answer yet."""
        return bool(self._wanted)

    @property
    def step(self) -> Literal["send", "edit"] | None:
        """What the lane should let this answer do next."""
        number = self._first_stale()
        if number is None or self._refusal:
            return None
        return "edit" if number < len(self._edits) else "send"

    async def take_step(self) -> None:
        """Send or edit one message. A failure of the moment is tried again with the newest text."""
        number = self._first_stale()
        if number is None:
            return
        text = self._wanted[number]
        self._pending = number, text
        try:
            if number < len(self._edits):
                await self._edits[number](text)
            else:
                self._edits.append(await self._surface.send(number, text))
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
            await self._failed(error)
        else:
            self._failures = 0
            self.applied()

    def applied(self) -> None:
        """The pending text can be seen."""
        if self._pending is None:
            return
        number, text = self._pending
        self._shown[number:] = [text, *self._shown[number + 1 :]]
        self._pending = None
        self._settle()

    def _first_stale(self) -> int | None:
        """The first page that does not read as it should."""
        for number, text in enumerate(self._wanted):
            if self._shown[number : number + 1] != [text]:
                return number
        return None

    def _settle(self) -> None:
        if self.is_final and self._first_stale() is None:
            self._settled.set()

    async def _failed(self, error: Exception) -> None:
        self._pending = None
        if not _is_passing(error) or self._failures >= len(RETRIES):
            self._refusal = PlatformError(f"{type(error).__name__}: {error}")
            self._settled.set()
            return
        wait = RETRIES[self._failures]
        log.info("trying again in %.1f s after %s: %s", wait, type(error).__name__, error)
        self._failures += 1
        await asyncio.sleep(wait)

    async def _keep_typing(self) -> None:
        try:
            while True:
                await self._surface.type()
                await asyncio.sleep(TYPING_INTERVAL)
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
            log.debug("the typing indicator failed: %s", error)


def _is_passing(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    return not isinstance(error, discord.HTTPException) or error.status >= 500 or error.status == 429
