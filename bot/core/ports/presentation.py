"""What finds words and makes pictures for an answer."""

from collections.abc import Sequence
from typing import Protocol

from bot.core.notices import Notice


class Painter(Protocol):
    """Makes pictures of what a platform draws in no other way."""

    async def paint(self, formulas: Sequence[str], /) -> bytes | None:
        """A PNG of LaTeX formulas, given without delimiters, one below the other; `None` where none can be drawn."""
        ...


class Words(Protocol):
    """Knows the words for what the bot itself says."""

    def __call__(self, notice: Notice, locale: str | None, /) -> str:
        """The sentence for somebody whose locale that is (BCP 47), in English where there is none in their language."""
        ...
