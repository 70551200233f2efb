"""Says when the next edit in a channel may be sent, from what Discord tells of its limits."""

import logging
from collections.abc import Mapping

log = logging.getLogger(__name__)

# Seconds by which a reset may come later than the headers say, which tell milliseconds.
ROUNDING = 0.001


class Budget:
    """
    One rate-limit bucket, as known from the headers of its last answer.

    Edits of texts that still grow are `pace` seconds apart, and leave of each window a token to every answer being
    written, for its final text. What is left goes to any text once it would be lost within `grace` seconds, and all
    but one token to a text that has stood still for three quarters of a window. So with five edits in five seconds,
    the final texts of two answers are never late; of three, none stands still for longer than 3.75 s, and the last of
    three that end at one moment waits for 1.35 s at most. Less of one would be more of the other: with a token kept for
    each of the three, two are left, so that one of them has to wait. With more than three, one token is kept.

    Before any header was seen, edits are `spacing` apart for each answer being written. All times are seconds on one
    clock; a window is assumed to start with its first request, as the headers' reset time shows.
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
            reset_after = float(headers["X-RateLimit-Reset-After"]) + ROUNDING
        except (KeyError, ValueError):
            log.debug("an edit was answered without rate-limit headers")
            return
        self._limit, self._remaining, self._resets_at = limit, remaining - in_flight, now + reset_after
        self._period = max(self._period, reset_after)

    def delay(self, now: float, *, final: bool, writing: int, since: float) -> float:
        """
        How long the next edit has to wait, where `writing` answers are being written in the channel, of a text that
        has stood as it is `since` then.
        """
        if self._limit is None:
            return max(0.0, self._last + self._spacing * (1 if final else writing) - now)
        if now >= self._resets_at:
            return 0.0
        if self._remaining <= 0:
            return self._resets_at - now
        return 0.0 if final else max(0.0, min(self._resets_at, self._token_at(self._limit, writing, since)) - now)

    def _token_at(self, limit: int, writing: int, since: float) -> float:
        """When the window that is known has a token for a text that still grows."""
        kept = writing if writing <= limit // 2 + 1 else 1
        if self._remaining > min(kept, limit - 1):
            return self._grown + self.pace
        lost = self._resets_at - self._grace
        return min(lost, since + self._period * 3 / 4) if self._remaining > 1 else lost
