"""Shows a reply while it is still being written."""

from bot.core.pages import CLOSER, Pages
from bot.core.ports import Reply

CURSOR = " ▌"


class LiveReply:
    """
    A text that grows, and the pages of it that the platform is asked to show.

    Adding to it never waits: the platform shows the newest pages whenever it will take
    another edit, so a slow platform costs repaints, never text or speed.
    """

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._pages = Pages(reply.page_limit - len(CURSOR))
        self._pages.add(reply.heading)
        self._pieces: list[str] = []

    @property
    def text(self) -> str:
        """All that was said so far."""
        return "".join(self._pieces).strip()

    @property
    def begun(self) -> bool:
        """Whether there is any text to be seen."""
        return any(piece and not piece.isspace() for piece in self._pieces)

    def add(self, piece: str) -> None:
        """Append `piece` and show it. Raises `PlatformError` where the platform refuses the reply."""
        self._pieces.append(piece)
        self._pages.add(piece)
        if self.begun:
            self._reply.show(self._pages.render(CURSOR))

    def status(self, text: str) -> None:
        """Show `text` where the reply will stand, until there is any."""
        self._reply.show([text])

    async def finish(self, *notes: str) -> None:
        """
        Return when the whole text is shown, without a cursor, `notes` in small print below it.

        A note has Discord's mark for small print, `-# `; other platforms translate it.
        """
        for note in notes:
            self._pages.add(f"{CLOSER if self._pages.in_code else ''}\n-# {note}")
        await self._reply.finish(self._pages.render())

    async def fail(self, notice: str) -> None:
        """Keep what was said and say below it why there is no more, or say only that."""
        if self.begun:
            await self.finish(notice)
            return
        await self._reply.finish([notice])
