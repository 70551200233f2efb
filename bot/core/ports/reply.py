"""What shows an answer."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.core.controls import Controls
from bot.core.uploads import Upload


class Reply(Protocol):
    """
    One visible answer, made of pages of limited length, written in Discord's Markdown.

    It is shown, finished and shown again as often as is wanted; fewer pages than before take the last messages away.
    """

    @property
    def page_limit(self) -> int:
        """The most code points one page may have."""
        ...

    @property
    def most_pages(self) -> int | None:
        """How many pages the platform takes, where that is limited: an answer ends before it has more."""
        ...

    @property
    def closes_at(self) -> float | None:
        """The event loop's time at which an answer has to be over, where nothing can be shown for long after it."""
        ...

    @property
    def heading(self) -> str:
        """What stands above the answer, on lines of its own; often nothing."""
        ...

    @property
    def messages(self) -> Sequence[int]:
        """The platform's numbers of the messages it stands in, in their order, as far as they are sent."""
        ...

    @property
    def edits(self) -> int:
        """How many requests have shown it so far, each sent, edited or took away one message."""
        ...

    def typing(self) -> AbstractAsyncContextManager[None]:
        """Show, inside the block, that an answer is being prepared."""
        ...

    def show(self, pages: Sequence[str], /, controls: Controls | None = None) -> None:
        """
        Ask for the answer to read `pages` and return at once; only the newest wish counts.

        `controls` stand below the last page. Raises `PlatformError` once the platform has refused an earlier wish for
        good.
        """
        ...

    async def finish(
        self, pages: Sequence[str], /, controls: Controls | None = None, uploads: Sequence[Upload] = ()
    ) -> None:
        """
        Return when the answer reads `pages`, however long the platform cannot be reached.

        `uploads` stand below the last page until the answer is shown or finished anew. Raises `FilesRefused` where
        no file may stand there, and the answer can be finished without one; `PlatformError` if it never reads so.
        """
        ...

    async def announce(self, text: str, person: int, /) -> None:
        """Tell that person, as far as the platform can, that the answer is there; nobody else is disturbed."""
        ...
