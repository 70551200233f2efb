"""An answer while it is written: every word of it is on record before anybody sees it."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from bot.core.chat import Piece
from bot.core.controls import Controls
from bot.core.display.shown import Shown
from bot.core.errors import HistoryError, PlatformError
from bot.core.long_answers import first_pages
from bot.core.pages import CLOSER
from bot.core.pondering import Pondering
from bot.core.ports import Record, Reply
from bot.core.record import words

log = logging.getLogger(__name__)

CURSOR = " ▌"


class Draft:
    """
    A text that grows, is recorded every `interval` seconds, and is then shown.

    Adding to it never waits: inside the `async with` block a task of its own records and shows whatever is newest, so a
    slow disk or platform costs repaints, never text or speed. Leaving the block records the rest without showing it. A
    record that fails keeps nobody from seeing the text, and `is_saved` tells of it.
    """

    def __init__(
        self,
        answer: int,
        reply: Reply,
        record: Record,
        *,
        draws: bool = True,
        opens_links: bool = False,
        most_pages: int = 4,
        further: str = "",
        said: str = "",
        thought: str = "",
        placed: tuple[int, ...] = (),
        controls: Controls | None = None,
        pondering: Pondering | None = None,
        interval: float = 0.5,
    ) -> None:
        """
        `said` and `thought` are there already, where an answer is gone on with; `placed` are its messages on record.
        `draws` and `opens_links` are `Shown`'s. Of more than `most_pages`, the first are shown, and below them
        `further`. While there are only thoughts, the line of `pondering` is.
        """
        self.answer = answer
        self.is_saved = True
        self.placed = placed
        self._reply, self._record = reply, record
        self._controls, self._interval = controls, interval
        self._pondering = pondering
        self._most_pages, self._further = most_pages, further
        self._pages = Shown(reply.page_limit - len(CURSOR), draws=draws, opens_links=opens_links)
        self._pages.put(reply.heading)
        self._pages.add(said)
        self._said, self._thought = [said], [thought]
        self._begun = bool(said.strip())
        self._news, self._ended = asyncio.Event(), asyncio.Event()
        self._refusal: PlatformError | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._keeper = asyncio.create_task(self._keep(), name="keep a draft")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._news.set()
        if self._keeper is None:
            return
        try:
            await asyncio.wait([self._keeper])
        except asyncio.CancelledError:
            # Stopped at the very end: what was said is put on record all the same.
            await asyncio.wait([self._keeper])
            raise
        self._keeper.result()

    @property
    def text(self) -> str:
        """All that was said so far, as it came."""
        return "".join(self._said)

    @property
    def thought(self) -> str:
        """All that was thought so far."""
        return "".join(self._thought)

    @property
    def begun(self) -> bool:
        """Whether there is any text to be seen."""
        return self._begun

    @property
    def is_full(self) -> bool:
        """Whether there is hardly any room left on the last page that can be shown."""
        most = self._reply.most_pages
        return most is not None and most < self._most_pages and self._pages.reaches(most - 0.25)

    @property
    def is_refused(self) -> bool:
        """Whether the platform has refused the reply for good."""
        return self._refusal is not None

    def add(self, piece: Piece) -> None:
        """Append `piece`. Raises `PlatformError` where the platform has refused the reply for good."""
        if self._refusal:
            raise self._refusal
        if piece.kind == "thought":
            self._thought.append(piece.text)
            if self._pondering and not self._begun and self._pondering.goes_on():
                self._news.set()
            return
        self._said.append(piece.text)
        self._pages.add(piece.text)
        self._begun = self._begun or bool(piece.text.strip())
        if self._begun:
            self._news.set()

    async def place(self, pages: int | None = None) -> None:
        """
        Put on record where the answer stands, all of it or its first pages: a platform may have a place for it before
        there is anything to be seen, which a restart has to find.
        """
        try:
            if (placed := self._to_place(pages)) is not None:
                await self._record.place(self.answer, placed)
                self.placed = placed
        except HistoryError as error:
            log.warning("answer=%d its messages could not be recorded: %s", self.answer, error)

    async def status(self, text: str) -> None:
        """Show `text` where the answer will stand, until there is any."""
        if self._begun:
            return
        await self.place(1)
        self._reply.show([text], self._controls)

    async def _keep(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            if self._ended.is_set():
                break
            pages = [self._pondering.line] if self._pondering and not self._begun else self._first_pages(CURSOR)
            await self._save(len(pages))
            try:
                self._reply.show(pages, self._controls)
            except PlatformError as error:
                self._refusal = error
            with suppress(TimeoutError):
                async with asyncio.timeout(self._interval):
                    await self._ended.wait()
        await self._save(len(self._first_pages()))

    def _first_pages(self, cursor: str = "") -> list[str]:
        limit = self._reply.page_limit - len(CURSOR)
        return first_pages(self._pages.render(cursor), self._most_pages, below=[self._further], limit=limit)

    async def _save(self, pages: int) -> None:
        try:
            placed = self._to_place(pages)
            await self._record.grow(self.answer, words(self.text), thought=self.thought, pages=placed)
        except HistoryError as error:
            self.is_saved = False
            log.warning("answer=%d could not be recorded: %s", self.answer, error)
        else:
            self.is_saved = True
            self.placed = self.placed if placed is None else placed

    def _to_place(self, pages: int | None) -> tuple[int, ...] | None:
        """
        The first messages, where others are on record.

        They are put there before the platform takes those after them away: their going is nobody's deletion.
        """
        messages = tuple(self._reply.messages)[:pages]
        return messages if messages and messages != self.placed else None


def lay_out(
    text: str, notes: Sequence[str], *, heading: str, limit: int, draws: bool = True, opens_links: bool = False
) -> list[str]:
    """
    The pages of an answer that has ended, `notes` in small print below it; without any text, the notes are the answer.

    All pages but the last are those that a draft showed. A note has Discord's mark for small print, `-# `; other
    platforms translate it. `draws` and `opens_links` are `Shown`'s.
    """
    if not text.strip():
        return ["\n".join(notes)] if notes else []
    pages = Shown(limit - len(CURSOR), draws=draws, opens_links=opens_links)
    pages.put(heading)
    pages.add(text.rstrip())
    pages.end()
    for note in notes:
        pages.put(f"{CLOSER if pages.in_code else ''}\n-# {note}")
    return pages.render()
