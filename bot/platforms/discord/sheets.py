"""The messages of one answer: what they read, what they should read, and the next request to make them do so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord

from bot.platforms.discord.edits import Step
from bot.platforms.discord.surfaces import Page, Sending, Surface

UNKNOWN_MESSAGE = 10008


@dataclass(eq=False, slots=True)
class Sheet:
    """
    One message: its id, once that is known, and what it reads, where that is known.

    Until it has an id, `sending` is tried: always the same text under the same nonce, as Discord keeps what it got
    first. One that `is_going` was, perhaps, deleted already.
    """

    message: int | None = None
    shown: Page | None = None
    sending: Sending | None = None
    tried_at: float = 0.0
    is_going: bool = False


class Sheets:
    """
    Brings messages to read `wanted`, one request at a time: `None` as long as nothing is.

    Every request may fail, and be made again, without a message standing twice or an older text standing for good.
    """

    def __init__(self, messages: Sequence[int] = (), *, nonce: str) -> None:
        self.wanted: Sequence[Page] | None = None
        self._sheets = [Sheet(message) for message in messages]
        self._nonce = nonce
        self._deleted = 0
        self._pending: tuple[Sheet, Page] | None = None

    @property
    def messages(self) -> list[int]:
        """
        The ids of the messages there are, in their order.

        One that is being deleted is none of them any more: Discord may tell that it is gone before the request returns.
        """
        return [sheet.message for sheet in self._sheets if sheet.message is not None and not sheet.is_going]

    @property
    def step(self) -> Step | None:
        """The kind of the next request; `None` where all messages read as they should."""
        if self.wanted is None:
            return None
        if self._sheets and self._sheets[-1].message is None:
            return "send"  # It may have arrived: this has to be known first.
        if self._sheets and self._sheets[-1].is_going:
            return "delete"
        if self._stale() is not None:
            return "edit"
        if len(self._sheets) == len(self.wanted):
            return None
        return "send" if len(self._sheets) < len(self.wanted) else "delete"

    @property
    def has_uploads(self) -> bool:
        """Whether files are to be sent with one of them."""
        return any(page.uploads for page in self.wanted or ())

    def give_up(self) -> None:
        """Want nothing of them any more, after a request was refused: a message that was to be sent is not there."""
        self.wanted = None
        if self._sheets and self._sheets[-1].message is None:
            self._sheets.pop()

    async def take_step(self, surface: Surface) -> None:
        """Make that request. Raises whatever `surface` does."""
        match self.step:
            case "send":
                await self._send(surface)
            case "edit":
                await self._edit(surface)
            case "delete":
                await self._delete(surface)

    def applied(self) -> None:
        """Discord has said that the edit under way can be seen, though its request goes on."""
        if self._pending is not None:
            sheet, page = self._pending
            sheet.shown, self._pending = page, None

    def _stale(self) -> tuple[Sheet, Page] | None:
        """The first message that does not read as it should."""
        pairs = zip(self._sheets, self.wanted or (), strict=False)
        return next(((sheet, page) for sheet, page in pairs if sheet.shown != page), None)

    async def _send(self, surface: Surface) -> None:
        now = asyncio.get_running_loop().time()
        if not self._sheets or self._sheets[-1].message is not None:
            self._sheets.append(Sheet(sending=self._next_sending(), tried_at=now))
            tried = None
        else:
            tried = now - self._sheets[-1].tried_at
        sheet = self._sheets[-1]
        assert sheet.sending is not None
        sheet.message = await surface.send(replace(sheet.sending, tried=tried))
        sheet.shown = sheet.sending.page

    def _next_sending(self) -> Sending:
        assert self.wanted is not None
        number = len(self._sheets)
        # Discord would give the message back that was deleted, if its nonce came again.
        nonce = f"{self._nonce}-{number}" + (f"-{self._deleted}" if self._deleted else "")
        after = self._sheets[-1].message if self._sheets else None
        return Sending(page=self.wanted[number], number=number, nonce=nonce, after=after)

    async def _edit(self, surface: Surface) -> None:
        stale = self._stale()
        assert stale is not None
        sheet, page = stale
        assert sheet.message is not None
        self._pending = stale
        sheet.shown = None  # Until Discord says that it took the new text, it may be this one or the one before.
        try:
            await surface.edit(sheet.message, page)
        except Exception:
            if self._pending is not None:
                raise
        else:
            self.applied()
        finally:
            self._pending = None

    async def _delete(self, surface: Surface) -> None:
        sheet = self._sheets[-1]
        assert sheet.message is not None
        sheet.is_going = True
        try:
            await surface.delete(sheet.message)
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
        self._sheets.pop()
        self._deleted += 1
