"""Says when the next edit in a channel may be sent, from what Discord tells of its limits."""

import logging
from collections.abc import Mapping

log = logging.getLogger(__name__)


class Budget:
    """
    One rate-limit bucket, as known from the headers of its last answer.

    Edits of text that still grows are spread over the window. Tokens are kept back for texts
    that are finished: as many as may be needed while a wait for the next window would be longer
    than `grace`, then one. Before any header was seen, edits are `spacing` apart for each answer
    being written. All times are seconds on one clock; a window is assumed to start with its first
    request, as the headers' reset time shows.
    """

    def __init__(self, *, spacing: float = 1.25, grace: float = 1.5) -> None:
        self._spacing = spacing
        self._grace = grace
        self._limit: int | None = None
        self._remaining = 0
        self._period = 0.0
        self._resets_at = float("-inf")
        self._last = float("-inf")

    def is_fresh(self, now: float) -> bool:
        """Whether the window seen last is over, so that nothing known here matters any more."""
        return now >= self._resets_at and now >= self._last + self._spacing

    def spend(self, now: float) -> None:
        """An edit is sent at `now`."""
        if self._limit is not None and now >= self._resets_at:
            self._remaining = self._limit
            self._resets_at = now + self._period
        self._remaining -= 1
        self._last = now

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
        if now >= self._resets_at or (final and self._remaining > 0):
            return 0.0
        return (self._resets_at if final else max(now, self._due(self._limit, writing))) - now

    def _due(self, limit: int, writing: int) -> float:
        """When a text that still grows may be edited next, in the window that is known."""
        since = self._last
        patient = self._resets_at - self._grace
        if since < patient:
            spare = self._remaining - min(max(1, writing - 1), limit - 1)
            if spare > 0:
                return since + (patient - since) / spare
            since = patient
        spare = self._remaining - min(1, limit - 1)
        return since + (self._resets_at - since) / max(1, spare)
