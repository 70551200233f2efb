"""Counts requests in fixed windows that begin with the first one, as Discord does."""

import hashlib
import math
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.limits import Limits, Window

Rule = Literal["posts", "patches", "deletes", "typing", "interaction_webhooks", "old_edits", "other_requests"]
"""A field of `Limits`: routes that share it share a bucket, if their major parameter is the same too."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client stands in one bucket after a request. `accepted` tells whether the request was within it."""

    accepted: bool
    limit: int
    remaining: int
    reset_after: float
    bucket: str


class Count:
    """One window that is open."""

    def __init__(self, window: Window, *, now: float) -> None:
        self.window = window
        self.ends = now + window.seconds
        self.used = 0

    def take(self) -> bool:
        """Count a request, if it is within the window."""
        accepted = self.used < self.window.count
        self.used += accepted
        return accepted


class Buckets:
    """All windows that are open, of all clients."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: dict[tuple[str, ...], Count] = {}

    def take(self, rule: Rule, client: str, *, major: str, route: str = "", now: float) -> Standing:
        """Count one request of a client; a bucket without a name of its own belongs to one `route`."""
        window: Window = getattr(self._limits, rule)
        return self._take(window, (_name(rule, route), client, major), now)

    def emptied(self, rule: Rule, *, route: str, reset_after: float) -> Standing:
        """How a client would stand that has used the bucket up. Nothing is counted."""
        window: Window = getattr(self._limits, rule)
        return Standing(False, window.count, 0, reset_after, _hash(_name(rule, route)))

    def take_global(self, client: str, *, now: float) -> Standing:
        """Count one request against the limit over all routes."""
        return self._take(self._limits.global_requests, ("global", client), now)

    def note_invalid(self, address: str, *, now: float) -> None:
        """Count an answer that says the client does not do as it should."""
        self._take(self._limits.invalid_requests, ("invalid", address), now)

    def shut_out(self, address: str, *, now: float) -> float | None:
        """Seconds for which the address gets no answer at all, or `None`."""
        count = self._open.get(("invalid", address))
        if count is None or now >= count.ends or count.used < count.window.count:
            return None
        return count.ends - now

    def _take(self, window: Window, key: tuple[str, ...], now: float) -> Standing:
        count = self._open.get(key)
        if count is None or now >= count.ends:
            self._drop_ended(now)
            count = self._open[key] = Count(window, now=now)
        accepted = count.take()
        # Rounded up to what the headers can say: who comes back then must not come too early.
        reset_after = math.ceil((count.ends - now) * 1000) / 1000
        return Standing(accepted, window.count, window.count - count.used, reset_after, _hash(key[0]))

    def _drop_ended(self, now: float) -> None:
        if len(self._open) > 1000:
            self._open = {key: count for key, count in self._open.items() if now < count.ends}


def _name(rule: Rule, route: str) -> str:
    return rule + (route if rule == "other_requests" else "")


def _hash(name: str) -> str:
    """What a bucket is called in the headers."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
