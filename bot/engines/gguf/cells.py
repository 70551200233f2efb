"""Shares out the room that all answers together have in llama.cpp's cache."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.engines.text.output import raise_if_stopped

# Seconds after which one who waits looks whether the answer is still wanted.
_LOOK = 0.1


class Cells:
    """
    Cells for the keys and values of `number` tokens, given to whoever comes first. Any thread may ask.

    llama.cpp would begin every answer, and end all of them with an error once they fill its
    cache together.
    """

    def __init__(self, number: int) -> None:
        self._left = number
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, tokens: int, *, stopped: Callable[[], bool]) -> Iterator[None]:
        """Hold so many cells inside the block; wait for them first. Raises `EngineUnavailable` once stopped."""
        self._take(tokens, stopped)
        try:
            yield
        finally:
            with self._changed:
                self._left += tokens
                self._changed.notify_all()

    def _take(self, tokens: int, stopped: Callable[[], bool]) -> None:
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            try:
                while self._waiting[0] is not ticket or self._left < tokens:
                    self._changed.wait(_LOOK)
                    raise_if_stopped(stopped)
                self._left -= tokens
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
