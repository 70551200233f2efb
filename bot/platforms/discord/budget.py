"""Says when the next edit in a channel may be sent, from what Discord tells of its limits."""

import logging
from collections.abc import Mapping

log = logging.getLogger(__name__)


class Budget:
    """
    One rate-limit bucket, as known from the headers of its last answer.

    Edits of texts that still grow are `pace` seconds apart, which leaves one token of each window to a text that is
    finished; that one goes to any text once it would be lost within `grace` seconds. Before any header was seen, edits
    are `spacing` apart for each answer being written. All times are seconds on one clock; a window is assumed to start
    with its first request, as the headers' reset time shows.
    """

    def __init__(self, *, spacing: float = 1.25, grace: float = 0.1) -> None:
        self._spacing = spacing
        self._grace = grace
        self._limit: int | None = None
        self._remaining = 0
        self._period = 0.0
        self._resets_at = float("-inf")
        self._last = float("-inf")
        self._grown = float("-inf")

    @property
    def pace(self) -> float:
        """Seconds from one edit of a text that still grows to the next one in the channel."""
        if self._limit is None:
            return self._spacing
        return self._period / max(1, self._limit - 1)

    def is_fresh(self, now: float) -> bool:
        """Whether the window seen last is over, so that nothing known here matters any more."""
        return now >= self._resets_at and now >= self._last + self._spacing

    def spend(self, now: float, *, final: bool = False, in_flight: int = 0) -> None:
        """An edit is sent at `now`, while `in_flight` others are not answered yet."""
        if self._limit is not None and now >= self._resets_at:
            # Those may arrive in the new window, too.
            self._remaining = self._limit - in_flight
            self._resets_at = now + self._period
        self._remaining -= 1
        self._last = now
        # The end of one answer does not make the others stand still for longer.
        self._grown = self._grown if final else now

    def learn(self, headers: Mapping[str, str], now: float, *, in_flight: int = 0) -> None:
        """An edit was answered with `headers`, while `in_flight` others were not yet."""
        try:
            limit = int(headers["X-RateLimit-Limit"])
            remaining = int(headers["X-RateLimit-Remaining"])
            reset_after = float(headers["X-RateLimit-Reset-After"])
        except (KeyError, ValueError):
            log.debug("an edit was answered without rate-limit headers")
            return
        self._limit, self._remaining, self._resets_at = limit, remaining - in_flight, now + reset_after
        self._period = max(self._period, reset_after)

    def delay(self, now: float, *, final: bool, writing: int) -> float:
        """How long the next edit has to wait, where `writing` answers are being written in the channel."""
        if self._limit is None:
            return max(0.0, self._last + self._spacing * (1 if final else writing) - now)
        due = now if final else max(now, self._grown + self.pace)
        if due < self._resets_at:
            due = max(due, self._first_token(self._limit, final=final))
        return due - now

    def _first_token(self, limit: int, *, final: bool) -> float:
        """When the window that is known, or else the next one, has a token for such a text."""
        if self._remaining > (0 if final else min(1, limit - 1)):
            return float("-inf")
        return self._resets_at - self._grace if self._remaining > 0 else self._resets_at
