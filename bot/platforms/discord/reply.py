"""Shows one answer as Discord messages."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Self

import discord

from bot.core.controls import Controls
from bot.core.errors import FilesRefused, PlatformError
from bot.core.uploads import Upload
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.edits import EditLane, EditLanes, Step
from bot.platforms.discord.failures import Retries, is_refusal
from bot.platforms.discord.sheets import Sheets
from bot.platforms.discord.surfaces import Bucket, Page, Surface

log = logging.getLogger(__name__)

# Discord shows the typing indicator for 10 seconds.
TYPING_INTERVAL = 8.0
# How soon it is tried again where the bot just had more to send: that is mostly over at once.
ROOM_INTERVAL = 0.25

# The event loop itself holds tasks but weakly.
_indicators: set[asyncio.Task[None]] = set()


class DiscordReply:
    """
    Keeps the messages of one answer equal to the newest pages, whenever their channel's lane lets it.

    Enter it to show something; leaving it gives up what has not been shown, and waits for nothing. `messages` are
    those in which the answer stands already. Who sends the same answer again, not knowing whether it stands, has to
    give the same `nonce`, of at most 18 characters; without one it is a random one. `closes_at` is the
    event loop's time at which the answer has to be over.
    """

    page_limit = 2000

    def __init__(
        self,
        surface: Surface,
        lanes: EditLanes,
        *,
        heading: str = "",
        messages: Sequence[int] = (),
        nonce: str | None = None,
        closes_at: float | None = None,
        calls: Calls | None = None,
    ) -> None:
        self.heading = heading
        self.closes_at = closes_at
        self.is_final = False
        self.rests_until = float("-inf")
        self.edits = 0
        self._surface = surface
        self._calls = calls
        self._lanes = lanes
        self._lane: EditLane | None = None
        self._bucket: Bucket | None = None
        self._sheets = Sheets(messages, nonce=nonce or secrets.token_hex(8))
        self._retries = Retries()
        self._refusal: PlatformError | None = None
        self._settled = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._moves()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon("nobody waits for the answer any more")
        if self._lane:
            self._lane.leave(self)

    @property
    def most_pages(self) -> int | None:
        """How many pages can be shown, where that is limited. Those beyond are not."""
        return self._surface.most_pages

    @property
    def messages(self) -> Sequence[int]:
        """The ids of the messages it stands in, in their order, as far as they are sent."""
        return self._sheets.messages

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show the typing indicator inside the block."""
        ended = asyncio.Event()
        indicator = asyncio.create_task(self._keep_typing(ended), name="typing")
        _indicators.add(indicator)
        indicator.add_done_callback(_indicators.discard)
        try:
            yield
        finally:
            # Never cancelled: if one of its requests is while it waits out a global rate limit, discord.py 2.7.1 sends
            # nothing any more (`_global_over` in http.py).
            ended.set()

    def show(self, pages: Sequence[str], /, controls: Controls | None = None) -> None:
        """Ask for the answer to read `pages`. Raises `PlatformError` once Discord has refused it."""
        self._wish(pages, controls, (), final=False)

    async def finish(
        self, pages: Sequence[str], /, controls: Controls | None = None, uploads: Sequence[Upload] = ()
    ) -> None:
        """
        Return when the answer reads `pages`, `uploads` below the last.

        Raises `FilesRefused` where the bot may send no files, `PlatformError` if it never reads so.
        """
        self._wish(pages, controls, uploads, final=True)
        await self._settled.wait()
        if self._refusal:
            raise self._refusal
        if self._sheets.wanted is None:
            raise FilesRefused("Discord takes no files there")

    async def announce(self, text: str, person: int, /) -> None:
        """Call the person, where there are `calls`, and a channel to call them in."""
        channel = self._surface.channel
        if self._calls and channel and self.messages:
            await self._calls.call(channel, person, text, answer=self.messages[-1])

    def abandon(self, reason: str) -> None:
        """Begin no request any more: whoever waits for the answer gets a `PlatformError`."""
        if self._refusal is None:
            self._refusal = PlatformError(reason)
        self._settle()

    @property
    def is_begun(self) -> bool:
        """Whether there is anything of the answer yet."""
        return bool(self._sheets.wanted)

    @property
    def step(self) -> Step | None:
        """What the lane should let this answer do next."""
        return None if self._refusal else self._sheets.step

    async def take_step(self) -> None:
        """Send, edit or delete one message. A failure of the moment is tried again with the newest text."""
        if self._moves():
            return
        try:
            await self._sheets.take_step(self._surface)
        except Exception as error:
            self._failed(error)
        else:
            self.edits += 1
            self._retries.succeeded()
        self._settle()

    def applied(self) -> None:
        """The edit under way can be seen."""
        self._sheets.applied()
        self._settle()

    def _wish(self, pages: Sequence[str], controls: Controls | None, uploads: Sequence[Upload], *, final: bool) -> None:
        if self._refusal:
            raise self._refusal
        pages = pages[: self.most_pages]
        last = len(pages) - 1
        self._sheets.wanted = [
            Page(text, controls, tuple(uploads)) if number == last else Page(text) for number, text in enumerate(pages)
        ]
        self.is_final = final
        self._settled.clear()
        self._settle()
        if not self._moves() and self._lane:
            self._lane.wake()

    def _settle(self) -> None:
        if self._refusal or (self.is_final and self._sheets.step is None):
            self._settled.set()

    def _moves(self) -> bool:
        """Whether Discord now counts the edits with others than before: then another lane is theirs."""
        bucket = self._surface.bucket
        if bucket == self._bucket:
            return False
        if self._lane:
            self._lane.leave(self)
        self._bucket, self._lane = bucket, self._lanes.lane(bucket)
        self._lane.join(self)
        return True

    def _failed(self, error: Exception) -> None:
        if isinstance(error, discord.Forbidden) and self._sheets.has_uploads:
            self._sheets.give_up()
            return
        wait = self._retries.wait_after(error)
        if wait is None:
            self.abandon(f"{type(error).__name__}: {error}")
            return
        log.info("trying again in %.1f s after %s: %s", wait, type(error).__name__, error)
        self.rests_until = asyncio.get_running_loop().time() + wait

    async def _keep_typing(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            pause = TYPING_INTERVAL
            try:
                if self._lanes.has_room():
                    await self._surface.type()
                else:
                    pause = ROOM_INTERVAL
            except Exception as error:
                log.debug("the typing indicator failed: %s", error)
                if is_refusal(error):
                    return
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await ended.wait()
