"""How fast answers are written, as those that were written tell."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from bot.core.chat import Piece, Usage

# What an answer counts that came before the newest one: the last ten or so say most.
_KEPT = 0.9
# What an answer is expected to write, and what part of writing a token it is to read one, before any was measured.
_WRITTEN, _READING = 200.0, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """
    What one answer took: tokens read anew, 0 where nobody told, and the seconds until the first one was written; tokens
    written, and the seconds from the first to the last.
    """

    read: int = 0
    reading: float = 0.0
    written: int = 0
    writing: float = 0.0


@dataclass(frozen=True, slots=True)
class Speed:
    """
    Sums over all answers so far, each counting less with every newer one.

    Rates are of tokens, not of answers: a short prompt says little of how fast long ones are read.
    """

    answers: float = 0.0
    read: float = 0.0
    reading: float = 0.0
    written: float = 0.0
    writing: float = 0.0

    def after(self, took: Took) -> "Speed":
        """The speed as it is known once another answer is whole."""
        return Speed(
            self.answers * _KEPT + 1,
            self.read * _KEPT + took.read,
            self.reading * _KEPT + took.reading,
            self.written * _KEPT + took.written,
            self.writing * _KEPT + took.writing,
        )

    @property
    def prefill(self) -> float | None:
        """Tokens of a prompt that are read in a second, for one answer among those written at once."""
        return self.read / self.reading if self.read and self.reading else None

    @property
    def decode(self) -> float | None:
        """Tokens of an answer that are written in a second after the first, for one among those written at once."""
        later = self.written - self.answers
        return later / self.writing if later > 0 and self.writing else None

    @property
    def seconds(self) -> float | None:
        """What an answer is expected to take; `None` before the first one."""
        return (self.reading + self.writing) / self.answers if self.reading + self.writing else None

    @property
    def cost(self) -> float:
        """What an answer is expected to cost, in tokens written."""
        return self.cost_of(self.read, self.written) / self.answers if self.answers else _WRITTEN

    def cost_of(self, read: float, written: float) -> float:
        """What it costs to read and write so many tokens, in tokens written that take as long."""
        share = self.decode / self.prefill if self.decode and self.prefill else _READING
        return written + read * share


class Stopwatch:
    """Times one answer, from here on, by `clock` in seconds."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._first: float | None = None
        self._last = self._begun
        self._pieces = 0
        self._usage = Usage()

    async def timed(self, pieces: AsyncGenerator[Piece, None]) -> AsyncGenerator[Piece, None]:
        """The same pieces, as they pass."""
        async with aclosing(pieces):
            async for piece in pieces:
                if piece.text:
                    self._last = self._clock()
                    self._first = self._last if self._first is None else self._first
                    self._pieces += 1
                self._usage = piece.usage or self._usage
                yield piece

    def usage(self, *, context: int) -> Usage:
        """What the answer has cost until now, of the `context` that there was."""
        took = self.took()
        return replace(self._usage, context=context, reading=round(took.reading, 3), writing=round(took.writing, 3))

    def took(self) -> Took:
        """What the answer has taken until now. Where nobody tells how much was written, a piece counts as a token."""
        usage = self._usage
        first = self._clock() if self._first is None else self._first
        return Took(
            read=max(0, (usage.read or 0) - (usage.reused or 0)),
            reading=first - self._begun,
            written=self._pieces if usage.written is None else usage.written,
            writing=max(0.0, self._last - first),
        )
