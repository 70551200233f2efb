"""The line that stands where an answer will, while the model thinks."""

import time
from collections.abc import Callable

from bot.core import notices
from bot.core.notices import Notice


class Pondering:
    """
    Tells for how long a model has been thinking, from the first `goes_on`, by `clock` in seconds.

    The line is news at once, and then every `every` seconds: each costs an edit.
    """

    def __init__(
        self, words: Callable[[Notice], str], *, every: float = 5.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._words, self._every, self._clock = words, every, clock
        self._since: float | None = None
        self._told = 0.0

    def goes_on(self) -> bool:
        """The model thinks; whether the line is news."""
        now = self._clock()
        is_first = self._since is None
        self._since = now if self._since is None else self._since
        if not is_first and now - self._told < self._every:
            return False
        self._told = now
        return True

    @property
    def line(self) -> str:
        """What is said of it."""
        seconds = self._told - self._since if self._since is not None else 0
        return self._words(notices.thinks_for(round(seconds)) if round(seconds) else notices.THINKS)
